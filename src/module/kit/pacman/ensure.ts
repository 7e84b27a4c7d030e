import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import type { Captured } from '../captured.ts';
import { read } from '../reading.ts';
import type { PacmanArguments } from './arguments.ts';
import { isFile, type PacmanState, readPacman, reasonOf, toInstall, withOtherReason } from './plan.ts';
import { optionWords, pacman, printed, runPacman, succeeded, versionsByName } from './program.ts';

/** One task of the module pacman: the lists, then an upgrade or packages. */
export async function ensurePacman(context: ModuleContext, args: PacmanArguments): Promise<ModuleResult> {
  if (args.update_cache !== true) return ensureWanted(context, { args, before: [] });
  const { changed, output } = await refresh(context, args);
  const before = output === undefined ? [] : [output];
  const isListOnly = args.name === undefined && args.upgrade !== true;
  const result = isListOnly
    ? { ...printed(...before), msg: 'the lists are fetched' }
    : await ensureWanted(context, { args, before });
  return { ...result, cache_updated: changed, changed: result.changed === true || changed };
}

interface Wanted {
  readonly args: PacmanArguments;
  /** What was printed before. */
  readonly before: readonly Captured[];
}

async function ensureWanted(context: ModuleContext, wanted: Wanted): Promise<ModuleResult> {
  return wanted.args.upgrade === true ? upgrade(context, wanted) : ensurePackages(context, wanted);
}

/** Whether the lists changed is known only by what is in them; in check mode they count as changed. */
async function refresh(
  context: ModuleContext,
  args: PacmanArguments,
): Promise<{ readonly changed: boolean; readonly output: Captured | undefined }> {
  if (context.checkMode) return { changed: true, output: undefined };
  const force = args.force ? ['--refresh'] : [];
  const words = ['--sync', '--refresh', ...force, ...optionWords(args.update_cache_extra_args)];
  const { before, done, after } = await read(context, {
    before: pacman(args, ['--sync', '--list']),
    done: pacman(args, words),
    after: pacman(args, ['--sync', '--list']),
  });
  return { changed: before.stdout !== after.stdout, output: succeeded(done, args) };
}

async function upgrade(context: ModuleContext, { args, before }: Wanted): Promise<ModuleResult> {
  const { newer } = await read(context, { newer: pacman(args, ['--query', '--upgrades']) });
  const found = newer.rc === 1 && newer.stderr === '' ? '' : succeeded(newer, args).stdout;
  const rows = [...found.matchAll(/^(\S+) (\S+) -> (\S+)$/gm)];
  const packages = rows.map(([, name = '']) => name);
  if (rows.length === 0) return { changed: false, ...printed(...before), msg: 'nothing is to be upgraded' };
  const text = (version: 2 | 3): string =>
    `${rows
      .map((row) => `${row[1] ?? ''}-${row[version] ?? ''}`)
      .sort()
      .join('\n')}\n`;
  const diff = context.diffMode ? { diff: { before: text(2), after: text(3) } } : {};
  const told = { changed: true, packages, ...diff };
  if (context.checkMode) return { ...told, msg: 'packages would be upgraded' };
  const words = ['--sync', '--sysupgrade', '--quiet', '--noconfirm', ...optionWords(args.upgrade_extra_args)];
  const output = await runPacman(context, { args, words });
  return { ...told, ...printed(...before, output), msg: 'packages were upgraded' };
}

async function ensurePackages(context: ModuleContext, { args, before }: Wanted): Promise<ModuleResult> {
  const names = (args.name ?? []).map((name) => name.trim()).filter((name) => name !== '');
  const option = names.find((name) => name.startsWith('-'));
  if (option !== undefined) throw new ModuleFailure(`pacman: '${option}' cannot be the name of a package`);
  const state = await readPacman(context, args, names);
  return args.state === 'absent' || args.state === 'removed'
    ? remove(context, { args, before, state })
    : install(context, { args, before, state });
}

interface Task extends Wanted {
  readonly state: PacmanState;
}

