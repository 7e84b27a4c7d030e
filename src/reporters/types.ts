import type { RunEvent } from '../engine/events.ts';

/** Text for one of the two streams. */
export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Turns what the engine says into text; knows nothing of where the text goes. */
export interface Reporter {
  report(event: RunEvent): readonly Output[];
}

export interface ReporterOptions {
  readonly verbosity: number;
  readonly color: boolean;
  /** Width of a banner, in characters. */
  readonly columns: number;
  /** Shows what set_stats kept after the recap. */
  readonly showCustomStats?: boolean | undefined;
}
