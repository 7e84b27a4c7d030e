import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { quote } from '../quote.ts';
import { mapReading, noReading, type Reading, read, textReading } from '../reading.ts';
import type { ApkArguments } from './arguments.ts';
import { apkCommand } from './program.ts';

/** A package as the world file has it. */
export interface ApkRequest {
  /** `tool>1`. */
  readonly text: string;
  readonly name: string;
}

/** What of the target counts for the packages that are named. */
export interface ApkState {
  /** Undefined when the file cannot be read. */
  readonly world: readonly ApkRequest[] | undefined;
  /** The texts of the requests that what is installed fulfils. */
  readonly installed: ReadonlySet<string>;
  /** Names of packages with a newer version in the lists. */
  readonly outdated: ReadonlySet<string>;
}

/** The entries of `name`. Throws ModuleFailure for what apk would take for an option or a conflict. */
export function parseApkRequests(names: readonly string[]): readonly ApkRequest[] {
  const texts = names.flatMap((name) => name.split(',')).map((name) => name.trim());
  const refused = texts.find((text) => /^[-!<>=~@]|[\s\p{Cc}]/u.test(text));
  if (refused !== undefined) throw new ModuleFailure(`apk: '${refused}' cannot be the name of a package`);
  return [...new Set(texts.filter((text) => text !== ''))].map(parseRequest);
}

function parseRequest(text: string): ApkRequest {
  return { text, name: text.replace(/[<>=~@].*$/s, '') };
}

/** Reads all of it in one round trip. Throws ModuleFailure where there is no apk. */
export async function readApk(
  context: ModuleContext,
  args: ApkArguments,
  requests: readonly ApkRequest[],
): Promise<ApkState> {
  const { program, world, installed, outdated } = await read(context, {
    program: textReading('command -v apk', 'prints'),
    world: textReading(`cat < ${quotePath(args.world)} 2>/dev/null`, 'prints'),
    installed: installedReading(args, requests),
    outdated: args.state === 'latest' ? outdatedReading(args, requests) : noReading(new Set<string>()),
  });
  if (program === undefined) throw new ModuleFailure("apk: there is no 'apk' on the target");
  const words = world?.split(/\s+/).filter((word) => word !== '');
  return { world: words?.map(parseRequest), installed, outdated };
}

/** One call where all of them are there or none is, which is the rule; else one for each, since apk may answer with other names. */
function installedReading(args: ApkArguments, requests: readonly ApkRequest[]): Reading<ReadonlySet<string>> {
  const ask = (texts: readonly string[]): string =>
    `${apkCommand(args, ['info', '--installed', ...texts])} 2>/dev/null`;
  const each = requests.map(({ text }, index) => `if ${ask([text])} >/dev/null; then echo ${index}; fi`);
  const all = requests.map((_, index) => index).join(' ');
  const script = `if found=$(${ask(requests.map(({ text }) => text))}); then echo ${quote(all)}
elif [ -n "$found" ]; then
${each.join('\n')}
fi`;
  return mapReading(textReading(script), (text = '') => {
    const indexes = new Set(text.split(/\s+/).filter((word) => word !== ''));
    return new Set(requests.filter((_, index) => indexes.has(String(index))).map((request) => request.text));
  });
}

/** apk prints `tool-1.0-r0   < 1.1-r0`. */
function outdatedReading(args: ApkArguments, requests: readonly ApkRequest[]): Reading<ReadonlySet<string>> {
  const script = `${apkCommand(args, ['version', ...requests.map(({ name }) => name)])} 2>/dev/null`;
  return mapReading(
    textReading(script, 'prints'),
    (text = '') => new Set([...text.matchAll(/^(\S+)-\d[^-\s]*-r\d+\s+<\s/gm)].map(([, name = '']) => name)),
  );
}
