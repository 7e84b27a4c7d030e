import { ModuleFailure } from '../../result.ts';
import { DerError } from './der.ts';

/** What was read out of extensions; a ModuleFailure when they make no sense. */
export function readableOrFail<T>(readExtensions: () => T): T {
  try {
    return readExtensions();
  } catch (error) {
    if (error instanceof DerError) throw new ModuleFailure(`an extension cannot be read: ${error.message}`);
    throw error;
  }
}
