import { apkManager } from '../apk/manager.ts';
import { apt } from '../apt/manager.ts';
import { dnf, dnf5, yum } from '../dnf/managers.ts';
import { pacmanManager } from '../pacman/manager.ts';
import { zypperManager } from '../zypper/manager.ts';
import type { AnyPackageManager } from './package-manager.ts';

/** The package managers that the module `package` can hand its arguments to, in the order of their names. */
export const packageManagers: readonly AnyPackageManager[] = [
  apkManager,
  apt,
  dnf,
  dnf5,
  pacmanManager,
  yum,
  zypperManager,
];
