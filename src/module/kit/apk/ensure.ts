import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../../result.ts';
import type { Captured } from '../captured.ts';
import { streams } from '../plain-output.ts';
import type { ApkArguments } from './arguments.ts';
import { packagesIn, runApk } from './program.ts';
import { type ApkRequest, type ApkState, parseApkRequests, readApk } from './state.ts';

/** One task of the module apk: the lists, then an upgrade or packages. */
export async function ensureApk(context: ModuleContext, args: ApkArguments): Promise<ModuleResult> {
  const requests = parseApkRequests(args.name ?? []);
  const isListOnly = requests.length === 0 && !args.upgrade;
  if (args.update_cache && (isListOnly || !context.checkMode)) {
    const lists = await refresh(context, args);
    if (isListOnly) return lists;
  }
  if (args.upgrade) return upgrade(context, args);
  if (requests.length === 0) return { changed: false, msg: 'no package is named' };
  const state = await readApk(context, args, requests);
  return args.state === 'absent' || args.state === 'removed'
    ? remove(context, { args, requests, state })
    : install(context, { args, requests, state });
}

/** Whether there is anything new is not to be known: it counts as a change. */
async function refresh(context: ModuleContext, args: ApkArguments): Promise<ModuleResult> {
  if (context.checkMode) return { changed: true, msg: 'the lists would be fetched' };
  const output = await runApk(context, { args, words: ['update'] });
  return { changed: true, msg: 'the lists are fetched', ...streams(output.stdout, output.stderr) };
}

const simulate = ({ checkMode }: ModuleContext): readonly string[] => (checkMode ? ['--simulate'] : []);

async function upgrade(context: ModuleContext, args: ApkArguments): Promise<ModuleResult> {
  const available = args.available ? ['--available'] : [];
  const words = ['upgrade', ...available, ...simulate(context)];
  const output = await runApk(context, { args, words });
  const changed = packagesIn(output.stdout).length > 0;
  return {
    changed,
    msg: changed ? 'packages were upgraded' : 'nothing is to be upgraded',
    ...told(output),
  };
}

function told({ stdout, stderr }: Captured): Readonly<Record<string, ResultData>> {
  return { ...streams(stdout, stderr), packages: packagesIn(stdout) };
}

interface Task {
  readonly args: ApkArguments;
  readonly requests: readonly ApkRequest[];
  readonly state: ApkState;
}

/** What is there only because others need it is not there for good: it comes into the world file. */
async function install(context: ModuleContext, { args, requests, state }: Task): Promise<ModuleResult> {
  const { world } = state;
  if (world === undefined) throw new ModuleFailure(`apk: the world file ${args.world} cannot be read`);
  const isWanted = ({ text, name }: ApkRequest): boolean =>
    world.some((one) => one.text === text || (text === name && one.name === name));
  const missing = requests.filter((request) => !isWanted(request) || !state.installed.has(request.text));
  const outdated = requests.filter(
    (request) => !missing.includes(request) && state.outdated.has(request.name),
  );
  const names = [...missing, ...outdated].map(({ text }) => text);
  if (names.length === 0) return { changed: false, msg: 'they are installed' };
  const words = ['add', ...(outdated.length > 0 ? ['--upgrade'] : []), ...simulate(context), ...names];
  const output = await runApk(context, { args, words });
  return { changed: true, msg: `installed: ${names.join(' ')}`, ...told(output) };
}

async function remove(context: ModuleContext, { args, requests, state }: Task): Promise<ModuleResult> {
  const gone = requests.filter(({ text }) => state.installed.has(text)).map(({ name }) => name);
  if (gone.length === 0) return { changed: false, msg: 'they are not installed' };
  const output = await runApk(context, { args, words: ['del', '--purge', ...simulate(context), ...gone] });
  const packages = packagesIn(output.stdout);
  const left = gone.filter((name) => !packages.includes(name));
  if (left.length > 0)
    throw new ModuleFailure(`others need what was to go: ${left.join(', ')}`, told(output));
  return { changed: true, msg: `removed: ${gone.join(' ')}`, ...told(output) };
}
