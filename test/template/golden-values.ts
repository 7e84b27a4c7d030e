import { DateTime } from '../../src/template/datetime/date-time.ts';
import { strptime } from '../../src/template/datetime/parse.ts';
import { dictFromEntries } from '../../src/values/dict.ts';
import { PySet } from '../../src/values/set.ts';
import { mayHoldTemplate, TemplateText } from '../../src/values/template-text.ts';
import { Bytes, Float, Tuple, type Value } from '../../src/values/types.ts';

/** How texts come in: as the project's own (they may be templates), or as data. */
export type Trust = 'project' | 'data';

/** A value as the golden cases write it (see their README). */
export function decodeGolden(encoded: unknown, trust: Trust): Value {
  if (typeof encoded === 'string') {
    return trust === 'project' && mayHoldTemplate(encoded) ? new TemplateText(encoded) : encoded;
  }
  if (encoded === null || typeof encoded === 'boolean') {
    return encoded;
  }
  if (typeof encoded === 'number') {
    return Number.isInteger(encoded) ? encoded : new Float(encoded);
  }
  if (Array.isArray(encoded)) {
    return encoded.map((item) => decodeGolden(item, trust));
  }
  return decodeObject(encoded as Record<string, unknown>, trust);
}

function decodeObject(encoded: Record<string, unknown>, trust: Trust): Value {
  const [first] = Object.entries(encoded);
  if (first?.[0].startsWith('$')) {
    return decodeTagged(first[0], first[1], trust);
  }
  return dictFromEntries(Object.entries(encoded).map(([key, value]) => [key, decodeGolden(value, trust)]));
}

function decodeTagged(tag: string, content: unknown, trust: Trust): Value {
  const list = (): readonly Value[] =>
    (content as readonly unknown[]).map((item) => decodeGolden(item, trust));
  switch (tag) {
    case '$float':
      return new Float(floatOf(String(content)));
    case '$int':
      return BigInt(String(content));
    case '$tuple':
      return new Tuple(list());
    case '$set':
      return new PySet(list());
    case '$dict':
      return dictFromEntries(
        (content as readonly (readonly [unknown, unknown])[]).map(([key, value]) => [
          decodeGolden(key, 'data'),
          decodeGolden(value, trust),
        ]),
      );
    case '$unsafe':
      return String(content);
    case '$bytes':
      return new Bytes(Buffer.from(String(content), 'base64'));
    case '$datetime':
      return new DateTime(strptime(String(content), '%Y-%m-%dT%H:%M:%S'));
    default:
      throw new Error(`no such tag in a golden case: ${tag}`);
  }
}

function floatOf(text: string): number {
  return text === 'inf'
    ? Number.POSITIVE_INFINITY
    : text === '-inf'
      ? Number.NEGATIVE_INFINITY
      : Number(text);
}
