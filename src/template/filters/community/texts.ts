import { crc32 } from 'node:zlib';
import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { assertDefined } from '../../../values/equality.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { toList } from '../../../values/iterate.ts';
import { intOf } from '../../../values/numbers.ts';
import { textOf } from '../../../values/text.ts';
import { typeName } from '../../../values/type-name.ts';
import type { Value } from '../../../values/types.ts';
import { randomSource } from '../../random/sources.ts';
import { orderLoose } from '../../versions/loose.ts';
import { requireChoice, requireText } from '../arguments.ts';

/** community.general's filters of texts. */
export const communityTextFilters: Readonly<Record<string, Filter>> = {
  crc32: (value) => {
    assertDefined(value);
    return crc32(requireText(value, 'the input of crc32')).toString(16);
  },
  unicode_normalize: (value, args) => {
    const { form } = bindArguments('unicode_normalize', args, ['form'], { form: 'NFC' });
    assertDefined(value);
    const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
    return requireText(value, 'the input of unicode_normalize').normalize(
      requireChoice(form, forms, "unicode_normalize's form"),
    );
  },
  version_sort: (value) =>
    [...toList(value)].sort((a, b) => orderLoose(requireText(a, 'a version'), requireText(b, 'a version'))),
  random_mac: (value, args) => {
    const { seed } = bindArguments('random_mac', args, ['seed'], { seed: null });
    assertDefined(value);
    return macWithPrefix(requireText(value, 'the prefix of a MAC address').toLowerCase(), seedOf(seed));
  },
};

function seedOf(seed: Value): string | bigint | undefined {
  if (seed === null) return undefined;
  const text = textOf(seed);
  const number = intOf(seed);
  if (text === undefined && number === undefined) {
    throw typeError(`a seed is a str or an int, not ${typeName(seed)}`);
  }
  return text ?? BigInt(number ?? 0);
}

/** Numbers of ten hexadecimal digits, as Python's `randint(0x1000000000, 0xffffffffff)` draws them. */
function macWithPrefix(prefix: string, seed: string | bigint | undefined): string {
  const given = prefix.split(':');
  if (prefix === '' || given.length > 5 || given.some((part) => !/^[0-9a-f-]{2,}$/.test(part))) {
    throw valueError(`random_mac takes up to five octets with colons between them, not '${prefix}'`);
  }
  const lowest = 1n << 36n;
  const drawn = (lowest + randomSource(seed).below((1n << 40n) - lowest)).toString(16);
  const more = (drawn.match(/../g) ?? []).slice(0, 6 - given.length);
  return [...given, ...more].join(':');
}
