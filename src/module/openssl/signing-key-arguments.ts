import type { ArgumentSpec } from '../argument-spec.ts';

/** The key that signs, of a request and of a certificate. */
export const signingKeyArguments = {
  privatekey_path: { type: 'path', description: 'The private key on the target, which signs there.' },
  privatekey_content: {
    type: 'str',
    noLog: true,
    description: 'The private key itself. It signs on the controller and is not sent to the target.',
  },
  privatekey_passphrase: { type: 'str', noLog: true, description: 'What the private key is encrypted with.' },
} as const satisfies ArgumentSpec;
