import { definePackageManager } from '../packages/package-manager.ts';
import { apkArguments } from './arguments.ts';
import { ensureApk } from './ensure.ts';

export const apkManager = definePackageManager({
  name: 'apk',
  args: apkArguments,
  mutuallyExclusive: [['name', 'upgrade']],
  requiredOneOf: [['name', 'upgrade', 'update_cache']],
  ensure: ensureApk,
});
