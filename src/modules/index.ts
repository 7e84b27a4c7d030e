import type { AnyModule } from '../module/define.ts';
import ping from './ping.ts';

/** Every module, in the order of its name. A new module is one file here and one line in this list. */
export const modules: readonly AnyModule[] = [ping];
