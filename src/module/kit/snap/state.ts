import { ModuleFailure, type ResultData } from '../../result.ts';
import { captured } from '../captured.ts';
import { quote } from '../quote.ts';
import { mapReading, noReading, type Reading, together } from '../reading.ts';

/** A snap that is installed. */
export interface InstalledSnap {
  readonly isActive: boolean;
}

/** What of the target counts for the snaps that are named. */
export interface SnapState {
  readonly installed: ReadonlyMap<string, InstalledSnap>;
  /** What each of them is configured to, by its name; none for those that nobody asked about or that are not there. */
  readonly settings: ReadonlyMap<string, ResultData>;
}

/** What is installed, and the settings of these. Parsing throws ModuleFailure where snap does not work. */
export function snapState(configured: readonly string[]): Reading<SnapState> {
  const settings = configured.map((name) => [name, settingsOf(name)] as const);
  return mapReading(
    together({
      list: captured('LC_ALL=C snap list </dev/null', 'command -v snap >/dev/null || exit 127'),
      settings: settings.length === 0 ? noReading({}) : together(Object.fromEntries(settings)),
    }),
    ({ list, settings: found }) => {
      if (list.rc === 127) throw new ModuleFailure("snap: there is no 'snap' on the target");
      if (list.rc !== 0) throw new ModuleFailure(`snap cannot list what is installed: ${list.stderr.trim()}`);
      return { installed: parseList(list.stdout), settings: new Map(Object.entries(found)) };
    },
  );
}

/** The table that `snap list` prints: a heading, then lines of the name first and the notes last. */
export function parseList(table: string): ReadonlyMap<string, InstalledSnap> {
  const rows = table.split('\n').slice(1);
  return new Map(
    rows.flatMap((row) => {
      const [name = '', ...columns] = row.trim().split(/\s+/);
      const notes = (columns.at(-1) ?? '').split(',');
      return name === '' ? [] : [[name, { isActive: !notes.includes('disabled') }] as const];
    }),
  );
}

function settingsOf(name: string): Reading<ResultData> {
  return mapReading(captured(`LC_ALL=C snap get -d ${quote(name)} </dev/null`), ({ rc, stdout }) =>
    rc === 0 ? parsedJson(stdout) : undefined,
  );
}

/** Undefined for what is no JSON. */
export function parsedJson(text: string): ResultData {
  try {
    return JSON.parse(text) as ResultData;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
