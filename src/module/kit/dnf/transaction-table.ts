import { parseEvr } from '../rpm/compare-versions.ts';
import { nevraOf, type RpmPackage } from '../rpm/installed-packages.ts';

/** What a transaction brings and takes away, each as `name-version-release.arch`. */
export interface Transaction {
  readonly installed: readonly string[];
  readonly removed: readonly string[];
}

/** The headings of the sections whose rows are packages; those of groups, modules and skipped packages are others. */
const heading =
  /^(Installing|Upgrading|Updating|Downgrading|Reinstalling|Removing|Obsoleting)\b(?!.*(?:Groups|Environment)).*:$/;

/**
 * The table that dnf, dnf5 and yum print of a transaction before they begin it.
 * @param before what is installed: an upgrade names only the package that comes
 */
export function parseTransactionTable(stdout: string, before: readonly RpmPackage[]): Transaction {
  const installed = new Set<string>();
  const removed = new Set<string>();
  for (const { verb, cells, replaced } of rowsOf(stdout)) {
    const [name = '', arch = '', evr = ''] = cells;
    const nevra = nevraOf({ name, arch, ...parseEvr(evr) });
    for (const text of replaced) removed.add(text);
    if (verb === 'Removing') removed.add(nevra);
    else installed.add(nevra);
    if (verb === 'Upgrading' || verb === 'Updating' || verb === 'Downgrading') {
      for (const old of before.filter((one) => one.name === name && one.arch === arch))
        removed.add(nevraOf(old));
    }
  }
  return { installed: [...installed].sort(), removed: [...removed].sort() };
}

interface Row {
  readonly verb: string;
  readonly cells: readonly string[];
  readonly replaced: readonly string[];
}

/** A row begins after one blank; what does not fit stands below it, further in, as does what the package replaces. */
function rowsOf(stdout: string): readonly Row[] {
  const rows: { verb: string; cells: string[]; replaced: string[] }[] = [];
  let verb: string | undefined;
  for (const line of stdout.split('\n')) {
    if (/^Transaction Summary/.test(line)) break;
    if (/^\S/.test(line)) {
      verb = heading.exec(line)?.[1];
      continue;
    }
    const cells = line.split(/\s+/).filter((cell) => cell !== '');
    if (verb === undefined || cells.length === 0) continue;
    const row = rows.at(-1);
    if (/^ \S/.test(line)) rows.push({ verb, cells, replaced: [] });
    else if (cells[0] === 'replacing') row?.replaced.push(replacedNevra(cells.slice(1)));
    else row?.cells.push(...cells);
  }
  return rows.filter(({ cells }) => cells.length > 3);
}

/** dnf and yum print `name.arch evr`, dnf5 a row with a cell for each. */
function replacedNevra([first = '', second = '', third]: readonly string[]): string {
  if (third !== undefined) return nevraOf({ name: first, arch: second, ...parseEvr(third) });
  const dot = first.lastIndexOf('.');
  return nevraOf({ name: first.slice(0, dot), arch: first.slice(dot + 1), ...parseEvr(second) });
}
