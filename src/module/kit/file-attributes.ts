import type { Value } from '../../values/types.ts';
import type { ArgumentSpec } from '../argument-spec.ts';
import { ModuleFailure } from '../result.ts';
import { applyMode, formatMode, type ModeRequest, parseMode } from './mode.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import type { FileStatus } from './status.ts';

const ofSingleFiles = 'it is set on single files alone: use the module file on those that need it';

/**
 * The arguments that every module that makes files shares. Here are those of one that makes many at once;
 * `fileArguments` are those of one that places a single file.
 */
export const fileAttributeArguments = {
  owner: { type: 'str', description: 'The user that owns the file, by name or number.' },
  group: { type: 'str', description: 'The group that owns the file, by name or number.' },
  mode: {
    type: 'raw',
    mode: true,
    description: "Permissions: octal (quoted: '0644'), or symbolic as chmod takes them (u=rw,g=r,o=r).",
  },
  attributes: {
    type: 'str',
    aliases: ['attr'],
    description: 'Flags of the file system (chattr). Not supported.',
    unsupported: ofSingleFiles,
  },
  seuser: { type: 'str', description: 'SELinux user. Not supported.', unsupported: ofSingleFiles },
  serole: { type: 'str', description: 'SELinux role. Not supported.', unsupported: ofSingleFiles },
  setype: { type: 'str', description: 'SELinux type. Not supported.', unsupported: ofSingleFiles },
  selevel: { type: 'str', description: 'SELinux level. Not supported.', unsupported: ofSingleFiles },
  unsafe_writes: {
    type: 'bool',
    default: false,
    description:
      'Where the file cannot be replaced (a bind mount), overwrite it in place instead of failing.',
  },
} as const satisfies ArgumentSpec;

/** Who shall own a file, and its mode, as the task says. */
export interface WantedAttributes {
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
  /** Octal text, a number or symbolic text; empty and null mean: leave it. */
  readonly mode?: Value | undefined;
}

/** What the target makes of the names in WantedAttributes; the umask of the task's user. */
export interface TargetIds {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly umask: number;
  /** In check mode: an owner that is not there may be one that an earlier task would have made. */
  readonly mayBeMade?: boolean;
}

/**
 * Looks up the wanted owner and group on the target, and its umask. The number of a name that is not there is undefined.
 * `seen` says that a status of the file was read before: names that it shows as the file's own are not looked up, and
 * the umask is asked for only where a file will be made or the mode may depend on it.
 */
export function idsOf(
  { owner, group, mode }: WantedAttributes,
  { seen = false, checkMode = false } = {},
): Reading<TargetIds> {
  const isFixed = typeof mode !== 'string' || /^[0-7]*$/.test(mode);
  return {
    script: [
      seen && isFixed ? '[ -n "$seen" ] || r=$(umask)' : 'r=$(umask)',
      ...idScript('u', owner, seen),
      ...idScript('g', group, seen),
    ].join('\n'),
    inline: 'sets',
    parse: ({ stdout }) => {
      const text = stdout.toString();
      const found = (kind: string): string => new RegExp(`^${kind} (.*)$`, 'm').exec(text)?.[1] ?? '';
      return {
        umask: Number.parseInt(/^[0-7]+/.exec(text)?.[0] ?? '', 8) || 0,
        mayBeMade: checkMode,
        uid: numberOf(found('u'), owner),
        gid: numberOf(found('g').split(':')[2] ?? found('g'), group),
      };
    },
  };
}

/** Shell text that adds a line to `$r`: `u` or `g` with a number, or for a group its line of the database. */
function idScript(kind: 'u' | 'g', name: string | undefined, seen: boolean): readonly string[] {
  if (name === undefined || name === '') return [];
  const word = quote(name);
  const lookup =
    kind === 'u'
      ? `own=$(id -u ${word} 2>/dev/null)`
      : `own=$(getent group ${word} 2>/dev/null) || own=$(grep ${quote(`^${escapeBasicRegex(name)}:`)} /etc/group)`;
  // stat prints numbers and UNKNOWN for ids without a name.
  const isTelling = seen && name !== 'UNKNOWN' && !/^\d+$/.test(name);
  return [
    isTelling
      ? `own=\${seen#*'\n${kind} '}; own=\${own%%'\n'*}
if [ "\${own#* }" = ${word} ]; then own=\${own%% *}; else ${lookup}; fi`
      : lookup,
    `r="$r\n${kind} $own"`,
  ];
}

function escapeBasicRegex(text: string): string {
  return text.replaceAll(/[.[\]*^$\\]/g, '\\$&');
}

function numberOf(found: string, wanted: string | undefined): number | undefined {
  if (/^\d+$/.test(found)) return Number(found);
  return wanted !== undefined && /^\d+$/.test(wanted) ? Number(wanted) : undefined;
}

