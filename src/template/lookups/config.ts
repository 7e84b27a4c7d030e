import { didYouMean } from '../../util/nearest.ts';
import type { Value } from '../../values/types.ts';
import { requireChoice } from '../filters/arguments.ts';
import { lookupError, requireTerm, textOption } from './options.ts';
import type { Lookup } from './types.ts';

/** Settings by their names; a plugin's own are not known here. */
export function configLookup(settings: ReadonlyMap<string, Value>): Lookup {
  return (terms, options, context) => {
    const policies = ['error', 'skip', 'warn'] as const;
    const onMissing = requireChoice(textOption(options, 'on_missing') ?? 'error', policies, 'on_missing');
    if (options.has('plugin_name') || options.has('plugin_type')) {
      throw lookupError("the lookup 'config' knows no settings of plugins");
    }
    return terms.flatMap((term) => {
      const name = requireTerm(term, 'config');
      const value = settings.get(name);
      if (value !== undefined) return [value];
      const message = `tsplay has no setting '${name}'`;
      if (onMissing === 'error') throw lookupError(message, didYouMean(name, settings.keys()));
      if (onMissing === 'warn') context.warn(message);
      return [];
    });
  };
}
