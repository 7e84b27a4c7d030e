import { definePackageManager } from '../packages/package-manager.ts';
import { zypperArguments } from './arguments.ts';
import { ensureZypper } from './ensure.ts';

export const zypperManager = definePackageManager({
  name: 'zypper',
  args: zypperArguments,
  ensure: ensureZypper,
});
