import { spawnSync } from 'node:child_process';
import { lookupError, requireTerm } from './options.ts';
import type { Lookup, LookupContext } from './types.ts';

/** A command's output, without the blanks at its end. */
export const pipe: Lookup = (terms, _options, context) =>
  terms.map((term) => output(requireTerm(term, 'pipe'), 'pipe', context).trimEnd());

/** The lines that commands print. */
export const lines: Lookup = (terms, _options, context) =>
  terms.flatMap((term) => {
    const text = output(requireTerm(term, 'lines'), 'lines', context).trimEnd();
    return text === '' ? [''] : text.split(/\r\n|\r|\n/);
  });

const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** Runs on the controller, with its shell, in the playbook's folder: the last that is searched. */
function output(command: string, lookup: string, { searchPaths }: LookupContext): string {
  const result = spawnSync('/bin/sh', ['-c', command], {
    cwd: searchPaths.at(-1) ?? process.cwd(),
    encoding: 'utf8',
    maxBuffer: LARGEST_OUTPUT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined) {
    throw lookupError(`the lookup '${lookup}' could not run '${command}': ${result.error.message}`);
  }
  if (result.status !== 0) {
    const why =
      result.status === null ? `was ended by ${result.signal}` : `ended with status ${result.status}`;
    throw lookupError(`the lookup '${lookup}': '${command}' ${why}`, result.stderr.trim() || undefined);
  }
  return result.stdout;
}
