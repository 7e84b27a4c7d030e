import { readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { nearestName } from '../util/nearest.ts';

export interface SearchedFolders {
  /** Looked into first in each folder. */
  readonly subfolder: string;
  /** The nearest first. */
  readonly folders: readonly string[];
}

/** Where Ansible looks for a file: in each folder's subfolder and in the folder itself; an absolute path only there. */
export function fileCandidates(name: string, { subfolder, folders }: SearchedFolders): readonly string[] {
  if (isAbsolute(name)) return [name];
  return [...new Set(folders.flatMap((folder) => [join(folder, subfolder, name), join(folder, name)]))];
}

/** A hint at the file of the same folder that was most likely meant. */
export function similarFile(path: string): string | undefined {
  try {
    const near = nearestName(basename(path), readdirSync(dirname(path)));
    return near === undefined ? undefined : `did you mean '${join(dirname(path), near)}'?`;
  } catch {
    // No such folder either: there is nothing to hint at.
    return undefined;
  }
}

/** A hint for a file that was looked for in several places: the nearest name, and the places. */
export function searchHint(candidates: readonly string[]): string {
  const near = candidates.map(similarFile).find((hint) => hint !== undefined);
  const places = `looked for:\n${candidates.map((path) => `  ${path}`).join('\n')}`;
  return near === undefined ? places : `${near} ${places}`;
}
