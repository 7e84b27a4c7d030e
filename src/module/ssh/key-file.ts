import type { ModuleContext } from '../context.ts';
import { expandPath, joinPath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import { type Reading, read } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';
import { textInFolder } from '../text/read-text-file.ts';
import { type TextFile, textFileOf, textReadings } from '../text/text-file.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

export interface KeyFile {
  readonly account: Account | undefined;
  readonly file: TextFile;
}

interface FileArguments {
  readonly user: string;
  readonly path: string | undefined;
  readonly follow: boolean;
}

/** The user and the file, in one round trip unless the user's home is not there. Throws ModuleFailure. */
export async function readKeyFile(
  context: ModuleContext,
  { user, path, follow }: FileArguments,
): Promise<KeyFile> {
  const place = { wanted: {}, makeFolders: true, replaceLink: !follow };
  if (path !== undefined) {
    const request = { ...place, path: await expandPath(context, path) };
    const found = await read(context, { account: accountOf(user), ...textReadings(context, request) });
    if (found.account === undefined && !context.checkMode) refuseUser(user);
    return { account: found.account, file: textFileOf(request, found) };
  }
  const { account: known, found } = await read(context, {
    account: accountOf(user),
    found: textInFolder('r=$home', textReadings(context, { ...place, path: usual })),
  });
  const account = known ?? refuseUser(user);
  const request = { ...place, path: joinPath(account.home || '/', usual) };
  return {
    account,
    file: textFileOf(request, found ?? (await read(context, textReadings(context, request)))),
  };
}

function refuseUser(user: string): never {
  throw new ModuleFailure(`there is no user '${user}' on the target`);
}

const usual = '.ssh/authorized_keys';

/** The user's line of the database; leaves the home in `$home`. */
function accountOf(user: string): Reading<Account | undefined> {
  const name = quote(`^${user.replaceAll(/[.[\]*^$\\]/g, '\\$&')}:`);
  return {
    script: `r=$(grep ${name} /etc/passwd) || r=$(getent passwd -- ${quote(user)})
r=\${r%%"
"*}
home=\${r#*:*:*:*:*:}
home=\${home%%:*}`,
    inline: 'sets',
    parse: ({ stdout }) => parseAccount(stdout.toString()),
  };
}

function parseAccount(line: string): Account | undefined {
  const [, , uid = '', gid = '', , home = ''] = line.split(':');
  return uid === '' ? undefined : { uid: Number(uid), gid: Number(gid), home };
}
