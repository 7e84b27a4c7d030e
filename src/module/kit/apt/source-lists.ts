import { quotePath } from '../paths.ts';
import type { Reading } from '../reading.ts';

/** A file of apt's one-line sources. */
export interface SourceList {
  readonly path: string;
  readonly text: string;
}

const mainList = '/etc/apt/sources.list';
export const listFolder = '/etc/apt/sources.list.d';

/** All the lists that apt reads, the main one first. Their names and contents hold no NUL. */
export const sourceLists: Reading<readonly SourceList[]> = {
  script: `for f in ${mainList} ${quotePath(listFolder)}/*.list; do
  if [ -f "$f" ]; then printf '%s\\0' "$f"; cat < "$f"; printf '\\0'; fi
done`,
  inline: 'prints',
  parse: ({ stdout }) => {
    const parts = stdout.toString().split('\0');
    const lists: SourceList[] = [];
    for (let index = 0; index + 1 < parts.length; index += 2) {
      lists.push({ path: parts[index] ?? '', text: parts[index + 1] ?? '' });
    }
    return lists;
  },
};

interface SourceLine {
  readonly isEnabled: boolean;
  /** With one blank between words, and without the remark. */
  readonly source: string;
}

/** A line of a list as a source: `deb [options] URI suite components # remark`, which a # in front switches off. */
export function parseSourceLine(line: string): SourceLine | undefined {
  const match = /^\s*(#*)\s*((?:deb|deb-src)\s[^#]*?)\s*(?:#.*)?$/.exec(line);
  if (match === null) return undefined;
  const source = (match[2] ?? '').split(/\s+/).join(' ');
  const [, uri = '', ...suites] = source.replace(/ \[[^\]]*\]/, '').split(' ');
  return uri === '' || suites.length === 0 ? undefined : { isEnabled: match[1] === '', source };
}

export interface ListChange {
  readonly path: string;
  /** Undefined where there is no file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What makes a source stand in one of the lists: nothing, switching it on where it stands, or a line in `target`. */
export function addSource(
  lists: readonly SourceList[],
  source: string,
  target: string,
): readonly ListChange[] {
  const places = placesOf(lists, source);
  if (places.some(({ isEnabled }) => isEnabled)) return [];
  const off = places[0];
  if (off !== undefined) {
    const lines = off.list.text.split('\n');
    const after = lines.with(off.index, (lines[off.index] ?? '').replace(/^[\s#]+/, '')).join('\n');
    return [{ path: off.list.path, before: off.list.text, after }];
  }
  const before = lists.find(({ path }) => path === target)?.text;
  const start =
    before === undefined || before === '' || before.endsWith('\n') ? (before ?? '') : `${before}\n`;
  return [{ path: target, before, after: `${start}${source}\n` }];
}

/** What takes a source out of all the lists. One in the folder that has nothing else in it goes. */
export function removeSource(lists: readonly SourceList[], source: string): readonly ListChange[] {
  return lists.flatMap((list): readonly ListChange[] => {
    const enabled = placesOf([list], source).filter(({ isEnabled }) => isEnabled);
    if (enabled.length === 0) return [];
    const gone = new Set(enabled.map(({ index }) => index));
    const after = list.text
      .split('\n')
      .filter((_, index) => !gone.has(index))
      .join('\n');
    const isEmpty = after.trim() === '' && list.path !== mainList;
    return [{ path: list.path, before: list.text, after: isEmpty ? undefined : after }];
  });
}

interface SourcePlace {
  readonly list: SourceList;
  readonly index: number;
  readonly isEnabled: boolean;
}

function placesOf(lists: readonly SourceList[], source: string): readonly SourcePlace[] {
  return lists.flatMap((list) =>
    list.text.split('\n').flatMap((line, index): readonly SourcePlace[] => {
      const parsed = parseSourceLine(line);
      return parsed?.source === source ? [{ list, index, isEnabled: parsed.isEnabled }] : [];
    }),
  );
}

/**
 * The name that Ansible gives a list after the URI of its source, without password and scheme:
 * `http://deb.example.org/debian` is `deb_example_org_debian`.
 */
export function listNameOf(source: string): string {
  const uri = source.replace(/ \[[^\]]*\]/, '').split(' ')[1] ?? '';
  return uri
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '');
}
