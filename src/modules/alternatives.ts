import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { type AlternativeGroup, alternativeGroup } from '../module/kit/alternatives/group.ts';
import { propertyDiff } from '../module/kit/diff.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure, type ResultData } from '../module/result.ts';

const spec = {
  name: { type: 'str', required: true, description: 'The generic name.' },
  path: { type: 'path', required: true, description: 'The program that the name can lead to.' },
  link: { type: 'path', description: 'Where the generic name is found; needed for a name that is new.' },
  priority: { type: 'int', description: 'The highest one is chosen by itself; 50 for a new path.' },
  state: {
    type: 'str',
    choices: ['present', 'selected', 'auto', 'absent'],
    default: 'selected',
    description: 'Known; known and chosen; known, and the best one is chosen; or forgotten.',
  },
  subcommands: {
    type: 'list',
    elements: 'dict',
    aliases: ['slaves'],
    options: {
      name: { type: 'str', required: true, description: 'The generic name.' },
      path: { type: 'path', required: true, description: 'What it leads to.' },
      link: { type: 'path', required: true, description: 'Where it is found.' },
    },
    description: 'Further links that follow the choice.',
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'alternatives',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Chooses which program a generic name leads to',
  args: spec,
  returns: {},
  examples: `
- name: Edit with vim
  community.general.alternatives:
    name: editor
    path: /usr/bin/vim.basic
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    refuseImpossible(args.name);
    const path = await expandPath(context, args.path);
    const { group, isThere } = await read(context, {
      group: alternativeGroup(args.name),
      isThere: textReading(`[ -e ${quotePath(path)} ]`, 'sets'),
    });
    const before = choiceOf(group, path);
    const wanted: Wanted = { args, path, group, before };
    const isNew = args.state !== 'absent' && needsInstalling(wanted);
    if (isNew && isThere === undefined) throw new ModuleFailure(`alternatives: ${path} is not there`);
    const scripts = [...(isNew ? [installScript(wanted)] : []), ...modeScripts(wanted, isNew)];
    const changed = scripts.length > 0;
    if (changed && !context.checkMode) {
      await runOrFail(context, `{ ${scripts.join(' && ')}; } </dev/null`, {
        failure: `alternatives: ${args.name} cannot be changed`,
      });
    }
    const diff = propertyDiff(before ?? (group === undefined ? {} : { state: 'absent' }), {
      ...(isNew ? installed(wanted) : {}),
      ...(changed ? { state: args.state === 'auto' ? 'present' : args.state } : {}),
    });
    return { changed, msg: changed ? said(args, path) : '', diff };
  },
});

function said({ name, state }: Arguments, path: string): string {
  switch (state) {
    case 'present':
      return `${name} can lead to ${path}`;
    case 'selected':
      return `${name} leads to ${path}`;
    case 'auto':
      return `${name} leads to the best path`;
    case 'absent':
      return `${name} no longer leads to ${path}`;
  }
}

interface Wanted {
  readonly args: Arguments;
  readonly path: string;
  readonly group: AlternativeGroup | undefined;
  readonly before: Choice | undefined;
}

/** One path of a group, in the words of the arguments. */
interface Choice extends Record<string, ResultData> {
  readonly link: string;
  readonly path: string;
  readonly priority: number;
  readonly state: string;
  readonly subcommands?: readonly Follower[];
}

interface Follower extends Record<string, ResultData> {
  readonly name: string;
  readonly link: string;
  readonly path: string;
}

function refuseImpossible(name: string): void {
  if (/^[^\s/-][^\s/]*$/.test(name)) return;
  throw new ModuleFailure(`alternatives: '${name}' cannot be a generic name`);
}

function choiceOf(group: AlternativeGroup | undefined, path: string): Choice | undefined {
  const choice = group?.choices.find((one) => one.path === path);
  if (group === undefined || choice === undefined) return undefined;
  const subcommands = group.followers.flatMap((follower, index): readonly Follower[] => {
    const target = choice.followers[index] ?? '';
    return target === '' ? [] : [{ ...follower, path: target }];
  });
  return {
    link: group.link,
    path,
    priority: choice.priority,
    state: group.isManual && group.current === path ? 'selected' : 'present',
    ...(subcommands.length === 0 ? {} : { subcommands }),
  };
}

/** The link of a group that is there is never another one. */
function needsInstalling({ args, before }: Wanted): boolean {
  if (before === undefined) return true;
  if (args.priority !== undefined && args.priority !== before.priority) return true;
  return args.subcommands !== undefined && shown(args.subcommands) !== shown(before.subcommands ?? []);
}

function shown(
  followers: readonly { readonly name: string; readonly link: string; readonly path: string }[],
): string {
  const lines = followers.map(({ name, link, path }) => [name, link, path]);
  return JSON.stringify(lines.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

function installed({ args, path, group, before }: Wanted): Readonly<Record<string, ResultData>> {
  const followers = args.subcommands ?? before?.subcommands ?? [];
  return {
    link: group?.link ?? args.link,
    path,
    priority: args.priority ?? before?.priority ?? 50,
    ...(followers.length === 0 ? {} : { subcommands: followers.map((one) => ({ ...one })) }),
  };
}

function installScript({ args, path, group, before }: Wanted): string {
  const link = group?.link ?? args.link;
  if (link === undefined) {
    throw new ModuleFailure(
      `alternatives: ${args.name} is not known yet: 'link' says where it shall be found`,
    );
  }
  const priority = String(args.priority ?? before?.priority ?? 50);
  const followers = (args.subcommands ?? before?.subcommands ?? []).flatMap((one) => [
    '--slave',
    one.link,
    one.name,
    one.path,
  ]);
  const words = ['--install', link, args.name, path, priority, ...followers];
  return `update-alternatives ${words.map(quote).join(' ')}`;
}

function modeScripts({ args, path, group, before }: Wanted, isNew: boolean): readonly string[] {
  const name = quote(args.name);
  switch (args.state) {
    case 'present':
      return [];
    case 'absent':
      return before === undefined ? [] : [`update-alternatives --remove ${name} ${quote(path)}`];
    case 'selected':
      return group?.current === path && !isNew ? [] : [`update-alternatives --set ${name} ${quote(path)}`];
    case 'auto':
      return group?.isManual === true ? [`update-alternatives --auto ${name}`] : [];
  }
}
