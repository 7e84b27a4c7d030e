import { Undefined } from './types.ts';

/**
 * Jinja's default undefined: prints as nothing, is false and empty; only its members are an error. The base class
 * is the strict one, as playbooks have it.
 */
export class LenientUndefined extends Undefined {}
