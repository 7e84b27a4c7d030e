import { quote } from '../quote.ts';
import { type ProgramOutput, type RunOrFailOptions, runOrFail } from '../run-or-fail.ts';
import type { Engine } from './api.ts';
import { engineFunction } from './connection.ts';

/** Runs docker, or podman, for what goes to registries and files. A status other than 0 is a ModuleFailure. */
export function runEngine(
  { context, connection }: Engine,
  words: readonly string[],
  options: RunOrFailOptions,
): Promise<ProgramOutput> {
  const script = `${engineFunction(connection)}\nengine ${words.map(quote).join(' ')}`;
  return runOrFail(context, script, options);
}
