import type { AnyAuthMethod, AuthenticationType, KeyboardInteractiveAuthMethod } from 'ssh2';
import { ConnectionLost, type SshParameters } from '../types.ts';
import type { Identities } from './identities.ts';

interface Attempt {
  /** As messages name it: `publickey (/root/.ssh/id_ed25519)`. */
  readonly label: string;
  readonly method: AnyAuthMethod;
  /** The name by which servers list it. */
  readonly listedAs: AuthenticationType;
}

export interface Authentication {
  /** ssh2's auth handler: the next method, or false when there is none left. */
  readonly next: (accepted: AuthenticationType[] | null) => AnyAuthMethod | false;
  /** Something to say should it fail. */
  readonly note: (text: string) => void;
  /** Why it failed: what was tried, and what the server would take. */
  readonly failure: (place: string) => ConnectionLost;
}

/** One login: private keys, agent, keyboard-interactive and password, in ssh's order, as far as the server takes them. */
export function authentication(params: SshParameters, identities: Identities): Authentication {
  const remaining = attempts(params, identities);
  const tried: string[] = [];
  const notes: string[] = [...identities.passedOver];
  let serverAccepts: readonly AuthenticationType[] | undefined;

  return {
    next(accepted) {
      serverAccepts = accepted ?? serverAccepts;
      const index = remaining.findIndex(({ listedAs }) => serverAccepts?.includes(listedAs) ?? true);
      const [attempt] = index < 0 ? [] : remaining.splice(index, 1);
      if (attempt === undefined) {
        return false;
      }
      tried.push(attempt.label);
      return attempt.method;
    },
    note: (text) => void notes.push(text),
    failure: (place) =>
      new ConnectionLost(
        'authentication-failed',
        [
          tried.length === 0
            ? `${place}: there is nothing to log in with`
            : `${place}: the server refused ${tried.join(', ')}`,
          ...(serverAccepts === undefined || serverAccepts.length === 0
            ? []
            : [`it accepts ${serverAccepts.join(', ')}`]),
          ...notes,
        ].join('; '),
        `check ansible_user (${params.user}), that the public key is in its authorized_keys, or give a password (--ask-pass)`,
      ),
  };
}

function attempts(params: SshParameters, identities: Identities): Attempt[] {
  const username = params.user;
  const keys = identities.usable.map(
    ({ file, key }): Attempt => ({
      label: `publickey (${file})`,
      method: { type: 'publickey', username, key },
      listedAs: 'publickey',
    }),
  );
  const agent: Attempt[] =
    params.agentSocket === undefined || params.privateKeyFile !== undefined
      ? []
      : [
          {
            label: 'publickey (agent)',
            method: { type: 'agent', username, agent: params.agentSocket },
            listedAs: 'publickey',
          },
        ];
  // The agent first: its keys are the ones that someone unlocked on purpose.
  return [...agent, ...keys, ...passwordAttempts(params)];
}

function passwordAttempts({ user: username, password }: SshParameters): Attempt[] {
  if (password === undefined) {
    return [];
  }
  const prompt: KeyboardInteractiveAuthMethod['prompt'] = (
    _name,
    _instructions,
    _language,
    prompts,
    finish,
  ) => finish(prompts.map(() => password.reveal()));
  return [
    {
      label: 'password',
      method: { type: 'password', username, password: password.reveal() },
      listedAs: 'password',
    },
    {
      label: 'keyboard-interactive',
      method: { type: 'keyboard-interactive', username, prompt },
      listedAs: 'keyboard-interactive',
    },
  ];
}
