import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { iterate } from '../../../values/iterate.ts';
import { assertListLength } from '../../../values/operators.ts';
import { parseIntText } from '../../../values/parse-number.ts';
import { repr } from '../../../values/printing.ts';
import { typeName } from '../../../values/type-name.ts';
import type { CallArguments, Value } from '../../../values/types.ts';
import { requireInteger, requireText } from '../arguments.ts';

/** ansible.netcommon: lists of VLANs as switches write them. */
export const vlanFilters: Readonly<Record<string, Filter>> = {
  vlan_parser: (value, args) => vlanLines(value, args),
  vlan_expander: (value) => requireText(value, "vlan_expander's value").split(',').flatMap(expanded),
  hash_salt: (value) => {
    const text = requireText(value, "hash_salt's value");
    const salt = /^\$[^$]+\$([^$]+)\$/.exec(text)?.[1];
    if (salt === undefined) throw valueError("hash_salt takes a hash of the form '$id$salt$digest'");
    return salt;
  },
};

function vlanLines(value: Value, args: CallArguments): readonly string[] {
  const names = ['first_line_len', 'other_line_len'] as const;
  const bound = bindArguments('vlan_parser', args, names, { first_line_len: 48, other_line_len: 44 });
  const vlans = [...new Set(Array.from(iterate(value), vlanNumber))].sort((a, b) => a - b);
  const [first] = vlans;
  if (first === undefined) throw valueError('vlan_parser takes at least one VLAN');
  const limits = {
    first: requireInteger(bound.first_line_len, 'first_line_len'),
    other: requireInteger(bound.other_line_len, 'other_line_len'),
  };
  return wrapped(ranges(vlans), limits);
}

function vlanNumber(value: Value): number {
  if (typeof value !== 'number') throw typeError(`vlan_parser takes ints, not ${typeName(value)}`);
  if (value < 1 || value > 4094) throw valueError(`a VLAN is a number from 1 to 4094, not ${value}`);
  return value;
}

/** Three and more in a row are written as a range. */
function ranges(vlans: readonly number[]): readonly string[] {
  const runs: number[][] = [];
  for (const vlan of vlans) {
    const last = runs.at(-1);
    if (last?.at(-1) === vlan - 1) last.push(vlan);
    else runs.push([vlan]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run.map(String)));
}

function wrapped(
  parts: readonly string[],
  limits: { readonly first: number; readonly other: number },
): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    const limit = lines.length <= 1 ? limits.first : limits.other;
    if (line !== undefined && line.length + 1 + part.length <= limit) {
      lines[lines.length - 1] = `${line},${part}`;
    } else {
      lines.push(part);
    }
  }
  return lines;
}

function expanded(part: string): readonly number[] {
  const [first = '', last] = part.split('-');
  const from = wholeNumber(first);
  const to = last === undefined ? from : wholeNumber(last);
  assertListLength(to - from + 1);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function wholeNumber(text: string): number {
  const number = parseIntText(text, 10);
  if (number === undefined)
    throw valueError(`vlan_expander takes numbers and ranges of them, not ${repr(text)}`);
  return Number(number);
}
