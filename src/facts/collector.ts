import type { ResultData } from '../module/result.ts';

/** What one probe of a machine printed. */
export interface Probe {
  /** The contents of the files that were asked for and could be read, by path. Never holds empty files. */
  readonly files: ReadonlyMap<string, string>;
  /** What each collector's script printed, by the collector's name. */
  readonly output: ReadonlyMap<string, string>;
}

export type Facts = Record<string, ResultData>;

/**
 * One subject of facts: what to read on the target, and a pure function from what was read to facts (their names
 * without `ansible_`). All collectors of a run share one script: see probe.ts.
 */
export interface FactCollector {
  readonly name: string;
  /** Whether `!all` leaves it in. */
  readonly minimal: boolean;
  /** Names that `gather_subset` takes for it, besides its own. */
  readonly subsets: readonly string[];
  /** Collectors that come along when this one is asked for by name. */
  readonly requires: readonly string[];
  /** Files to read, as shell words: globs are allowed. */
  readonly files: readonly string[];
  /** Shell text that prints what files do not hold. */
  readonly script?: string;
  parse(probe: Probe): Facts;
}

/** The whole text of a file, without line ends at its end; undefined when it could not be read or is empty. */
export function fileText(probe: Probe, path: string): string | undefined {
  return probe.files.get(path)?.replace(/\n+$/, '');
}

/** The files whose path matches, with the groups of the match. */
export function* matchingFiles(probe: Probe, pattern: RegExp): Generator<readonly [RegExpExecArray, string]> {
  for (const [path, text] of probe.files) {
    const match = pattern.exec(path);
    if (match !== null) yield [match, text.replace(/\n+$/, '')];
  }
}
