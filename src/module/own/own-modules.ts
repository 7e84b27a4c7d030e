import type { AnyModule } from '../define.ts';
import { declaredModule } from './declared-module.ts';
import type { ModuleFile } from './module-file.ts';
import { programModule } from './program-module.ts';

/** A project's own modules by the paths of their files, each read once. */
export class OwnModules {
  readonly #loading = new Map<string, Promise<AnyModule>>();
  readonly #loaded = new Map<string, AnyModule>();

  /** The module, once it is loaded. */
  get(file: ModuleFile): AnyModule | undefined {
    return this.#loaded.get(file.path);
  }

  /** Rejects with a TsplayError: `own-module` for a broken file, `own-module-refused` for one that cannot run here. */
  load(file: ModuleFile): Promise<AnyModule> {
    const known = this.#loading.get(file.path);
    if (known !== undefined) return known;
    const loading = this.#load(file);
    this.#loading.set(file.path, loading);
    return loading;
  }

  async #load(file: ModuleFile): Promise<AnyModule> {
    const module = file.path.endsWith('.mjs') ? await declaredModule(file) : programModule(file);
    this.#loaded.set(file.path, module);
    return module;
  }
}
