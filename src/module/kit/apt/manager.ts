import { definePackageManager } from '../packages/package-manager.ts';
import { aptArguments, wantedApt } from './arguments.ts';
import { ensureApt } from './ensure-apt.ts';

export const apt = definePackageManager({
  name: 'apt',
  args: aptArguments,
  mutuallyExclusive: [['deb', 'name', 'upgrade']],
  ensure: async (context, args) => ensureApt(context, wantedApt(args)),
});
