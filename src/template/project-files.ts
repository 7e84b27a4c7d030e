import { existsSync } from 'node:fs';
import { isAbsolute, posix } from 'node:path';
import type { LoadedSource } from '../jinja/options.ts';
import { fileCandidates } from '../source/file-search.ts';
import { readSource } from '../source/read.ts';
import type { SourceFile, Vault } from '../source/span.ts';
import type { TextOrigin } from '../values/template-text.ts';
import { expandUser } from './filters/paths.ts';

export interface FileSearch {
  readonly subfolder: 'files' | 'templates' | 'vars';
  readonly searchPaths: readonly string[];
}

/** The first file of a name: absolute as it is; else in each folder's subfolder, then in the folder itself. */
export function findProjectFile(name: string, { subfolder, searchPaths }: FileSearch): string | undefined {
  return fileCandidates(expandUser(name), { subfolder, folders: searchPaths }).find((candidate) =>
    existsSync(candidate),
  );
}

export interface TemplateSearch {
  /** The path of the template that includes. */
  readonly from: string | undefined;
  readonly searchPaths: readonly string[];
  /** Opens what is encrypted. */
  readonly vault: Vault | undefined;
}

/** A template for include, import and extends: beside the including one, then where templates are. */
export function loadTemplateFile(
  name: string,
  { from, searchPaths, vault }: TemplateSearch,
): LoadedSource | undefined {
  const beside = from === undefined || !isAbsolute(from) ? [] : [posix.dirname(from)];
  const path = [
    ...beside.map((folder) => posix.join(folder, name)),
    findProjectFile(name, { subfolder: 'templates', searchPaths }),
  ].find((candidate) => candidate !== undefined && existsSync(candidate));
  if (path === undefined) {
    return undefined;
  }
  const source = readSource(path, { what: 'template', vault });
  return { text: source.text, name: path, origin: wholeFile(source) };
}

/** Positions in a text that is a whole file. */
export function wholeFile(file: SourceFile): TextOrigin {
  return { span: { file, start: 0, end: file.text.length }, locate: (index) => index };
}
