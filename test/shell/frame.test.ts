import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrame } from '../../src/shell/frame.ts';

const marker = 'tsplay-0123';
const unlimited = { marker, maxBytes: 1e9 };

/** Cuts the bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    ...['tsplay-', 'tsplay-0123', 'tsplay-0124>', 'tsplay-0123<', '\n', 'tt'].map((text) =>
      Buffer.from(text),
    ),
  ),
);

test('what is printed between the markers is found whole, wherever the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.array(piece),
      fc.array(fc.nat(), { maxLength: 30 }),
      (before, inside, places) => {
        const output = Buffer.concat(inside);
        fc.pre(!output.includes(`${marker}>`) && !Buffer.concat(before).includes(`${marker}<\n`));
        const stream = [...before, Buffer.from(`${marker}<\n`), output, Buffer.from(`${marker}> 17\n`)];
        const frame = createFrame(unlimited);
        for (const chunk of cut(Buffer.concat(stream), places)) {
          frame.feed(chunk);
        }
        expect({ complete: frame.complete, trailer: frame.trailer, output: frame.output() }).toEqual({
          complete: true,
          trailer: '17',
          output,
        });
      },
    ),
  );
});

test('a step that was cut off gives what it printed so far', () => {
  const frame = createFrame(unlimited);
  frame.feed(Buffer.from(`stray${marker}<\nhalf`));
  expect(frame.complete).toBe(false);
  expect(frame.output().toString()).toBe('half');
});

test('more output than allowed is an error', () => {
  const frame = createFrame({ marker, maxBytes: 10 });
  frame.feed(Buffer.from(`${marker}<\n12345`));
  expect(() => frame.feed(Buffer.from('678901'))).toThrow(/more than 10 bytes/);
});
