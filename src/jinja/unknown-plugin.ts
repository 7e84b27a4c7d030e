import { TsplayError } from '../errors.ts';
import { didYouMean } from '../util/nearest.ts';
import type { PluginRegistry } from './plugins.ts';

/** A filter or test that no plugin provides. Until Ansible 2.9 tests could be written as filters (`result|changed`). */
export function unknownPlugin(kind: 'filter' | 'test', name: string, registry: PluginRegistry): TsplayError {
  const { filters, tests } = registry;
  const known = kind === 'filter' ? filters : tests;
  const isTheOther = (kind === 'filter' ? tests : filters).has(name);
  return new TsplayError({
    code: 'template-plugin-unknown',
    message: `there is no ${kind} named '${name}'`,
    hint: isTheOther ? otherKind[kind](name) : didYouMean(name, known.keys()),
  });
}

const otherKind = {
  filter: (name: string) => `'${name}' is a test: write 'is ${name}' instead of '| ${name}'`,
  test: (name: string) => `'${name}' is a filter: write '| ${name}'`,
};
