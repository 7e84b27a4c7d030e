import { describe, expect, it } from 'vitest';
import { isForeignModule } from '../../src/project/foreign-modules.ts';

describe('modules that are not of tsplay', () => {
  it.each([
    'yum',
    'seboolean',
    'mysql_user',
    'ansible.builtin.yum',
    'ansible.legacy.ufw',
    'a.b.c',
    'a.b.c.d',
  ])('%s may be one', (name) => {
    expect(isForeignModule(name)).toBe(true);
  });

  it.each([
    '',
    'yumm',
    'ansible.builtin.yumm',
    'ansible.builtin.a.b',
    'a.b',
    'a.b.',
    'a b.c.d',
    '{{ a }}.b.c',
  ])("'%s' is none", (name) => {
    expect(isForeignModule(name)).toBe(false);
  });
});
