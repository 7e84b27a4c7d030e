import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readGoldenCases, readKnownGaps, startGoldenRunner } from './support/golden.ts';

const shipped = (name: string): string =>
  fileURLToPath(new URL(`../cases/templating/${name}`, import.meta.url));
const cases = readGoldenCases(shipped('golden.jsonl'));
const knownGaps = readKnownGaps(shipped('known-gaps.json'));
const runner = startGoldenRunner();
afterAll(() => runner.close());

describe('renderings as the real Ansible makes them', () => {
  for (const golden of cases) {
    it(`${golden.id}: ${JSON.stringify(golden.template)}`, () => {
      const failure = runner.check(golden);
      if (golden.id in knownGaps) {
        expect(failure, 'a known gap that is closed now: take it off the list').not.toBeUndefined();
      } else {
        expect(failure).toBeUndefined();
      }
    });
  }
});

it('lists as known gaps only cases that there are', () => {
  const ids = new Set(cases.map((golden) => golden.id));
  expect(Object.keys(knownGaps).filter((id) => !ids.has(id))).toEqual([]);
});
