import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { type Reading, read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';

const spec = {
  path: { type: 'path', required: true, aliases: ['name'], description: 'The file or directory.' },
  state: {
    type: 'str',
    choices: ['absent', 'present', 'query'],
    default: 'query',
    description: 'Whether there is such an entry; query only tells what there is.',
  },
  etype: {
    type: 'str',
    choices: ['group', 'mask', 'other', 'user'],
    description: 'Whom the entry is for.',
  },
  entity: { type: 'str', default: '', description: 'The user or group, by name or number.' },
  permissions: { type: 'str', description: 'r, w, x and X: x for directories and programs alone.' },
  default: { type: 'bool', default: false, description: 'The entry is for what is made in the directory.' },
  entry: { type: 'str', description: 'All of it in one: user:joe:rw. Older playbooks have that.' },
  follow: { type: 'bool', default: true, description: 'Of a link, take what it leads to.' },
  recursive: {
    type: 'bool',
    default: false,
    aliases: ['recurse'],
    description: 'All that is in the directory, too.',
  },
  recalculate_mask: {
    type: 'str',
    choices: ['default', 'mask', 'no_mask'],
    default: 'default',
    description: 'Whether the mask is reckoned anew: when none is given, always, or never.',
  },
  use_nfsv4_acls: { type: 'bool', default: false, description: 'The access lists are those of NFS 4.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'acl',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Lets single users and groups into files, with getfacl and setfacl',
  args: spec,
  returns: { acl: 'The entries there are then.', msg: 'What there is.' },
  examples: `
- name: Let the log collector read the log
  ansible.posix.acl:
    path: /var/log/app.log
    etype: user
    entity: collector
    permissions: r
    state: present
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const entry = entryOf(args);
    const path = await expandPath(context, args.path);
    const change = changeWords(args, entry);
    const list = listing(args, entry, path);
    const { kind, rehearsed, acl } = await read(context, {
      kind: textReading(
        `if [ -d ${quotePath(path)} ]; then r=directory; else [ -e ${quotePath(path)} ] && r=file; fi`,
        'sets',
      ),
      rehearsed: rehearsal(change, path),
      acl: list,
    });
    if (kind === undefined) throw new ModuleFailure(`${path} is not there`);
    if (kind === 'file' && entry?.isDefault === true) {
      throw new ModuleFailure(`${path} is a file: default entries are of directories`);
    }
    const msg = entry === undefined ? 'the entries there are' : `${textOf(entry)} is ${args.state}`;
    const changed = rehearsed();
    if (!changed || context.checkMode) return { changed, msg, acl: acl() };
    await runOrFail(context, `setfacl ${change.map(quote).join(' ')} -- ${quotePath(path)}`, {
      failure: `the entries of ${path} cannot be changed`,
    });
    const after = await read(context, { acl: list });
    return { changed, msg, acl: after.acl() };
  },
});

interface Entry {
  readonly isDefault: boolean;
  readonly etype: string;
  readonly entity: string;
  readonly permissions: string | undefined;
}

/** The entry that shall be there or not; undefined for a query. */
function entryOf(args: Arguments): Entry | undefined {
  const { state, etype, entity, permissions } = args;
  if (state === 'query') {
    if (args.entry !== undefined) throw new ModuleFailure('acl: a query takes no entry');
    if (args.recursive) throw new ModuleFailure('acl: a query is of one file: it cannot be recursive');
    if (args.recalculate_mask !== 'default') {
      throw new ModuleFailure('acl: a query reckons no mask anew');
    }
    return undefined;
  }
  if (args.entry !== undefined) return writtenEntry(args, args.entry);
  if (etype === undefined) throw new ModuleFailure(`acl: state=${state} needs an etype`);
  if (state === 'absent' && permissions !== undefined) {
    throw new ModuleFailure('acl: an entry goes with all its permissions: give none');
  }
  if (state === 'absent' && entity === '') throw new ModuleFailure('acl: state=absent needs an entity');
  refuseUnclear([entity, permissions ?? '']);
  return { isDefault: args.default, etype, entity, permissions };
}

function writtenEntry({ state, ...args }: Arguments, written: string): Entry {
  if (args.etype !== undefined || args.entity !== '' || args.permissions !== undefined) {
    throw new ModuleFailure('acl: entry stands for entity, etype and permissions: give one or the other');
  }
  const parts = written.split(':');
  const isDefault = parts.length > (state === 'absent' ? 2 : 3) && /^d(efault)?$/.test(parts[0] ?? '');
  const [etype = '', entity, permissions, ...more] = isDefault ? parts.slice(1) : parts;
  const isWhole =
    entity !== undefined && more.length === 0 && (state === 'absent' || permissions !== undefined);
  const word = { u: 'user', g: 'group', m: 'mask', o: 'other' }[etype] ?? etype;
  if (!isWhole || !['user', 'group', 'mask', 'other'].includes(word)) {
    throw new ModuleFailure(`acl: '${written}' is no entry like user:joe:rw or default:group:adm:r`);
  }
  refuseUnclear([entity, permissions ?? '']);
  return {
    isDefault: isDefault || args.default,
    etype: word,
    entity,
    permissions: state === 'absent' ? undefined : permissions,
  };
}

/** setfacl takes several entries in one word, and more parts. */
function refuseUnclear(parts: readonly string[]): void {
  const bad = parts.find((part) => /[,:\s]/.test(part));
  if (bad !== undefined) throw new ModuleFailure(`acl: '${bad}' cannot be part of an entry`);
}

function textOf({ etype, entity, permissions }: Entry): string {
  return [etype, entity, ...(permissions === undefined ? [] : [permissions])].join(':');
}

/** What setfacl is told before the path; nothing for a query. */
function changeWords(args: Arguments, entry: Entry | undefined): readonly string[] {
  if (entry === undefined) return [];
  const allowed = args.use_nfsv4_acls && entry.permissions !== undefined ? ':allow' : '';
  return [
    ...(args.recalculate_mask === 'mask' ? ['--mask'] : []),
    ...(args.recalculate_mask === 'no_mask' ? ['--no-mask'] : []),
    ...(args.recursive ? ['--recursive'] : []),
    ...(args.follow ? [] : ['--physical']),
    ...(entry.isDefault ? ['-d'] : []),
    entry.permissions === undefined ? '-x' : '-m',
    `${textOf(entry)}${allowed}`,
  ];
}

/** Whether setfacl would change something: of each file it says what the entries would be, or `*` for as they are. */
function rehearsal(change: readonly string[], path: string): Reading<() => boolean> {
  return {
    script:
      change.length === 0
        ? ''
        : `LC_ALL=C setfacl --test ${change.map(quote).join(' ')} -- ${quotePath(path)} 2>&1`,
    parse: ({ stdout, rc }) => {
      const text = stdout.toString();
      return () => {
        if (rc !== 0) throw new ModuleFailure(refusal('setfacl', rc, text), { rc });
        return /: (?!\*,\*$)\S+$/m.test(text);
      };
    },
  };
}

function listing(args: Arguments, entry: Entry | undefined, path: string): Reading<() => readonly string[]> {
  const words = [
    ...['--omit-header', '--absolute-names'],
    ...(args.recursive ? ['--recursive'] : []),
    ...(args.follow ? [] : ['--physical']),
    ...((entry?.isDefault ?? args.default) ? ['-d'] : []),
  ];
  return {
    script: `LC_ALL=C getfacl ${words.join(' ')} -- ${quotePath(path)} 2>&1`,
    parse: ({ stdout, rc }) => {
      const text = stdout.toString();
      return () => {
        if (rc !== 0) throw new ModuleFailure(refusal('getfacl', rc, text), { rc });
        return text
          .replace(/\n+$/, '')
          .split('\n')
          .filter((line, _, all) => line !== '' || all.length > 1);
      };
    },
  };
}

function refusal(program: string, rc: number, said: string): string {
  return rc === 127
    ? `the target has no ${program}: it comes with the package acl`
    : `${program} refuses: ${said.trim()}`;
}
