import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TsplayError } from '../errors.ts';
import { readVariableFile, type VariableReading, variablesOrThrow } from '../inventory/variable-file.ts';
import type { Play } from '../project/ast.ts';
import { searchHint } from '../source/file-search.ts';
import type { Span } from '../source/span.ts';
import { str } from '../values/printing.ts';
import { type ReadonlyDict, Undefined, type Value } from '../values/types.ts';

export interface VarsFilesOptions extends VariableReading {
  /** Renders a name for the host in question; it may throw `undefined-variable`, or give an Undefined. */
  readonly render: (value: Value) => Value;
}

/**
 * A play's `vars_files` for one host, the strongest (the last) first. An item that is a list means the first of its
 * files that exists. A name that uses an undefined variable is skipped, as Ansible does: it may hang on facts that
 * are not there yet. Throws `vars-file-not-found`, and for a file in error.
 */
export function loadVarsFiles(play: Play, options: VarsFilesOptions): readonly ReadonlyDict[] {
  const keyword = play.keywords.get('vars_files');
  if (keyword === undefined || keyword.value === null) return [];
  const { value, span } = keyword;
  const items: readonly Value[] = isList(value) ? value : [value];
  return items
    .flatMap((item) => {
      const names = (isList(item) ? item : [item]).map((name) => renderName(name, options.render));
      const known = names.filter((name) => name !== undefined);
      if (known.length === 0) return [];
      const path = firstExisting({ names: known, directory: play.directory, span });
      return [read(path, play, options)];
    })
    .reverse();
}

/**
 * Throws `vars-file-not-found` for the first item whose names hold no template and of which no file exists: that is
 * known before any host is.
 */
export function checkVarsFiles(play: Play): void {
  const keyword = play.keywords.get('vars_files');
  if (keyword === undefined || keyword.value === null) return;
  const { value, span } = keyword;
  for (const item of isList(value) ? value : [value]) {
    const names = (isList(item) ? item : [item]).filter((name) => typeof name === 'string');
    if (names.length > 0 && (!isList(item) || names.length === item.length)) {
      firstExisting({ names, directory: play.directory, span });
    }
  }
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function renderName(name: Value, render: (value: Value) => Value): string | undefined {
  try {
    const rendered = render(name);
    return rendered instanceof Undefined ? undefined : str(rendered);
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'undefined-variable') return undefined;
    throw error;
  }
}

interface Wanted {
  readonly names: readonly string[];
  readonly directory: string;
  readonly span: Span;
}

function firstExisting({ names, directory, span }: Wanted): string {
  const candidates = names.flatMap((name) => [join(directory, 'vars', name), resolve(directory, name)]);
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new TsplayError({
    code: 'vars-file-not-found',
    message: `no file of variables '${names.join("', '")}' was found`,
    span,
    hint: searchHint(candidates),
  });
}

/** A play reads the same files for each of its hosts: each once. */
const filesOfPlay = new WeakMap<Play, Map<string, ReadonlyDict>>();

function read(path: string, play: Play, reading: VariableReading): ReadonlyDict {
  const files = filesOfPlay.get(play) ?? new Map<string, ReadonlyDict>();
  filesOfPlay.set(play, files);
  const known = files.get(path);
  if (known !== undefined) return known;
  const values = variablesOrThrow(readVariableFile(path, reading));
  files.set(path, values);
  return values;
}
