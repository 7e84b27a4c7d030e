import { normalize, relative, resolve } from 'node:path';
import { TsplayError } from '../../src/errors.ts';
import type { ProjectFiles } from '../../src/project/file-system.ts';

/** Files in memory: texts by path. Relative and absolute paths below the working folder name the same files. */
export function memoryFiles(texts: Readonly<Record<string, string>>): ProjectFiles {
  const files = new Map(Object.entries(texts).map(([path, text]) => [normalize(path), text]));
  const key = (path: string) => relative(resolve('.'), resolve(path)) || '.';
  const kindOf = (path: string) => {
    const wanted = key(path);
    if (files.has(wanted)) return 'file';
    return [...files.keys()].some((name) => name.startsWith(`${wanted}/`)) ? 'folder' : undefined;
  };
  return {
    read(path) {
      const text = files.get(key(path));
      if (text !== undefined) return { path: key(path), text };
      throw new TsplayError({
        code: 'file-not-found',
        message: `cannot read file '${path}': there is no such file`,
      });
    },
    kindOf,
    list(path) {
      const wanted = key(path);
      const names = [...files.keys()].flatMap((name) => {
        const rest =
          wanted === '.' ? name : name.startsWith(`${wanted}/`) ? name.slice(wanted.length + 1) : '';
        return rest.split('/')[0] || [];
      });
      return [...new Set(names)].sort();
    },
  };
}
