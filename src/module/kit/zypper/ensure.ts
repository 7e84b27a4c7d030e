import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { streams } from '../plain-output.ts';
import { mapReading, noReading, type Reading, read } from '../reading.ts';
import type { ZypperArguments } from './arguments.ts';
import {
  NO_PROGRAM,
  NOT_FOUND,
  optionWords,
  runZypper,
  type Zypper,
  zypperReading,
  zypperSearch,
} from './program.ts';
import { parseZypperRequests, type ZypperRequest } from './request.ts';
import { changesIn, changeText, complaintsIn, installedIn } from './summary.ts';

/** One task of the module zypper: the lists, then one transaction where there is something to change. */
export async function ensureZypper(context: ModuleContext, args: ZypperArguments): Promise<ModuleResult> {
  const names = args.name.flatMap((name) => name.split(',')).filter((name) => name.trim() !== '');
  const requests = parseZypperRequests(names);
  refuseContradictions(args, requests);
  const { zypper, installed } = await read(context, {
    zypper: zypperReading(args),
    installed: installedReading(args, requests),
  });
  if (zypper === undefined) throw new ModuleFailure("zypper: there is no 'zypper' on the target");
  if (args.update_cache && !context.checkMode) await runZypper(context, [...zypper.words, 'refresh']);
  const task = { name: names, rc: 0, state: args.state, update_cache: args.update_cache };
  const words = transactionWords(context, { args, requests, installed, zypper });
  if (words === undefined) return { changed: false, ...task, ...diffOf(context, '') };
  const { rc, stdout, stderr } = await runZypper(context, words);
  const changes = changesIn(stdout);
  return {
    changed: changes.length > 0,
    ...task,
    cmd: words,
    ...(changes.length === 0 ? {} : streams(stdout, stderr)),
    ...(rc === 0 ? {} : { msg: 'the machine should be started anew' }),
    ...diffOf(context, changeText(changes)),
  };
}

function diffOf(context: ModuleContext, prepared: string): ModuleResult {
  return context.diffMode ? { diff: { prepared } } : {};
}

const removes = ({ state }: ZypperArguments): boolean => state === 'absent' || state === 'removed';

function isEverything(requests: readonly ZypperRequest[]): boolean {
  const [only, ...others] = requests;
  return only?.kind === 'name' && only.name === '*' && others.length === 0;
}

function refuseContradictions(args: ZypperArguments, requests: readonly ZypperRequest[]): void {
  if (args.state === 'dist-upgrade' && !isEverything(requests))
    throw new ModuleFailure("zypper: dist-upgrade is of the whole system: name can only be '*'");
  if (!removes(args)) return;
  if (args.type === 'patch') throw new ModuleFailure('zypper: patches cannot be removed');
  const file = requests.find(({ kind }) => kind === 'file');
  if (file?.kind === 'file')
    throw new ModuleFailure(`zypper: '${file.place}' cannot be removed: name the package, not its file`);
}

/** The names among those of the task that are installed, as zypper has it: the database of rpm may be elsewhere. */
function installedReading(
  args: ZypperArguments,
  requests: readonly ZypperRequest[],
): Reading<ReadonlySet<string>> {
  const isAsked = args.state !== 'latest' && args.state !== 'dist-upgrade';
  const names = requests.flatMap((request) =>
    request.kind === 'name' && (removes(args) || request.version === '') ? [request.name] : [],
  );
  if (!isAsked || names.length === 0) return noReading(new Set());
  return mapReading(zypperSearch(args, names), ({ rc, stdout, stderr }) => {
    if (rc === 0 || rc === NOT_FOUND || rc === NO_PROGRAM) return installedIn(stdout);
    throw new ModuleFailure(`zypper cannot search: ${complaintsIn(stdout).join('\n') || stderr.trim()}`, {
      rc,
    });
  });
}

interface Situation {
  readonly args: ZypperArguments;
  readonly requests: readonly ZypperRequest[];
  readonly installed: ReadonlySet<string>;
  readonly zypper: Zypper;
}

/** The call that makes it so; undefined when it is so. */
function transactionWords(context: ModuleContext, situation: Situation): readonly string[] | undefined {
  const { args, requests, installed, zypper } = situation;
  const dry = context.checkMode ? ['--dry-run'] : [];
  const type = ['--type', args.type];
  if (removes(args)) {
    const gone = requests.flatMap((request) =>
      request.kind === 'name' && installed.has(request.name) ? [request.name + request.version] : [],
    );
    const options = [...(args.clean_deps ? ['--clean-deps'] : []), ...optionWords(args.extra_args)];
    return gone.length === 0 ? undefined : [...zypper.words, 'remove', ...type, ...dry, ...options, ...gone];
  }
  const program = [...zypper.words, ...(args.disable_gpg_check ? ['--no-gpg-checks'] : [])];
  if (args.state === 'dist-upgrade') {
    const vendors = args.allow_vendor_change ? ['--allow-vendor-change'] : [];
    return [
      ...program,
      'dist-upgrade',
      ...dry,
      ...changeOptions(args),
      ...vendors,
      ...optionWords(args.extra_args),
    ];
  }
  if (args.state === 'latest' && isEverything(requests)) {
    const verb = args.type === 'patch' ? ['patch'] : ['update', ...type];
    return [...program, ...verb, ...dry, ...changeOptions(args), ...optionWords(args.extra_args)];
  }
  const operands = operandsOf(situation);
  if (operands.length === 0) return undefined;
  const withVersion = requests.some((request) => request.kind === 'name' && request.version !== '');
  const options = changeOptions({ ...args, oldpackage: args.oldpackage || withVersion });
  return [
    ...program,
    'install',
    ...type,
    ...dry,
    ...options,
    ...optionWords(args.extra_args),
    '--',
    ...operands,
  ];
}

function operandsOf({ args, requests, installed }: Situation): readonly string[] {
  return requests.flatMap((request) => {
    if (request.kind === 'file') return [request.place];
    const { name, version, isRemoval } = request;
    const isSettled = args.state !== 'latest' && version === '' && installed.has(name) !== isRemoval;
    return isSettled ? [] : [`${isRemoval ? '-' : '+'}${name}${version}`];
  });
}

function changeOptions(args: ZypperArguments): readonly string[] {
  return [
    '--auto-agree-with-licenses',
    ...(args.disable_recommends ? ['--no-recommends'] : []),
    ...(args.force ? ['--force'] : []),
    ...(args.force_resolution ? ['--force-resolution'] : []),
    ...(args.oldpackage ? ['--oldpackage'] : []),
    ...(args.replacefiles ? ['--replacefiles'] : []),
  ];
}
