import { timingSafeEqual } from 'node:crypto';
import type { AuthContext, ParsedKey } from 'ssh2';

export interface Account {
  readonly user: string;
  readonly password: string | undefined;
  readonly clientKey: ParsedKey;
}

/** Accepts the one account by its key, or by its password when it has one. */
export function decideLogin(context: AuthContext, account: Account): void {
  const methods =
    account.password === undefined ? ['publickey'] : ['publickey', 'password', 'keyboard-interactive'];
  const refuse = (): void => context.reject(methods as Parameters<AuthContext['reject']>[0]);
  if (context.username !== account.user) {
    refuse();
    return;
  }
  switch (context.method) {
    case 'publickey': {
      const sameKey = sameBytes(context.key.data, account.clientKey.getPublicSSH());
      const signed =
        context.signature === undefined ||
        context.blob === undefined ||
        account.clientKey.verify(context.blob, context.signature, context.hashAlgo) === true;
      sameKey && signed ? context.accept() : refuse();
      return;
    }
    case 'password':
      isPassword(account, context.password) ? context.accept() : refuse();
      return;
    case 'keyboard-interactive':
      if (account.password === undefined) {
        refuse();
        return;
      }
      context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
        isPassword(account, answers[0]) ? context.accept() : refuse();
      });
      return;
    default:
      refuse();
  }
}

function isPassword({ password }: Account, offered: string | undefined): boolean {
  return (
    password !== undefined && offered !== undefined && sameBytes(Buffer.from(password), Buffer.from(offered))
  );
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
