import { homedir } from 'node:os';

/** `~` and `~/...` as paths below the home folder of the user who runs this; other paths as they are. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}
