import { describe, expect, test } from 'vitest';
import { isSelected } from '../../src/engine/tags.ts';

// tags of the task, --tags, --skip-tags, played
const cases: readonly [readonly string[], readonly string[], readonly string[], boolean][] = [
  [[], [], [], true],
  [['a'], [], [], true],
  [['a'], ['a'], [], true],
  [['a'], ['b'], [], false],
  [[], ['a'], [], false],
  [['always'], ['a'], [], true],
  [['always'], ['a'], ['always'], false],
  [['never'], [], [], false],
  [['never', 'a'], ['a'], [], true],
  [['never', 'a'], ['all'], [], false],
  [['never', 'a'], ['never'], [], true],
  [['never', 'always'], [], [], true],
  [['a'], ['tagged'], [], true],
  [['never', 'a'], ['tagged'], [], false],
  [[], ['tagged'], [], false],
  [[], ['untagged'], [], true],
  [['a'], ['untagged'], [], false],
  [['a'], ['all'], ['a'], false],
  [['a', 'b'], ['a'], ['b'], false],
  [['a'], [], ['tagged'], false],
  [[], [], ['tagged'], true],
  [[], [], ['untagged'], false],
  [['a'], [], ['all'], false],
  [['always'], [], ['all'], true],
];

describe('tag selection', () => {
  test.each(cases)('tags %j with --tags %j --skip-tags %j: %s', (tags, only, skip, played) => {
    expect(isSelected(tags, { only, skip })).toBe(played);
  });
});
