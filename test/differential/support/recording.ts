import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { LanguageCase } from './language-case.ts';
import type { Outcome } from './outcome.ts';

/** What the oracle did with a case, and tsplay where that is meant to differ. */
export interface Recording {
  /** Of the case as it was played. */
  readonly digest: string;
  readonly ansible: Outcome;
  readonly tsplay?: Outcome | undefined;
}

export function readRecording(played: LanguageCase): Recording | undefined {
  const path = pathOf(played);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Recording) : undefined;
}

export function writeRecording(played: LanguageCase, recording: Recording): void {
  writeFileSync(pathOf(played), `${JSON.stringify(recording, undefined, 2)}\n`);
}

function pathOf({ path }: LanguageCase): string {
  return path.replace(/\.yml$/, '.recorded.json');
}
