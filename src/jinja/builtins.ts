/** Everything that Jinja itself brings: the base of every registry. */

import { htmlFilters } from './filters/html.ts';
import { mappingFilters } from './filters/mapping.ts';
import { numberFilters } from './filters/number.ts';
import { selectFilters } from './filters/select.ts';
import { sequenceFilters } from './filters/sequence.ts';
import { textFilters } from './filters/text.ts';
import { builtinGlobals } from './globals/builtin.ts';
import type { Filter, PluginRegistry } from './plugins.ts';
import { builtinTests } from './tests/builtin.ts';

export const builtinFilters: ReadonlyMap<string, Filter> = new Map(
  Object.entries({
    ...htmlFilters,
    ...mappingFilters,
    ...numberFilters,
    ...selectFilters,
    ...sequenceFilters,
    ...textFilters,
  }),
);

export const builtinRegistry: PluginRegistry = {
  filters: builtinFilters,
  tests: builtinTests,
  globals: builtinGlobals,
};

export { builtinGlobals, builtinTests };
