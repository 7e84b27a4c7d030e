import { packageManagerScript } from '../module/kit/packages/detect.ts';
import type { FactCollector } from './collector.ts';

export const packageManager: FactCollector = {
  name: 'pkg_mgr',
  minimal: true,
  subsets: [],
  requires: ['distribution'],
  files: [],
  script: packageManagerScript,
  parse: (probe) => ({ pkg_mgr: probe.output.get('pkg_mgr')?.trim() || 'unknown' }),
};
