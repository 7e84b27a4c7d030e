import { expect, it } from 'vitest';
import { validatorFor } from '../../src/module/validators.ts';
import packageModule from '../../src/modules/package.ts';

const check = (args: unknown) => validatorFor(packageModule)?.(args);
const wanted = { name: ['less'], state: 'present' };

it('hands further arguments of package to apt', () => {
  expect(check({ ...wanted, allow_downgrade: true, update_cache: true, cache_valid_time: 60 })).toEqual([]);
});

it('knows what no package manager takes', () => {
  expect(check({ ...wanted, alow_downgrade: true })).not.toEqual([]);
});
