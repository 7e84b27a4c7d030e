import { lstatSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, posix } from 'node:path';
import type { Test } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { assertDefined } from '../../values/equality.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import type { Value } from '../../values/types.ts';
import { expandUser } from '../filters/paths.ts';

/** Files of the controller. */
const about = (holds: (path: string) => boolean): Test => {
  return (value) => {
    const path = textOf(value);
    if (path !== undefined) return holds(path);
    assertDefined(value);
    throw typeError(`expected a path (a str), not ${typeName(value)}`);
  };
};

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function linkStatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A folder on another device than its parent, or the root. */
function isMount(path: string): boolean {
  const own = linkStatOf(path);
  const parent = statOf(posix.join(path, '..'));
  return (
    own?.isDirectory() === true && parent !== undefined && (own.dev !== parent.dev || own.ino === parent.ino)
  );
}

function isSameFile(left: Value, right: Value): boolean {
  const [a, b] = [left, right].map((value) => {
    const path = expandUser(str(value));
    const stat = statOf(path);
    if (stat === undefined) {
      throw valueError(`the test same_file takes paths that exist, and there is no '${path}'`);
    }
    return stat;
  });
  return a?.dev === b?.dev && a?.ino === b?.ino;
}

const directory = about((path) => statOf(path)?.isDirectory() ?? false);
const file = about((path) => statOf(path)?.isFile() ?? false);
const link = about((path) => linkStatOf(path)?.isSymbolicLink() ?? false);
const linkExists = about((path) => linkStatOf(path) !== undefined);
const abs = about((path) => isAbsolute(path));
const mount = about(isMount);
const sameFile: Test = (value, args) => isSameFile(value, bindArguments('same_file', args, ['path2']).path2);

export const pathTests: Readonly<Record<string, Test>> = {
  directory,
  is_dir: directory,
  file,
  is_file: file,
  link,
  is_link: link,
  exists: about((path) => statOf(path) !== undefined),
  link_exists: linkExists,
  abs,
  is_abs: abs,
  mount,
  is_mount: mount,
  same_file: sameFile,
  is_same_file: sameFile,
};
