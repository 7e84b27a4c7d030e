import { realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { posix } from 'node:path';
import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { iterate } from '../../values/iterate.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import { Tuple, type Value } from '../../values/types.ts';
import { globFiles } from '../glob.ts';

/** Paths on the controller, as Python's os.path and ntpath take them apart: nothing is normalised unless it says so. */
export const pathFilters: Readonly<Record<string, Filter>> = {
  basename: (value) => baseName(requirePath(value)),
  dirname: (value) => dirName(requirePath(value)),
  expanduser: (value) => expandUser(requirePath(value)),
  expandvars: (value) => expandVariables(requirePath(value)),
  realpath: (value) => realPath(requirePath(value)),
  relpath: (value, args) => {
    const { start } = bindArguments('relpath', args, ['start'], { start: '.' });
    const path = requirePath(value);
    if (path === '') throw valueError('relpath: the path is empty');
    return posix.relative(requirePath(start), path) || '.';
  },
  path_join: (value) => {
    const text = textOf(value);
    if (value instanceof Map) throw typeError('path_join takes a str or a list of them, not dict');
    const parts = text === undefined ? Array.from(iterate(value), requirePath) : [text];
    if (parts.length === 0) {
      throw typeError('path_join takes at least one part');
    }
    return joinPaths(parts);
  },
  splitext: (value) => new Tuple(splitExtension(requirePath(value))),
  fileglob: (value) => globFiles(requirePath(value)),
  win_basename: (value) => requirePath(value).replace(/^.*[\\/:]/s, ''),
  win_dirname: (value) => {
    const [drive, rest] = splitDrive(requirePath(value));
    const head = rest.slice(0, Math.max(rest.lastIndexOf('\\'), rest.lastIndexOf('/')) + 1);
    return drive + (head.replace(/[\\/]+$/, '') || head);
  },
  win_splitdrive: (value) => new Tuple(splitDrive(requirePath(value))),
};

function requirePath(value: Value): string {
  const text = textOf(value);
  if (text === undefined) {
    throw typeError(`expected a path (a str), not ${typeName(value)}`);
  }
  return text;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function dirName(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '');
}

/** `os.path.join`: an absolute part starts over. */
export function joinPaths(parts: readonly string[]): string {
  return parts.reduce((path, part) => {
    if (part.startsWith('/')) {
      return part;
    }
    return path === '' || path.endsWith('/') ? path + part : `${path}/${part}`;
  });
}

/** The home folders that the controller knows without asking its user database: one's own, and root's. */
export function expandUser(path: string): string {
  const match = /^~([^/]*)/.exec(path);
  if (match === null) {
    return path;
  }
  const user = match[1] ?? '';
  const own = process.env['HOME'] ?? homedir();
  const home = user === '' ? own : homeOf(user);
  return home === undefined ? path : home.replace(/\/+$/, '') + path.slice(match[0].length) || '/';
}

function homeOf(user: string): string | undefined {
  const self = userInfo();
  if (user === self.username) {
    return self.homedir;
  }
  return user === 'root' ? '/root' : undefined;
}

export function expandVariables(path: string): string {
  return path.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, plain?: string, braced?: string) => {
    return process.env[plain ?? braced ?? ''] ?? whole;
  });
}

/** Symbolic links resolved as far as the path exists; the rest is only normalised. */
function realPath(path: string): string {
  const absolute = posix.resolve(path);
  let existing = absolute;
  const rest: string[] = [];
  for (;;) {
    try {
      return posix.join(realpathSync(existing), ...rest);
    } catch (error) {
      if (existing === '/') {
        throw error;
      }
      rest.unshift(posix.basename(existing));
      existing = posix.dirname(existing);
    }
  }
}

export function splitExtension(path: string): readonly [string, string] {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || /^\.+$/.test(name.slice(0, dot))) {
    return [path, ''];
  }
  const at = path.length - name.length + dot;
  return [path.slice(0, at), path.slice(at)];
}

function splitDrive(path: string): readonly [string, string] {
  const share = /^[\\/]{2}[^\\/]+[\\/][^\\/]+/.exec(path);
  const drive = share?.[0] ?? (path[1] === ':' ? path.slice(0, 2) : '');
  return [drive, path.slice(drive.length)];
}
