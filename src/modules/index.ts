import type { AnyModule } from '../module/define.ts';
import assert from './assert.ts';
import debug from './debug.ts';
import fail from './fail.ts';
import ping from './ping.ts';
import set_fact from './set_fact.ts';
import stat from './stat.ts';

/** Every module, in the order of its name. A new module is one file here and one line in this list. */
export const modules: readonly AnyModule[] = [assert, debug, fail, ping, set_fact, stat];
