import { toJs } from '../../../../values/convert.ts';
import { str } from '../../../../values/printing.ts';
import type { Value } from '../../../../values/types.ts';
import { ModuleFailure } from '../../../result.ts';
import { splitWords } from '../../split-words.ts';
import type { JsonRecord } from '../json.ts';
import type { ContainerArguments } from './arguments.ts';
import { durationInNanoseconds } from './units.ts';

/**
 * The words of `command`. A line is split as a shell would. With `command_handling: compatibility` the words of a list
 * are joined and split again, and nothing is asked for by an empty one.
 */
export function commandWords({
  command,
  command_handling,
}: ContainerArguments): readonly string[] | undefined {
  if (command === undefined || command === null) return undefined;
  if (!Array.isArray(command)) {
    const words = wordsOf(textOf(command), 'command');
    return words.length === 0 && command_handling === 'compatibility' ? undefined : words;
  }
  return handledWords(command.map(textOf), { name: 'command', handling: command_handling });
}

/** The words of `entrypoint`. */
export function entrypointWords({
  entrypoint,
  command_handling,
}: ContainerArguments): readonly string[] | undefined {
  return entrypoint === undefined
    ? undefined
    : handledWords(entrypoint, { name: 'entrypoint', handling: command_handling });
}

function handledWords(
  words: readonly string[],
  { name, handling }: { readonly name: string; readonly handling: ContainerArguments['command_handling'] },
): readonly string[] | undefined {
  if (handling === 'correct') return words;
  return words.length === 0 ? undefined : wordsOf(words.join(' '), name);
}

function wordsOf(text: string, name: string): readonly string[] {
  const words = splitWords(text);
  if (words === undefined) throw new ModuleFailure(`${name}: a quote in '${text}' is not closed`);
  return words;
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : str(value);
}

/** The API's Healthcheck. */
export function healthcheckRequest({ healthcheck }: ContainerArguments): JsonRecord | undefined {
  if (healthcheck === undefined) return undefined;
  const { test, interval, timeout, start_period, retries } = healthcheck;
  const duration = (text: string | undefined, name: string): number | undefined =>
    text === undefined ? undefined : durationInNanoseconds(text, `healthcheck.${name}`);
  const request = {
    Test: test === undefined || test === null ? undefined : testWords(test),
    Interval: duration(interval, 'interval'),
    Timeout: duration(timeout, 'timeout'),
    StartPeriod: duration(start_period, 'start_period'),
    Retries: retries,
  };
  if (request.Test === undefined || request.Test[0] === 'NONE') return { Test: ['NONE'] };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as JsonRecord;
}

function testWords(test: Value): readonly string[] {
  if (Array.isArray(test)) return (toJs(test) as readonly unknown[]).map(String);
  return ['CMD-SHELL', textOf(test)];
}
