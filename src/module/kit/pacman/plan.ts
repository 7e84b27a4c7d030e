import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { type Captured, captured } from '../captured.ts';
import { quote } from '../quote.ts';
import { mapReading, noReading, type Reading, read, together } from '../reading.ts';
import type { PacmanArguments } from './arguments.ts';
import { pacman, pacmanCommand, succeeded, versionsByName } from './program.ts';

type Reason = 'dependency' | 'explicit';

/** What of the target counts for the packages that are named. */
export interface PacmanState {
  /** Versions of all that is installed. */
  readonly installed: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlySet<string>;
  /** What has a newer version in the lists. */
  readonly upgradable: ReadonlySet<string>;
  /** The packages that each name means: itself, the members of a group, what a file holds. */
  readonly meant: ReadonlyMap<string, readonly string[]>;
}

/** Reads all of it in one round trip. Throws ModuleFailure for a name that nobody knows, unless it shall be absent. */
export async function readPacman(
  context: ModuleContext,
  args: PacmanArguments,
  names: readonly string[],
): Promise<PacmanState> {
  const isRemoval = args.state === 'absent' || args.state === 'removed';
  const versions = (words: readonly string[]): Reading<ReadonlyMap<string, string>> =>
    mapReading(pacman(args, words), (output) =>
      // A query that finds nothing fails, and says nothing.
      output.rc === 1 && output.stderr === '' ? new Map() : versionsByName(succeeded(output, args).stdout),
    );
  const { installed, dependencies, upgradable, meant } = await read(context, {
    installed: versions(['--query']),
    dependencies: versions(['--query', '--deps']),
    upgradable:
      args.state === 'latest'
        ? mapReading(pacman(args, ['--query', '--upgrades']), ({ stdout }) => firstWords(stdout))
        : noReading([]),
    meant: together(
      Object.fromEntries(names.map((name) => [name, isRemoval ? members(args, name) : meaning(args, name)])),
    ),
  });
  return {
    installed,
    dependencies: new Set(dependencies.keys()),
    upgradable: new Set(upgradable),
    meant: new Map(Object.entries(meant)),
  };
}

function firstWords(text: string): readonly string[] {
  return [...text.matchAll(/^(\S+)/gm)].map(([, word = '']) => word);
}

/** An installed package, or the installed members of a group. */
function members(args: PacmanArguments, name: string): Reading<readonly string[]> {
  const ask = (words: readonly string[]): string => `${pacmanCommand(args, words)} 2>/dev/null`;
  return mapReading(
    captured(
      `${ask(['--query', '--quiet', '--', name])} || ${ask(['--query', '--quiet', '--groups', '--', name])}`,
    ),
    ({ stdout }) => firstWords(stdout),
  );
}

/** Files and addresses are not in the lists. */
export function isFile(name: string): boolean {
  return name.includes('://') || /\.pkg\.tar(\.\w+)?$/.test(name);
}

function meaning(args: PacmanArguments, name: string): Reading<readonly string[]> {
  const ask = [
    isFile(name) ? '--upgrade' : '--sync',
    '--print-format',
    '%n',
    '--nodeps',
    '--nodeps',
    '--',
    name,
  ];
  const script = `${quote(args.executable)} --query --quiet -- ${quote(name)} 2>/dev/null </dev/null || ${pacmanCommand(args, ask)}`;
  return mapReading(captured(script), (output: Captured) => {
    if (output.rc !== 0) {
      throw new ModuleFailure(`pacman knows no '${name}': ${output.stderr.trim()}`, { rc: output.rc });
    }
    return firstWords(output.stdout.replaceAll(/^.*\.\.\.$/gm, ''));
  });
}

/** Which of the packages that are meant are to be installed or brought up to date. */
export function toInstall(state: PacmanState, { state: wanted }: PacmanArguments): readonly string[] {
  return [...state.meant].flatMap(([name, packages]) => {
    const missing = packages.filter(
      (one) => !state.installed.has(one) || (wanted === 'latest' && state.upgradable.has(one)),
    );
    return isFile(name) && missing.length > 0 ? [name] : missing;
  });
}

/** Packages that are there with another reason than the one that is asked for. */
export function withOtherReason(
  state: PacmanState,
  { reason, reason_for }: PacmanArguments,
): readonly string[] {
  if (reason === undefined || reason_for === 'new') return [];
  return [...state.meant.values()]
    .flat()
    .filter((one) => state.installed.has(one) && reasonOf(state, one) !== reason);
}

export function reasonOf({ dependencies }: PacmanState, name: string): Reason {
  return dependencies.has(name) ? 'dependency' : 'explicit';
}
