import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearestName } from '../../src/util/nearest.ts';

describe('edit distance', () => {
  it.each<[string, string, number]>([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('of %j and %j is %i', (from, to, distance) => {
    expect(editDistance(from, to, 10)).toBe(distance);
  });

  it('is the same both ways, and above its limit only says so', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(8), (from, to, limit) => {
        const distance = editDistance(from, to, 20);
        expect(editDistance(to, from, 20)).toBe(distance);
        expect(editDistance(from, to, limit)).toBe(distance > limit ? limit + 1 : distance);
      }),
    );
  });
});

describe('the nearest name', () => {
  const names = ['copy', 'command', 'debug', 'ignore_errors', 'when'];
  it.each<[string, string | undefined]>([
    ['cpoy', 'copy'],
    ['comand', 'command'],
    ['ignore-errors', 'ignore_errors'],
    ['WHEN', 'when'],
    ['wen', 'when'],
    ['copy', undefined],
    ['template', undefined],
    ['', undefined],
  ])('of %j is %j', (name, expected) => {
    expect(nearestName(name, names)).toBe(expected);
  });

  it('is offered as a question', () => {
    expect(didYouMean('dbug', names)).toBe("did you mean 'debug'?");
    expect(didYouMean('zzz', names)).toBeUndefined();
  });
});
