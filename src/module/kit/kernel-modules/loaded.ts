import { moduleName } from '../../text/module-files.ts';
import { mapReading, type Reading, textReading, together } from '../reading.ts';

/** The modules of the kernel that runs. */
export interface KernelModules {
  /** By the kernel's names; undefined where it cannot load any (no /proc/modules). */
  readonly loaded: ReadonlySet<string> | undefined;
  /** Those that are part of the kernel itself. */
  readonly builtIn: ReadonlySet<string>;
}

export const loadedModulesScript = 'cat /proc/modules';

/** Reads them as kmod does: /proc/modules, and modules.builtin of the running release. */
export const kernelModules: Reading<KernelModules> = mapReading(
  together({
    loaded: textReading(`${loadedModulesScript} 2>/dev/null`),
    builtIn: textReading(`cat "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null`),
  }),
  ({ loaded, builtIn }) => ({
    loaded: loaded === undefined ? undefined : loadedIn(loaded),
    builtIn: builtInOf(builtIn ?? ''),
  }),
);

/** The names in /proc/modules: the first word of each line. */
export function loadedIn(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
      .filter((name) => name !== ''),
  );
}

/** `kernel/fs/ext4/ext4.ko` is ext4. */
export function builtInOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((path) => /([^/]+)\.ko(?:\.\w+)?$/.exec(path.trim())?.[1] ?? '')
      .filter((name) => name !== '')
      .map(moduleName),
  );
}
