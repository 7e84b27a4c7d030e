import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KEYWORDS, type Place, placesOf } from '../../src/project/keywords.ts';

/** Keyword -> where it applies, as `ansible-doc -t keyword` of ansible-core 2.14 says. */
const documented: Readonly<Record<string, readonly Place[]>> = JSON.parse(
  readFileSync(new URL('./cases/ansible-keywords.json', import.meta.url), 'utf8'),
);

/** Keyword -> where ansible-playbook --syntax-check takes it, tried place by place. Roles take any key, as a parameter. */
const accepted: Readonly<Record<string, readonly Place[]>> = JSON.parse(
  readFileSync(new URL('./cases/keyword-places.json', import.meta.url), 'utf8'),
);

describe('the table of keywords', () => {
  it.each(Object.entries(accepted))('takes %s where ansible-playbook does: %j', (name, places) => {
    const own = KEYWORDS.get(name)?.places.filter((place) => place !== 'role');
    expect(new Set(own)).toEqual(new Set(places));
  });

  it('knows nothing that ansible-playbook does not, but for what later versions have', () => {
    const further = [...KEYWORDS.keys()].filter((name) => !(name in accepted));
    expect(further).toEqual(['break_when']);
  });

  it.each(Object.entries(documented))('allows %s where Ansible does: %j', (name, places) => {
    const own = KEYWORDS.get(name)?.places.filter((place) => place !== 'handler');
    expect(new Set(own)).toEqual(new Set(places));
  });

  it('has beyond those only what Ansible reads without documenting it', () => {
    const further = [...KEYWORDS.keys()].filter((name) => !(name in documented)).sort();
    const loopControl = [
      'break_when',
      'extended',
      'extended_allitems',
      'index_var',
      'label',
      'loop_var',
      'pause',
    ];
    expect(further).toEqual([...loopControl, 'listen', 'local_action', 'user'].sort());
  });

  it('says where a keyword belongs', () => {
    const places = ['hosts', 'when', 'listen', 'vars'].map((name) => {
      const keyword = KEYWORDS.get(name);
      return keyword && placesOf(keyword);
    });
    expect(places).toEqual([
      'a play',
      'a role, a block or a task',
      'a handler',
      'a play, a role, a block or a task',
    ]);
  });
});
