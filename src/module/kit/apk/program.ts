import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { type Captured, captured, reported } from '../captured.ts';
import { quote } from '../quote.ts';
import { read } from '../reading.ts';
import type { ApkArguments } from './arguments.ts';

/** A call of apk with the options of the task that hold for every call, as shell text. */
export function apkCommand(args: ApkArguments, words: readonly string[]): string {
  const repositories = (args.repository ?? []).flatMap((each) => ['--repository', each]);
  const globals = [
    ...(args.no_cache ? ['--no-cache'] : []),
    ...repositories,
    ...(repositories.length === 0 ? [] : ['--repositories-file', '/dev/null']),
  ];
  return `LC_ALL=C apk ${[...globals, ...words].map(quote).join(' ')} </dev/null`;
}

/** Runs apk and changes something. Throws ModuleFailure with its output when it fails. */
export async function runApk(
  context: ModuleContext,
  { args, words }: { readonly args: ApkArguments; readonly words: readonly string[] },
): Promise<Captured> {
  const preparation = 'command -v apk >/dev/null || exit 127';
  const { ran } = await read(context, { ran: captured(apkCommand(args, words), preparation) });
  if (ran.rc === 0) return ran;
  if (ran.rc === 127) throw new ModuleFailure("apk: there is no 'apk' on the target");
  const reason = ran.stderr.trim() || ran.stdout.trim();
  const { rc: _, ...printed } = reported(ran);
  throw new ModuleFailure(`apk fails: ${reason}`, { ...printed, packages: packagesIn(ran.stdout) });
}

/** The packages that apk says it changes: `(1/2) Upgrading tool (1.0-r0 -> 1.1-r0)`. */
export function packagesIn(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^\(\s*\d+\/\d+\) \w+ (\S+)/gm)].map(([, name = '']) => name);
}