async function install(context: ModuleContext, { args, before, state }: Task): Promise<ModuleResult> {
  const wanted = toInstall(state, args);
  const others = withOtherReason(state, args);
  if (wanted.length + others.length === 0)
    return { changed: false, packages: [], ...printed(...before), msg: 'they are installed' };
  const extra = optionWords(args.extra_args);
  const calls = [
    { verb: '--sync', names: wanted.filter((name) => !isFile(name)) },
    { verb: '--upgrade', names: wanted.filter(isFile) },
  ].filter(({ names }) => names.length > 0);
  const planned = new Map<string, string>();
  for (const { verb, names } of calls) {
    const { plan } = await read(context, {
      plan: pacman(args, [verb, '--print-format', '%n %v', ...extra, '--', ...names]),
    });
    for (const [name, version] of versionsByName(succeeded(plan, args).stdout)) planned.set(name, version);
  }
  const packages = [...new Set([...planned.keys(), ...others])].sort();
  const told = {
    changed: true,
    packages,
    ...(context.diffMode ? { diff: installDiff({ args, before, state }, { packages, planned }) } : {}),
  };
  if (context.checkMode) return { ...told, msg: 'packages would be installed' };
  const reason = args.reason === undefined ? [] : [reasonFlags[args.reason]];
  const fresh = wanted.some((name) => !state.installed.has(name)) ? reason : [];
  const scripts = [
    ...calls.map(({ verb, names }) => [
      verb,
      '--noconfirm',
      '--noprogressbar',
      '--needed',
      ...fresh,
      ...extra,
      '--',
      ...names,
    ]),
    ...(others.length === 0 ? [] : [['--database', ...reason, '--', ...others]]),
  ];
  const outputs: Captured[] = [];
  for (const words of scripts) outputs.push(await runPacman(context, { args, words }));
  return { ...told, ...printed(...before, ...outputs), msg: 'packages were installed' };
}

const reasonFlags = { dependency: '--asdeps', explicit: '--asexplicit' } as const;

function installDiff(
  { args, state }: Task,
  {
    packages,
    planned,
  }: { readonly packages: readonly string[]; readonly planned: ReadonlyMap<string, string> },
): { readonly before: string; readonly after: string } {
  const isOther = new Set(withOtherReason(state, args));
  const before = packages.flatMap((name) => {
    const version = state.installed.get(name);
    return version === undefined ? [] : [`${name}-${version}-${reasonOf(state, name)}\n`];
  });
  const after = packages.map((name) => {
    const had = state.installed.get(name);
    const kept = had === undefined || isOther.has(name) ? args.reason : reasonOf(state, name);
    const version = planned.get(name) ?? had ?? '';
    return `${name}-${version}${kept === undefined ? '' : `-${kept}`}\n`;
  });
  return { before: before.join(''), after: after.join('') };
}

async function remove(context: ModuleContext, { args, before, state }: Task): Promise<ModuleResult> {
  const wanted = [...state.meant.values()].flat().filter((name) => state.installed.has(name));
  if (wanted.length === 0)
    return { changed: false, packages: [], ...printed(...before), msg: 'they are not installed' };
  const options = [
    ...(args.force ? ['--nodeps', '--nodeps'] : []),
    ...optionWords(args.extra_args),
    '--',
    ...wanted,
  ];
  const { plan } = await read(context, {
    plan: pacman(args, ['--remove', '--print-format', '%n-%v', ...options]),
  });
  const packages = [...succeeded(plan, args).stdout.matchAll(/^(\S+)$/gm)]
    .map(([, name = '']) => name)
    .sort();
  const diff = { before: packages.map((name) => `${name}\n`).join(''), after: '' };
  const told = { changed: true, packages, ...(context.diffMode ? { diff } : {}) };
  if (context.checkMode) return { ...told, msg: 'packages would be removed' };
  // pacman does not print a plan with --nosave.
  const nosave = args.remove_nosave ? ['--nosave'] : [];
  const words = ['--remove', '--noconfirm', '--noprogressbar', ...nosave, ...options];
  const output = await runPacman(context, { args, words });
  return { ...told, ...printed(...before, output), msg: 'packages were removed' };
}
