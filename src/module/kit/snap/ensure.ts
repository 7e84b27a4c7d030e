import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';
import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../../result.ts';
import { streams } from '../plain-output.ts';
import { quote } from '../quote.ts';
import { read } from '../reading.ts';
import { type ProgramOutput, runOrFail } from '../run-or-fail.ts';
import { shownWord } from '../shown-word.ts';
import { missingOptions, parseOption, type SnapOption } from './options.ts';
import { type SnapState, snapState } from './state.ts';

export const snapArguments = {
  name: { type: 'list', elements: 'str', required: true, description: 'The snaps.' },
  state: {
    type: 'str',
    choices: ['absent', 'present', 'enabled', 'disabled'],
    default: 'present',
    description: 'What should be with them.',
  },
  classic: {
    type: 'bool',
    default: false,
    description: 'Let them reach the whole system, as some need to.',
  },
  channel: {
    type: 'str',
    default: 'stable',
    description: 'Where new ones come from. One that is there stays in its own.',
  },
  options: {
    type: 'list',
    elements: 'str',
    description: 'Settings of active snaps: key=value for all of them, snap:key=value for one.',
  },
} as const satisfies ArgumentSpec;

export type SnapArguments = ArgumentsOf<typeof snapArguments>;

/** One task of the module snap: the snaps, then their settings. */
export async function ensureSnaps(context: ModuleContext, args: SnapArguments): Promise<ModuleResult> {
  const names = [...new Set(args.name.flatMap((name) => name.split(',')).map((name) => name.trim()))].filter(
    (name) => name !== '',
  );
  const refused = names.find((name) => /^-|[\s\p{Cc}]/u.test(name));
  if (refused !== undefined) throw new ModuleFailure(`snap: '${refused}' cannot be the name of a snap`);
  const options = (args.options ?? []).map(parseOption);
  const stray = options.find(({ snap }) => snap !== undefined && !names.includes(snap));
  if (stray !== undefined) throw new ModuleFailure(`snap: '${stray.snap}' has an option, but is not in name`);
  const withSettings = options.length > 0 && args.state === 'present' ? names : [];
  const { state } = await read(context, { state: snapState(withSettings) });
  const affected = names.filter((name) => needsChange(state, name, args.state));
  const settings = settingCalls(state, { names, affected, options, isWanted: withSettings.length > 0 });
  const calls = [...changeCalls(args, affected), ...settings.calls];
  const origin = args.state === 'present' ? { channel: args.channel, classic: args.classic } : {};
  const printed = context.checkMode ? {} : await carryOut(context, { calls, data: origin });
  return {
    changed: calls.length > 0,
    ...origin,
    ...(affected.length === 0 ? {} : { [resultKeys[args.state]]: affected }),
    ...(settings.changed.length === 0 ? {} : { options_changed: settings.changed }),
    ...printed,
  };
}

const resultKeys = {
  present: 'snaps_installed',
  absent: 'snaps_removed',
  enabled: 'snaps_enabled',
  disabled: 'snaps_disabled',
} as const;

/** What is not installed can be neither enabled nor disabled, and stays so. */
function needsChange({ installed }: SnapState, name: string, wanted: SnapArguments['state']): boolean {
  const snap = installed.get(name);
  switch (wanted) {
    case 'present':
      return snap === undefined;
    case 'absent':
      return snap !== undefined;
    case 'enabled':
      return snap?.isActive === false;
    case 'disabled':
      return snap?.isActive === true;
  }
}

const verbs = { present: 'install', absent: 'remove', enabled: 'enable', disabled: 'disable' } as const;

/** Options of an installation are for one snap at a time: snap refuses several then. */
function changeCalls(args: SnapArguments, names: readonly string[]): readonly (readonly string[])[] {
  if (names.length === 0) return [];
  const options =
    args.state !== 'present'
      ? []
      : [
          ...(args.classic ? ['--classic'] : []),
          ...(args.channel === 'stable' ? [] : [`--channel=${args.channel}`]),
        ];
  const groups = options.length === 0 ? [names] : names.map((name) => [name]);
  return groups.map((group) => ['snap', verbs[args.state], ...options, ...group]);
}

interface SettingRequest {
  readonly names: readonly string[];
  readonly affected: readonly string[];
  readonly options: readonly SnapOption[];
  readonly isWanted: boolean;
}

/** Only active snaps are configured; those that are new are. */
function settingCalls(
  state: SnapState,
  { names, affected, options, isWanted }: SettingRequest,
): { readonly calls: readonly (readonly string[])[]; readonly changed: readonly string[] } {
  if (!isWanted) return { calls: [], changed: [] };
  const missing = names
    .filter((name) => affected.includes(name) || state.installed.get(name)?.isActive === true)
    .map((name) => ({ name, options: missingOptions(name, options, state) }))
    .filter((each) => each.options.length > 0);
  const words = (each: readonly SnapOption[]): readonly string[] =>
    each.map(({ key, value }) => `${key}=${value}`);
  return {
    calls: missing.map((each) => ['snap', 'set', each.name, ...words(each.options)]),
    changed: missing.flatMap((each) => words(each.options).map((word) => `${each.name}:${word}`)),
  };
}

/** One after the other, until one fails. */
async function carryOut(
  context: ModuleContext,
  {
    calls,
    data,
  }: {
    readonly calls: readonly (readonly string[])[];
    readonly data: Readonly<Record<string, ResultData>>;
  },
): Promise<Readonly<Record<string, ResultData>>> {
  if (calls.length === 0) return {};
  const outputs: ProgramOutput[] = [];
  for (const words of calls) {
    const failure = `snap cannot ${words[1] ?? ''} ${words[2] ?? ''}`;
    const script = `LC_ALL=C ${words.map(quote).join(' ')} </dev/null`;
    outputs.push(await runOrFail(context, script, { failure, data }));
  }
  const joined = (key: 'stdout' | 'stderr'): string => outputs.map((output) => output[key]).join('');
  const cmd = calls.map((words) => words.map(shownWord).join(' ')).join('; ');
  return { cmd, rc: 0, ...streams(joined('stdout'), joined('stderr')) };
}
