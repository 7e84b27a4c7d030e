import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DerError, type DerValue, membersOf, readDer } from '../../../../src/module/kit/crypto/der.ts';
import {
  derValue,
  integer,
  integerOf,
  namedBits,
  objectIdentifier,
  objectIdentifierText,
  octetString,
  sequence,
} from '../../../../src/module/kit/crypto/der-write.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

interface Tree {
  readonly tag: number;
  readonly content: Uint8Array | readonly Tree[];
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    tag: fc.integer({ min: 0, max: 30 }),
    content: fc.oneof({ depthSize: 'small' }, bytes, fc.array(tie('tree'), { maxLength: 4 })),
  }),
}));

function written({ tag, content }: Tree): Buffer {
  if (content instanceof Uint8Array) return derValue(tag, content, { class: 'context' });
  return derValue(tag, Buffer.concat(content.map(written)), { class: 'context', constructed: true });
}

function read(value: DerValue): Tree {
  if (!value.constructed) return { tag: value.tag, content: Uint8Array.from(value.content) };
  return { tag: value.tag, content: membersOf(value).map(read) };
}

describe('DER', () => {
  test('what is written is read again', () => {
    fc.assert(
      fc.property(tree, (one) => {
        expect(read(readDer(written(one)))).toEqual(one);
      }),
    );
  });

  test('what is read is written again, byte by byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 40 }), (given) => {
        let value: DerValue;
        try {
          value = readDer(given);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
          return;
        }
        const { tag, content, constructed, class: tagClass } = value;
        expect(Buffer.from(given).equals(derValue(tag, content, { class: tagClass, constructed }))).toBe(
          true,
        );
      }),
    );
  });

  test('a value that is cut off, or has bytes behind it, is none', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        const whole = octetString(content);
        expect(() => readDer(whole.subarray(0, -1))).toThrow(DerError);
        expect(() => readDer(Buffer.concat([whole, Buffer.from([0])]))).toThrow(DerError);
      }),
    );
  });

  test('numbers of any size are kept', () => {
    fc.assert(
      fc.property(fc.bigInt(), (number) => {
        expect(integerOf(readDer(integer(number)))).toBe(number);
      }),
    );
  });

  test('object identifiers are kept', () => {
    const oid = fc
      .tuple(
        fc.constantFrom(0n, 1n, 2n),
        fc.bigInt({ min: 0n, max: 39n }),
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 70n })),
      )
      .map(([first, second, rest]) => [first, second, ...rest].join('.'));
    fc.assert(
      fc.property(oid, (text) => {
        expect(objectIdentifierText(readDer(objectIdentifier(text)).content)).toBe(text);
      }),
    );
  });

  test.each([
    ['indefinite', '30800000'],
    ['not in the shortest form', '3081020500'],
    ['with a zero before it', `30820002${'0500'}`],
    ['longer than there is', '300305'],
  ])('a length that is %s is refused', (_what, hex) => {
    expect(() => readDer(Buffer.from(hex, 'hex'))).toThrow(DerError);
  });

  test.each(['', '3.1', '1', '1.40', '1.02.3', '1.2.'])(`'%s' is no object identifier`, (text) => {
    expect(() => objectIdentifier(text)).toThrow(DerError);
  });

  test('named bits leave out zeros at the end', () => {
    expect(namedBits([0, 4]).toString('hex')).toBe('0388');
    expect(namedBits([1, 8]).toString('hex')).toBe('074080');
    expect(namedBits([]).toString('hex')).toBe('00');
  });

  test('long contents have their length in more bytes', () => {
    expect(
      sequence(octetString(Buffer.alloc(300)))
        .subarray(0, 8)
        .toString('hex'),
    ).toBe('308201300482012c');
  });
});
