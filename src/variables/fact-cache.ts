import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../errors.ts';
import { formatJson } from '../values/json-format.ts';
import { parseJson } from '../values/json-parse.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';

/** Keeps the facts of hosts from one run to the next. */
export interface FactCache {
  /** The facts of a host under the names that modules return; undefined when there are none, or they are too old. */
  load(host: string): ReadonlyDict | undefined;
  save(host: string, facts: ReadonlyDict): void;
  /** `meta: clear_facts`. */
  clear(host: string): void;
}

/** Where the cache `jsonfile` is. */
export interface JsonFactCacheSettings {
  /** One file for each host is in it; it is made when it is not there. */
  readonly folder: string;
  /** In front of the names of the files. */
  readonly prefix: string;
  /** Seconds after which facts are not used any more; 0 for never. */
  readonly timeout: number;
}

export interface JsonFactCacheOptions extends JsonFactCacheSettings {
  readonly warn: (diagnostic: Diagnostic) => void;
}

/**
 * The cache `jsonfile` in Ansible's format (sorted, indented by four, only for its owner to read): either program uses
 * what the other wrote. A file that cannot be used is warned about and counts as none.
 */
export class JsonFactCache implements FactCache {
  readonly #options: JsonFactCacheOptions;

  constructor(options: JsonFactCacheOptions) {
    this.#options = options;
  }

  load(host: string): ReadonlyDict | undefined {
    const path = this.#pathOf(host);
    if (path === undefined || this.#isTooOld(path)) return undefined;
    return this.#guarded(`the cached facts in '${path}' are damaged and not used`, () => {
      const facts = parseJson(readFileSync(path, 'utf8'));
      if (facts instanceof Map) return new Map([...facts].map(([name, value]) => [name, unwrapped(value)]));
      throw new Error('there is no dictionary in it');
    });
  }

  save(host: string, facts: ReadonlyDict): void {
    const path = this.#pathOf(host);
    if (path === undefined) return;
    this.#guarded(`facts cannot be kept in '${path}'`, () => {
      mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}.tmp`;
      rmSync(temporary, { force: true });
      writeFileSync(temporary, formatJson(new Map(facts), { indent: 4, sortKeys: true, ensureAscii: true }), {
        mode: 0o600,
        flag: 'wx',
      });
      renameSync(temporary, path);
    });
  }

  clear(host: string): void {
    const path = this.#pathOf(host);
    if (path !== undefined) this.#guarded(`'${path}' cannot be removed`, () => rmSync(path, { force: true }));
  }

  /** A name that would leave the folder has no file. */
  #pathOf(host: string): string | undefined {
    const name = `${this.#options.prefix}${host}`;
    return /[/\0]/.test(name) || name === '.' || name === '..' ? undefined : join(this.#options.folder, name);
  }

  #isTooOld(path: string): boolean {
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (modified === undefined) return true;
    const { timeout } = this.#options;
    return timeout > 0 && Date.now() - modified > timeout * 1000;
  }

  #guarded<T>(problem: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.warn({ severity: 'warning', code: 'fact-cache', message: `${problem}: ${reason}` });
      return undefined;
    }
  }
}

/** Ansible marks text that is no template, which text of a cache never is here. */
function unwrapped(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(unwrapped);
  if (!(value instanceof Map)) return value;
  const marked = value.size === 1 ? value.get('__ansible_unsafe') : undefined;
  if (typeof marked === 'string') return marked;
  return new Map([...value].map(([key, item]) => [key, unwrapped(item)]));
}
