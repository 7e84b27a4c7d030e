import { type PublicKey, publicKeysIn } from '../keys/openpgp.ts';
import { quotePath } from '../paths.ts';
import type { Reading } from '../reading.ts';

/** A keyring that apt trusts. */
export interface Keyring {
  readonly path: string;
  readonly keys: readonly PublicKey[];
}

export const mainKeyring = '/etc/apt/trusted.gpg';

/** The keyring at a path, or all that apt trusts without being told: one round trip and a process for each file. */
export function keyringsOf(path: string | undefined): Reading<readonly Keyring[]> {
  const files =
    path === undefined
      ? `${mainKeyring} /etc/apt/trusted.gpg.d/*.gpg /etc/apt/trusted.gpg.d/*.asc`
      : quotePath(path);
  return {
    script: `for f in ${files}; do
  if [ -f "$f" ]; then printf '%s\\n' "$f"; base64 < "$f"; echo; fi
done`,
    inline: 'prints',
    parse: ({ stdout }) =>
      stdout
        .toString('latin1')
        .split('\n\n')
        .flatMap((part): readonly Keyring[] => {
          const [name = '', ...data] = part.split('\n');
          if (name === '') return [];
          const content = Buffer.from(data.join(''), 'base64');
          return [{ path: Buffer.from(name, 'latin1').toString(), keys: publicKeysIn(content, name) }];
        }),
  };
}
