import { itemOf, memberOf } from '../../../jinja/access.ts';
import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { Effort } from '../../../values/effort.ts';
import { typeError, undefinedError, valueError } from '../../../values/errors.ts';
import { str } from '../../../values/printing.ts';
import { textOf } from '../../../values/text.ts';
import { isTruthy } from '../../../values/truth.ts';
import { type CallArguments, type Dict, Undefined, type Value } from '../../../values/types.ts';
import { expressionToValue } from '../../native.ts';

/** ansible.utils: what a path names within a value, and all the paths of a value. */
export const pathFilters = {
  get_path: (value: Value, args: CallArguments): Value => {
    const { path, wantlist } = bindArguments('get_path', args, ['path', 'wantlist'], { wantlist: false });
    // As with Ansible the value is what printing it gives: a number is a text.
    const found = expressionToValue(valueAt(value, str(path)));
    return isTruthy(wantlist) && !Array.isArray(found) ? [found] : found;
  },
  to_paths: (value: Value, args: CallArguments): Value => {
    const names = ['prepend', 'wantlist'] as const;
    const { prepend, wantlist } = bindArguments('to_paths', args, names, { prepend: null, wantlist: false });
    const found = pathsOf(value, prepend === null ? '' : str(prepend));
    return isTruthy(wantlist) ? [found] : found;
  },
} satisfies Readonly<Record<string, Filter>>;

const STEP = /\.?([\p{L}_][\p{L}\p{N}_]*)|\[\s*(?:(-?\d+)|'([^']*)'|"([^"]*)")\s*\]/uy;

/** `a.b[0]['c d']`. A path is data: it names members and is no expression, as it can be with Ansible. */
function valueAt(owner: Value, path: string): Value {
  let value = owner;
  let at = 0;
  while (at < path.length || at === 0) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    const isName = match?.[1] !== undefined;
    const isOutOfPlace = isName ? (at === 0) === path.startsWith('.', at) : at === 0 && owner instanceof Map;
    if (match === null || isOutOfPlace) {
      throw valueError(
        `get_path's path has the form a.b[0]['c'], and '${path}' has not, from '${path.slice(at)}' on`,
      );
    }
    const [step, name, index, ...quoted] = match;
    value = name === undefined ? itemOf(value, indexOrKey(index, quoted)) : memberOf(value, name);
    if (value instanceof Undefined) throw undefinedError(value);
    at += step.length;
  }
  return value;
}

function indexOrKey(index: string | undefined, [single, double]: readonly (string | undefined)[]): Value {
  return index === undefined ? (single ?? double ?? '') : Number(index);
}

/** A dict of every path to a value that is no collection; an empty collection, and what is none, are their own. */
function pathsOf(value: Value, prefix: string): Value {
  const isEmpty = (value instanceof Map && value.size === 0) || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return value;
  const paths: Dict = new Map();
  collect(value, prefix, { paths, effort: new Effort() });
  return paths;
}

interface Collected {
  readonly paths: Dict;
  readonly effort: Effort;
}

function collect(value: Value, path: string, into: Collected): void {
  into.effort.spend();
  if (value instanceof Map && value.size > 0) {
    for (const [key, item] of value) collect(item, `${path}${stepTo(key, path === '')}`, into);
  } else if (Array.isArray(value) && value.length > 0) {
    value.forEach((item: Value, index) => {
      collect(item, `${path}[${index}]`, into);
    });
  } else {
    into.paths.set(path, value);
  }
}

function stepTo(key: Value, isFirst: boolean): string {
  const name = textOf(key);
  if (name === undefined)
    throw typeError(`to_paths takes dicts whose keys are texts, and ${str(key)} is none`);
  if (isFirst) return name;
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return `.${name}`;
  return name.includes("'") ? `["${name}"]` : `['${name}']`;
}
