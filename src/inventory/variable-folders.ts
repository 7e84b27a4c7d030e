import { readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { type Diagnostic, TsplayError } from '../errors.ts';
import type { ReadonlyDict } from '../values/types.ts';
import { compareText } from './group-order.ts';
import { readVariableFile, type VariableReading, variablesOrThrow } from './variable-file.ts';

export type Report = (diagnostic: Diagnostic) => void;

/** How the files are read. */
interface Reading extends VariableReading {
  readonly report: Report;
}

/**
 * The group_vars/ and host_vars/ of every place of a run. A folder is listed once, a file is read once, and only
 * when the group or host it belongs to is asked for. Throws a `TsplayError` for a file that is in error.
 */
export class VariableFolders {
  readonly #reading: Reading;
  readonly #folders = new Map<string, VariableFolder>();
  readonly #besideSources = new Map<string, VariableFolder>();

  /** Warnings go to `report`. */
  constructor(report: Report, reading: VariableReading = {}) {
    this.#reading = { report, ...reading };
  }

  /** Those beside a playbook: in its folder. */
  at(directory: string): VariableFolder {
    const path = resolve(directory);
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const folder = new VariableFolder(path, this.#reading);
    this.#folders.set(path, folder);
    return folder;
  }

  /** Those beside an inventory source: in the folder that it is, or that it is in. */
  besideSource(source: string): VariableFolder {
    const known = this.#besideSources.get(source);
    if (known !== undefined) return known;
    const folder = this.at(isDirectory(source) ? source : dirname(source));
    this.#besideSources.set(source, folder);
    return folder;
  }
}

/** The group_vars/ and host_vars/ in one directory. */
export class VariableFolder {
  readonly directory: string;
  readonly #groups: NamedFiles;
  readonly #hosts: NamedFiles;

  constructor(directory: string, reading: Reading) {
    this.directory = directory;
    this.#groups = new NamedFiles(join(directory, 'group_vars'), reading);
    this.#hosts = new NamedFiles(join(directory, 'host_vars'), reading);
  }

  /** The group's files, weakest first: a later one overrides by name. */
  group(name: string): readonly ReadonlyDict[] {
    return this.#groups.of(name);
  }

  /** The host's files, weakest first. */
  host(name: string): readonly ReadonlyDict[] {
    return this.#hosts.of(name);
  }
}

const nothing: readonly ReadonlyDict[] = [];

/** The files of one group_vars/ or host_vars/ by the name they are for. */
class NamedFiles {
  readonly #directory: string;
  readonly #reading: Reading;
  #listing: ReadonlySet<string> | undefined;
  readonly #known = new Map<string, readonly ReadonlyDict[]>();

  constructor(directory: string, reading: Reading) {
    this.#directory = directory;
    this.#reading = reading;
  }

  of(name: string): readonly ReadonlyDict[] {
    this.#listing ??= new Set(listFolder(this.#directory));
    if (this.#listing.size === 0) return nothing;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const files = this.#files(name, this.#listing);
    if (files.length === 0) return nothing;
    const layers = files.map((path) => this.#read(path));
    this.#known.set(name, layers);
    return layers;
  }

  #read(path: string): ReadonlyDict {
    const file = readVariableFile(path, this.#reading);
    for (const diagnostic of file.diagnostics) {
      if (diagnostic.severity === 'warning') this.#reading.report(diagnostic);
    }
    return variablesOrThrow(file);
  }

  /** As Ansible: the bare name (a file or a folder), else `.yml`, `.yaml`, `.json`; the first of them alone. */
  #files(name: string, listing: ReadonlySet<string>): readonly string[] {
    const [chosen, ...ignored] = ['', ...extensions]
      .map((extension) => name + extension)
      .filter((each) => listing.has(each));
    if (chosen === undefined) return [];
    const path = join(this.#directory, chosen);
    if (ignored.length > 0) this.#reading.report(ignoredBeside(path, ignored));
    return isDirectory(path) ? filesBelow(path) : [path];
  }
}

const extensions = ['.yml', '.yaml', '.json'];

/** All files of variables below a folder, in name order, folders in their place among them. */
function filesBelow(directory: string): readonly string[] {
  return listFolder(directory)
    .filter((name) => !name.startsWith('.') && !name.endsWith('~'))
    .sort(compareText)
    .flatMap((name) => {
      const path = join(directory, name);
      if (isDirectory(path)) return filesBelow(path);
      return ['', ...extensions].includes(extname(name)) ? [path] : [];
    });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function listFolder(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
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

function ignoredBeside(path: string, ignored: readonly string[]): Diagnostic {
  return {
    severity: 'warning',
    code: 'variable-file-ignored',
    message: `'${ignored.join("', '")}' is not read, since '${path}' is there and only one of them is`,
    hint: 'merge them, or put all of them into one folder of that name',
  };
}
