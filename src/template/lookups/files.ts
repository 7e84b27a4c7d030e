import { posix } from 'node:path';
import { readSource } from '../../source/read.ts';
import { str } from '../../values/printing.ts';
import { isTruthy } from '../../values/truth.ts';
import type { Dict, Value } from '../../values/types.ts';
import { globFiles } from '../glob.ts';
import { textToValue } from '../native.ts';
import { flagOption, lookupError, requireTerm, textOption } from './options.ts';
import type { Lookup, LookupContext } from './types.ts';

type Subfolder = Parameters<LookupContext['findFile']>[1];

/** Finds a file or says where it was looked for. */
export function requireFile(name: string, subfolder: Subfolder, context: LookupContext): string {
  const path = context.findFile(name, subfolder);
  if (path === undefined) {
    const folders = context.searchPaths.join(', ') || 'nowhere (no folders to search)';
    throw lookupError(`there is no file '${name}'; searched (and '${subfolder}' below): ${folders}`);
  }
  return path;
}

export const file: Lookup = (terms, options, context) =>
  terms.map((term) => {
    const path = requireFile(requireTerm(term, 'file'), 'files', context);
    let { text } = readSource(path, { vault: context.vault });
    if (flagOption(options, 'rstrip', true)) {
      text = text.trimEnd();
    }
    return flagOption(options, 'lstrip', false) ? text.trimStart() : text;
  });

/** The text with all its whitespace. Files that are not encrypted are returned as they are. */
export const unvault: Lookup = (terms, _options, context) =>
  terms.map((term) => {
    const path = requireFile(requireTerm(term, 'unvault'), 'files', context);
    return readSource(path, { vault: context.vault }).text;
  });

export const template: Lookup = (terms, options, context) =>
  terms.map((term) => {
    const name = requireTerm(term, 'template');
    const path = requireFile(name, 'templates', context);
    const variables = options.get('template_vars');
    const source = readSource(path, { what: 'template', vault: context.vault });
    const text = context.renderFile(
      {
        path,
        name,
        text: source.text,
        isSecret: source.isSecret,
        variableStart: textOption(options, 'variable_start_string'),
        variableEnd: textOption(options, 'variable_end_string'),
        commentStart: textOption(options, 'comment_start_string'),
        commentEnd: textOption(options, 'comment_end_string'),
      },
      variables instanceof Map ? namedValues(variables) : undefined,
    );
    return flagOption(options, 'convert_data', true) ? textToValue(text) : text;
  });

function namedValues(dict: Dict): ReadonlyMap<string, Value> {
  return new Map(Array.from(dict, ([key, value]) => [str(key), value]));
}

/** Files of one folder that match; the first folder of the search that has any. */
export const fileglob: Lookup = (terms, _options, { searchPaths }) =>
  terms.flatMap((term) => {
    const pattern = requireTerm(term, 'fileglob');
    const candidates = posix.isAbsolute(pattern)
      ? [pattern]
      : searchPaths.flatMap((folder) => [posix.join(folder, 'files', pattern), posix.join(folder, pattern)]);
    return candidates.map(globFiles).find((found) => found.length > 0) ?? [];
  });

interface Wanted {
  readonly names: readonly string[];
  readonly skip: boolean;
}

/** Terms are names, or dicts with files, paths and skip; the options stand for one such dict. */
export const firstFound: Lookup = (terms, options, context) => {
  const given = terms.flatMap((term) => (Array.isArray(term) ? term : [term]));
  const asOption = options.has('files') || options.has('paths') ? [dictOf(options, given)] : given;
  const wanted = asOption.map(wantedOf);
  const skip = flagOption(options, 'skip', false) || wanted.some((each) => each.skip);
  for (const name of wanted.flatMap((each) => each.names)) {
    for (const subfolder of ['files', 'templates', 'vars'] as const) {
      const path = context.findFile(name, subfolder);
      if (path !== undefined) {
        return [path];
      }
    }
  }
  if (skip) {
    return [];
  }
  const names = wanted.flatMap((each) => each.names).join(', ');
  throw lookupError(`the lookup 'first_found' found none of: ${names}`);
};

function dictOf(options: ReadonlyMap<string, Value>, terms: readonly Value[]): Value {
  return new Map<Value, Value>([
    ['files', options.get('files') ?? terms],
    ['paths', options.get('paths') ?? []],
  ]);
}

function wantedOf(term: Value): Wanted {
  if (!(term instanceof Map)) {
    return { names: [requireTerm(term, 'first_found')], skip: false };
  }
  const files = wordsOf(term.get('files') ?? [], /[,;]/);
  const paths = wordsOf(term.get('paths') ?? [], /[,:;]/);
  const names =
    paths.length === 0 ? files : paths.flatMap((path) => files.map((name) => posix.join(path, name)));
  return { names, skip: isTruthy(term.get('skip') ?? false) };
}

function wordsOf(value: Value, separator: RegExp): readonly string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => str(item).split(separator));
}
