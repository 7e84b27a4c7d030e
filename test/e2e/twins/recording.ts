import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FileOnDisk } from './disk.ts';
import { comparable } from './likeness.ts';
import { casesFolder, type ModuleCases } from './module-cases.ts';
import type { Result, Turn } from './turns.ts';

/** What the oracle came to: playing it takes minutes, and not everybody has it. */
interface Recording {
  /** Of the cases as they were played. */
  readonly digest: string;
  readonly turns: readonly RecordedTurn[];
}

interface RecordedTurn {
  readonly name: string;
  readonly results: readonly (Result | undefined)[];
  /** Left out when it is that of the turn before. */
  readonly disk?: Readonly<Record<string, FileOnDisk>>;
}

/** The turns that Ansible played, if these very cases were recorded. */
export function readRecording(cases: ModuleCases): readonly Turn[] | undefined {
  const path = pathOf(cases);
  const recording = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Recording) : undefined;
  if (recording?.digest !== digestOf(cases)) return undefined;
  let disk: ReadonlyMap<string, FileOnDisk> = new Map();
  return recording.turns.map((turn) => {
    disk = turn.disk === undefined ? disk : new Map(Object.entries(turn.disk));
    return { name: turn.name, results: turn.results.map((result) => result ?? {}), disk };
  });
}

export function writeRecording(cases: ModuleCases, turns: readonly Turn[]): void {
  let last = '';
  const recorded = turns.map(({ name, results, disk }): RecordedTurn => {
    const files = Object.fromEntries(disk);
    const text = JSON.stringify(files);
    const isNew = text !== last;
    last = text;
    const kept = results.map((result, index) => {
      const { name: title, except } = cases.cases[index] ?? {};
      // A host that was lost before it: the case would be compared with nothing.
      if (result === undefined) throw new Error(`${cases.module}: nothing came of '${title}' in '${name}'`);
      return withoutExcepted(comparable(result), except);
    });
    return { name, results: kept, ...(isNew ? { disk: files } : {}) };
  });
  const recording: Recording = { digest: digestOf(cases), turns: recorded };
  writeFileSync(pathOf(cases), `${JSON.stringify(recording, undefined, 1)}\n`);
}

/** What is never compared is not kept either: the properties of a unit are hundreds of lines. */
function withoutExcepted(result: Result | undefined, except: readonly string[] = []): Result | undefined {
  if (result === undefined) return undefined;
  return Object.fromEntries(Object.entries(result).filter(([key]) => !except.includes(key)));
}

function digestOf({ before, files, cases }: ModuleCases): string {
  const played = [before, files, cases.map((one) => [one.name, one.before, one.task])];
  return createHash('sha256').update(JSON.stringify(played)).digest('hex').slice(0, 16);
}

function pathOf({ module }: ModuleCases): string {
  return `${casesFolder}/${module}.recorded.json`;
}