export interface AttributeChange {
  readonly name: 'owner' | 'group' | 'mode';
  /** Numbers of users and groups; modes as text. */
  readonly before: string | number | undefined;
  readonly after: string | number;
}

/** What differs between a file's attributes and those wanted, and what to do about it. */
export interface AttributePlan {
  readonly changes: readonly AttributeChange[];
  /** To be set; undefined where it is right already or not asked for. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly mode: number | undefined;
}

export interface PlanInput {
  readonly wanted: WantedAttributes;
  readonly ids: TargetIds;
  /** What is there; undefined for what is about to be made. */
  readonly current: FileStatus | undefined;
  readonly isDirectory: boolean;
  /** Links have no mode of their own. */
  readonly isLink?: boolean;
}

/** Compares attributes. Throws ModuleFailure for an owner or group that the target does not know, and for a bad mode. */
export function planAttributes({
  wanted,
  ids,
  current,
  isDirectory,
  isLink = false,
}: PlanInput): AttributePlan {
  const changes: AttributeChange[] = [];
  // What is not there yet is chowned by nobody in check mode: that it will be made is all that is predicted.
  const isPredicted = ids.mayBeMade === true && current === undefined;
  const uid = isPredicted ? ids.uid : wantedId('user', wanted.owner, ids.uid);
  const gid = isPredicted ? ids.gid : wantedId('group', wanted.group, ids.gid);
  const newMode = isLink ? undefined : wantedMode({ wanted, ids, current, isDirectory });
  if (uid !== undefined && uid !== current?.uid) {
    changes.push({ name: 'owner', before: current?.uid, after: uid });
  }
  if (gid !== undefined && gid !== current?.gid) {
    changes.push({ name: 'group', before: current?.gid, after: gid });
  }
  if (newMode !== undefined && newMode !== current?.mode) {
    changes.push({
      name: 'mode',
      before: current === undefined ? undefined : formatMode(current.mode),
      after: formatMode(newMode),
    });
  }
  const isChanged = (name: AttributeChange['name']): boolean =>
    changes.some((change) => change.name === name);
  // chown takes setuid and setgid away: a mode with them is set again, although it is right before.
  const isLost = (isChanged('owner') || isChanged('group')) && ((newMode ?? 0) & 0o6000) !== 0;
  return {
    changes,
    uid: isChanged('owner') ? uid : undefined,
    gid: isChanged('group') ? gid : undefined,
    mode: isChanged('mode') || isLost ? newMode : undefined,
  };
}

function wantedId(
  kind: 'user' | 'group',
  name: string | undefined,
  id: number | undefined,
): number | undefined {
  if (name === undefined || name === '') return undefined;
  if (id === undefined) throw new ModuleFailure(`there is no ${kind} '${name}' on the target`);
  return id;
}

/** The mode that is asked for, as bits; undefined when none is. */
export function wantedMode({
  wanted,
  ids,
  current,
  isDirectory,
}: Omit<PlanInput, 'isLink'>): number | undefined {
  const request = modeRequest(wanted.mode);
  if (request === undefined) return undefined;
  const mode = current?.mode ?? (isDirectory ? 0o777 : 0o666) & ~ids.umask;
  return applyMode(request, { mode, isDirectory, umask: ids.umask });
}

/** The mode argument parsed; undefined when there is none. Throws ModuleFailure for what is no mode. */
export function modeRequest(mode: Value | undefined): ModeRequest | undefined {
  if (mode === undefined || mode === null || mode === '') return undefined;
  const request = typeof mode === 'string' || typeof mode === 'number' ? parseMode(mode) : undefined;
  if (request === undefined) {
    throw new ModuleFailure(
      `the mode ${JSON.stringify(mode)} is neither octal ('0644') nor symbolic ('u=rw,g=r')`,
    );
  }
  return request;
}

/** Shell text that carries a plan out on a path given as a shell word; empty when there is nothing to do. */
export function attributeScript(plan: AttributePlan, word: string, { isLink = false } = {}): string {
  const owner = plan.uid === undefined ? '' : String(plan.uid);
  const group = plan.gid === undefined ? '' : `:${plan.gid}`;
  const flag = isLink ? '-h ' : '';
  // Ownership first: chown takes setuid and setgid away.
  return [
    owner === '' && group === '' ? '' : `chown ${flag}${owner}${group} ${word} || exit 1`,
    plan.mode === undefined ? '' : `chmod ${plan.mode.toString(8).padStart(4, '0')} ${word} || exit 1`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** The keys that modules report of a file: owner, group, mode, size, uid, gid, state. */
export function statusKeys(status: FileStatus): Readonly<Record<string, string | number>> {
  return {
    uid: status.uid,
    gid: status.gid,
    owner: status.owner ?? String(status.uid),
    group: status.group ?? String(status.gid),
    mode: formatMode(status.mode),
    size: status.size,
    state:
      status.kind === 'directory' || status.kind === 'link'
        ? status.kind
        : status.links > 1
          ? 'hard'
          : 'file',
  };
}
