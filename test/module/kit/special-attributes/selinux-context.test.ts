import { expect, test } from 'vitest';
import {
  wantedContext,
  wantsContext,
} from '../../../../src/module/kit/special-attributes/selinux-context.ts';

const current = 'unconfined_u:object_r:user_home_t:s0';
const usual = 'system_u:object_r:etc_t:s0';

test.each([
  ['a type', { setype: 'etc_t' }, 'unconfined_u:object_r:etc_t:s0'],
  ['a level with categories', { selevel: 's0:c1,c2' }, 'unconfined_u:object_r:user_home_t:s0:c1,c2'],
  ['the type of the policy', { setype: '_default' }, 'unconfined_u:object_r:etc_t:s0'],
  ['an empty part', { setype: '', seuser: 'root' }, 'root:object_r:user_home_t:s0'],
])('%s is put into the context', (_name, request, wanted) => {
  expect(wantedContext(current, usual, request)).toBe(wanted);
});

test('where the policy knows no context for the path, the file keeps its own', () => {
  expect(wantedContext(current, '', { setype: '_default' })).toBe(current);
});

test('a context without a level gets none', () => {
  expect(wantedContext('a:b:c', '', { setype: 'd' })).toBe('a:b:d');
});

test('empty parts ask for nothing', () => {
  expect(wantsContext({ setype: '', seuser: undefined })).toBe(false);
  expect(wantsContext({ selevel: 's0' })).toBe(true);
});
