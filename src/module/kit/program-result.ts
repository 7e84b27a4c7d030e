import { ModuleFailure, type ModuleResult } from '../result.ts';
import { streams } from './plain-output.ts';
import { timestamps } from './timestamps.ts';

/** What of a call the result shows. */
export interface ProgramLabels {
  /** What the result shows as `cmd`. */
  readonly shown: string | readonly string[];
  /** Shown when the program is not there: the whole line, and the program alone. */
  readonly line: string;
  readonly program: string;
  readonly chdir?: string | undefined;
  readonly creates?: string | undefined;
  readonly removes?: string | undefined;
  readonly stripEmptyEnds: boolean;
}

/** What the program and the script around it printed. */
export interface ProgramOutput {
  /** The program's output, then a line of the marker with what the script has to say. */
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly marker: string;
  /** Milliseconds since the epoch, with fractions. */
  readonly start: number;
  readonly end: number;
  readonly timedOut: boolean;
  readonly checkMode: boolean;
}

type Outcome =
  | { readonly kind: 'no-folder' | 'no-program'; readonly errno: number }
  | { readonly kind: 'created' | 'removed' | 'would-run' }
  | { readonly kind: 'ran'; readonly rc: number };

/** The result of Ansible's command module, from what was printed. Throws ModuleFailure when the script did not end. */
export function programResult(call: ProgramLabels, output: ProgramOutput): ModuleResult {
  const { stdout, stderr, marker, start, end, timedOut, checkMode } = output;
  const at = stdout.lastIndexOf(`\n${marker} `);
  if (at < 0) {
    throw new ModuleFailure(
      timedOut ? 'the command did not end in time' : 'the command took the shell that ran it with it',
      {
        cmd: call.shown,
        stdout: stdout.toString(),
        stderr: stderr.toString(),
      },
    );
  }
  const outcome = parseOutcome(stdout.toString('utf8', at + marker.length + 2));
  const strip = (text: string): string => (call.stripEmptyEnds ? text.replace(/[\r\n]+$/, '') : text);
  switch (outcome.kind) {
    case 'no-folder':
      return {
        ...notRun(call, ''),
        failed: true,
        rc: null,
        msg: `Unable to change directory before execution: ${describeErrno(outcome.errno)}: b'${call.chdir ?? ''}'`,
      };
    case 'no-program':
      return {
        changed: false,
        failed: true,
        cmd: call.line,
        rc: outcome.errno,
        msg: `${describeErrno(outcome.errno)}: b'${call.program}'`,
        ...streams('', ''),
      };
    case 'created':
    case 'removed': {
      const isCreated = outcome.kind === 'created';
      const path = isCreated ? call.creates : call.removes;
      const state = isCreated ? 'exists' : 'does not exist';
      return {
        ...notRun(call, `skipped, since ${path ?? ''} ${state}`),
        msg: `${checkMode ? 'Would' : 'Did'} not run command since '${path ?? ''}' ${state}`,
      };
    }
    case 'would-run':
      return predicted(call, call.creates !== undefined || call.removes !== undefined);
    case 'ran':
      return {
        changed: true,
        ...(outcome.rc === 0 ? {} : { failed: true }),
        cmd: call.shown,
        rc: outcome.rc,
        msg: outcome.rc === 0 ? '' : 'non-zero return code',
        ...timestamps(start, end),
        ...streams(strip(stdout.toString('utf8', 0, at)), strip(stderr.toString())),
      };
  }
}

function notRun(call: ProgramLabels, stdout: string): ModuleResult {
  return {
    changed: false,
    cmd: call.shown,
    rc: 0,
    start: null,
    end: null,
    delta: null,
    ...streams(stdout, ''),
  };
}

/** Check mode knows whether the command would run only from `creates` and `removes`. */
export function predicted(call: ProgramLabels, isKnown: boolean): ModuleResult {
  return {
    ...notRun(call, ''),
    msg: 'Command would have run if not in check mode',
    ...(isKnown ? { changed: true } : { skipped: true }),
  };
}

const errnoTexts: Readonly<Record<number, string>> = {
  2: 'No such file or directory',
  13: 'Permission denied',
  20: 'Not a directory',
};

function describeErrno(errno: number): string {
  return `[Errno ${errno}] ${errnoTexts[errno] ?? 'error'}`;
}

function parseOutcome(text: string): Outcome {
  const [kind = '', number = ''] = (text.split('\n')[0] ?? '').split('|');
  if (kind === 'no-folder' || kind === 'no-program') return { kind, errno: Number(number) };
  if (kind === 'created' || kind === 'removed' || kind === 'would-run') return { kind };
  return { kind: 'ran', rc: Number(number) };
}

/** The result of a command that is none. */
export function noCommand(msg: string): ModuleResult {
  return {
    changed: false,
    failed: true,
    cmd: null,
    rc: 256,
    msg,
    start: null,
    end: null,
    delta: null,
    ...streams('', ''),
  };
}
