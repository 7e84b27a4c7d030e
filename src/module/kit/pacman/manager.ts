import { definePackageManager } from '../packages/package-manager.ts';
import { pacmanArguments } from './arguments.ts';
import { ensurePacman } from './ensure.ts';

export const pacmanManager = definePackageManager({
  name: 'pacman',
  args: pacmanArguments,
  mutuallyExclusive: [['name', 'upgrade']],
  requiredOneOf: [['name', 'update_cache', 'upgrade']],
  ensure: ensurePacman,
});
