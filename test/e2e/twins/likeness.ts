import { withoutMoment } from './disk.ts';
import type { ModuleCases } from './module-cases.ts';
import { caseFolder, type Result, type Turn } from './turns.ts';

/** A place where the two programs came to something different. */
export interface Difference {
  readonly case: string;
  readonly turn: string;
  /** Keys from the result inward, or `disk` and a path. */
  readonly place: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Not part of what is promised: how the program was called, and warnings, which are each program's own. */
const hidden = new Set([
  'action',
  'invocation',
  'warnings',
  'deprecations',
  'exception',
  'module_stderr',
  'module_stdout',
  'discovered_interpreter_python',
]);

/** There in both, but of a time, a place or a program's own words. */
const volatile = new Set([
  'msg',
  'start',
  'end',
  'delta',
  'elapsed',
  'atime',
  'ctime',
  'mtime',
  'inode',
  'dev',
  'device_type',
  'version',
  'blocks',
  'date',
]);

/** What a failure may leave out: it says what went wrong, not how the file stands that it did not change. */
const aboutTheFile = new Set([
  ...['path', 'dest', 'src', 'state', 'uid', 'gid', 'owner', 'group', 'mode', 'size', 'checksum', 'md5sum'],
  ...['details', 'diff', 'exit_status', 'backup'],
]);

/** What the four turns of both programs have not in common. */
export function differences(
  { cases }: ModuleCases,
  { ours, theirs }: { readonly ours: readonly Turn[]; readonly theirs: readonly Turn[] },
): readonly Difference[] {
  return cases.flatMap((one) =>
    ours.flatMap((turn, at) => {
      const other = theirs[at];
      if (other === undefined) throw new Error(`no turn '${turn.name}' of the other program`);
      const disk = compare('disk', below(turn, one.index), below(other, one.index));
      const [own, their] = [turn.results[one.index], other.results[one.index]].map(comparable);
      const results = own === undefined || their === undefined ? [] : compareResults(own, their, turn.name);
      const places = [...results, ...disk];
      const isCompared = ({ place }: Place): boolean =>
        !one.except.some((except) => {
          const [excepted = '', inTurn = ''] = except.split(': ').reverse();
          return turn.name.startsWith(inTurn) && (place === excepted || place.startsWith(`${excepted}.`));
        });
      return named(one.name, turn.name, places.filter(isCompared));
    }),
  );
}

function named(name: string, turn: string, places: readonly Place[]): readonly Difference[] {
  return places.map((place) => ({ case: name, turn, ...place }));
}

/** A prediction and a failure may say more than Ansible's, which is often `changed` or `msg` alone. */
function compareResults(ours: Result, theirs: Result, turn: string): readonly Place[] {
  const { diff: ourDiff, ...own } = ours;
  const { diff: theirDiff, ...their } = theirs;
  const isFailure = own['failed'] === true && their['failed'] === true;
  return [...compare('', own, their), ...(isFailure ? [] : compareDiffs(ourDiff, theirDiff))].filter(
    ({ place, theirs: value }) =>
      !(isFailure && aboutTheFile.has(place)) &&
      !((isFailure || turn.startsWith('check')) && value === undefined),
  );
}

interface Part {
  readonly before: unknown;
  readonly after: unknown;
  readonly before_header: unknown;
  readonly after_header: unknown;
}

/** What theirs shows ours must show first; it may show more (of trees, and of attributes beside content). */
function compareDiffs(ours: unknown, theirs: unknown): readonly Place[] {
  const own = partsOf(ours);
  return partsOf(theirs).flatMap((part, index) => compare(`diff.${index}`, own[index], part));
}

function partsOf(diff: unknown): readonly Part[] {
  const parts = (Array.isArray(diff) ? diff : diff === undefined ? [] : [diff]) as readonly Partial<Part>[];
  return parts
    .map(({ before = '', after = '', before_header = '', after_header = '' }) => ({
      before,
      after,
      before_header,
      after_header,
    }))
    .map((part) => ({ ...part, before: withoutDefaults(part.before) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

/** Of what is not there yet Ansible sometimes shows the owner and mode that it is born with. */
function withoutDefaults(before: unknown): unknown {
  if (!isRecord(before) || before['state'] !== 'absent') return before;
  return { path: before['path'], state: before['state'] };
}

function below({ disk }: Turn, index: number): Record<string, unknown> {
  const folder = caseFolder(index);
  return Object.fromEntries([...disk].filter(([path]) => path === folder || path.startsWith(`${folder}/`)));
}

type Place = Omit<Difference, 'case' | 'turn'>;

function compare(place: string, ours: unknown, theirs: unknown): readonly Place[] {
  if (isRecord(ours) && isRecord(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    return keys.flatMap((key) => compare(place === '' ? key : `${place}.${key}`, ours[key], theirs[key]));
  }
  const isSame = theirs === temporary || JSON.stringify(ours) === JSON.stringify(theirs);
  return isSame ? [] : [{ place, ours, theirs }];
}

const temporary = '<temporary>';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A result without what depends on the moment. A status that is left out means false. */
export function comparable(result: Result | undefined): Result | undefined {
  if (result === undefined) return undefined;
  return { failed: false, skipped: false, changed: false, ...(normal(result) as Result) };
}

function normal(value: unknown): unknown {
  if (typeof value === 'string') {
    return /\/\.ansible\/tmp\/|ansible-local-/.test(value)
      ? temporary
      : withoutMoment(value)
          .replaceAll(/\/tmp\/tsplay-twins-\w+/g, '<project>')
          .replaceAll(/(<project>\/\w+\/)(?:ours|twin)\//g, '$1<host>/');
  }
  if (Array.isArray(value)) return inOrderOfPath(inOrderOfChange(value.map(normal)));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !hidden.has(key) && !key.startsWith('_ansible'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, volatile.has(key) ? presence(one) : normal(one)]),
  );
}

/** What is listed of a disk (find, archive) stands in its order with Ansible, in that of the names with tsplay. */
function inOrderOfPath(values: readonly unknown[]): readonly unknown[] {
  const pathOf = (value: unknown): unknown => (isRecord(value) ? value['path'] : value);
  const isListing = values.every(
    (value) => isPath(pathOf(value)) || (isRecord(value) && typeof pathOf(value) === 'string'),
  );
  return isListing ? values.toSorted((a, b) => (String(pathOf(a)) < String(pathOf(b)) ? -1 : 1)) : values;
}

/** Packages stand in the order of a hash with Ansible, in that of their names with tsplay. */
function inOrderOfChange(values: readonly unknown[]): readonly unknown[] {
  const isChange = (value: unknown): boolean => /^(Installed|Removed|Downloaded): /.test(String(value));
  const [changes, others] = [values.filter(isChange), values.filter((value) => !isChange(value))];
  return changes.length === 0 ? values : [...others, ...changes.toSorted()];
}

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('/');
}

function presence(value: unknown): string {
  if (value === '<there>' || value === '<null>' || value === '<empty>') return value;
  return value === null ? '<null>' : value === '' ? '<empty>' : '<there>';
}
