import { type Dirent, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { type Diagnostic, TsplayError } from '../errors.ts';
import type { ReadonlyDict } from '../values/types.ts';
import { compareText } from './group-order.ts';
import { readVariableFile, variablesOrThrow } from './variable-file.ts';

export type Report = (diagnostic: Diagnostic) => void;

/**
 * The group_vars/ and host_vars/ of every place of a run. A folder is listed once, a file is read once, and only
 * when the group or host it belongs to is asked for. Throws a `TsplayError` for a file that is in error.
 */
export class VariableFolders {
  readonly #report: Report;
  readonly #beside = new Map<string, VariableFolder>();

  /** Warnings go to `report`. */
  constructor(report: Report) {
    this.#report = report;
  }

  /** Those beside a playbook: in its folder. */
  at(directory: string): VariableFolder {
    const path = resolve(directory);
    const known = this.#beside.get(path);
    if (known !== undefined) return known;
    const folder = new VariableFolder(path, this.#report);
    this.#beside.set(path, folder);
    return folder;
  }

  /** Those beside an inventory source: in the folder that it is, or that it is in. */
  besideSource(source: string): VariableFolder {
    const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return this.at(isFolder ? source : dirname(source));
  }
}

/** The group_vars/ and host_vars/ in one directory. */
export class VariableFolder {
  readonly directory: string;
  readonly #report: Report;
  readonly #listings = new Map<string, ReadonlyMap<string, Dirent>>();
  readonly #layers = new Map<string, readonly ReadonlyDict[]>();

  constructor(directory: string, report: Report) {
    this.directory = directory;
    this.#report = report;
  }

  /** The group's files, weakest first: a later one overrides by name. */
  group(name: string): readonly ReadonlyDict[] {
    return this.#read('group_vars', name);
  }

  /** The host's files, weakest first. */
  host(name: string): readonly ReadonlyDict[] {
    return this.#read('host_vars', name);
  }

  #read(folder: 'group_vars' | 'host_vars', name: string): readonly ReadonlyDict[] {
    const key = join(folder, name);
    const known = this.#layers.get(key);
    if (known !== undefined) return known;
    const layers = this.#files(folder, name).map((path) => this.#readFile(path));
    this.#layers.set(key, layers);
    return layers;
  }

  #readFile(path: string): ReadonlyDict {
    const file = readVariableFile(path);
    for (const diagnostic of file.diagnostics)
      if (diagnostic.severity === 'warning') this.#report(diagnostic);
    return variablesOrThrow(file);
  }

  /** As Ansible: the bare name (a file or a folder), else `.yml`, `.yaml`, `.json`; the first of them alone. */
  #files(folder: string, name: string): readonly string[] {
    if (name.includes('/')) return [];
    const listing = this.#listing(folder);
    const [chosen, ...ignored] = ['', ...extensions]
      .map((extension) => name + extension)
      .filter((each) => listing.has(each));
    if (chosen === undefined) return [];
    const path = join(this.directory, folder, chosen);
    if (ignored.length > 0) this.#report(ignoredBeside({ path, folder, chosen, ignored }));
    return isDirectory(path) ? filesBelow(path) : [path];
  }

  #listing(folder: string): ReadonlyMap<string, Dirent> {
    const known = this.#listings.get(folder);
    if (known !== undefined) return known;
    const entries = listFolder(join(this.directory, folder));
    const listing = new Map(entries.map((entry) => [entry.name, entry]));
    this.#listings.set(folder, listing);
    return listing;
  }
}

const extensions = ['.yml', '.yaml', '.json'];

/** All files of variables below a folder, in name order, folders in their place among them. */
function filesBelow(directory: string): readonly string[] {
  return listFolder(directory)
    .filter(({ name }) => !name.startsWith('.') && !name.endsWith('~'))
    .sort((a, b) => compareText(a.name, b.name))
    .flatMap(({ name }) => {
      const path = join(directory, name);
      if (isDirectory(path)) return filesBelow(path);
      return ['', ...extensions].includes(extname(name)) ? [path] : [];
    });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function listFolder(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new TsplayError({
      code: 'file-unreadable',
      message: `cannot list the folder of variables '${directory}': ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

interface Ignored {
  readonly path: string;
  readonly folder: string;
  readonly chosen: string;
  readonly ignored: readonly string[];
}

function ignoredBeside({ path, folder, chosen, ignored }: Ignored): Diagnostic {
  return {
    severity: 'warning',
    code: 'variable-file-ignored',
    message: `'${ignored.join("', '")}' in ${folder}/ is not read, since '${path}' is there and only one is read`,
    hint: `move it into the folder ${folder}/${chosen}/ or merge the files`,
  };
}
