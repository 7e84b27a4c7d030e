import type { BecomeSpec } from '../types.ts';
import { doas } from './doas.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import type { BecomeMethod } from './types.ts';

export const becomeMethods: Readonly<Record<BecomeSpec['method'], BecomeMethod>> = { sudo, su, doas };
