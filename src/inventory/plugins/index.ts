import { TsplayError } from '../../errors.ts';
import { describeNode, type YamlNode } from '../../source/node.ts';
import { didYouMean } from '../../util/nearest.ts';
import { readConstructed } from './constructed.ts';
import { readGenerator } from './generator.ts';
import type { PluginInput } from './plugin-input.ts';

const plugins: ReadonlyMap<string, (input: PluginInput) => void> = new Map([
  ['constructed', readConstructed],
  ['generator', readGenerator],
]);

/** Lets the plugin that a file names read it. Throws `inventory-plugin-unsupported` for one that there is not. */
export function readByPlugin(named: YamlNode, input: PluginInput | undefined): void {
  const written = named.kind === 'scalar' ? named.text : '';
  const name = written.replace(/^ansible\.builtin\./, '');
  const read = plugins.get(name);
  if (read !== undefined && input !== undefined) {
    read(input);
    return;
  }
  throw new TsplayError({
    code: 'inventory-plugin-unsupported',
    message: `the inventory plugin ${describeNode(named)} is not supported: ${[...plugins.keys()].join(' and ')} are`,
    span: named.span,
    hint:
      didYouMean(name, plugins.keys()) ??
      "let Ansible read it: an executable file with '#!/bin/sh' and 'exec ansible-inventory -i THIS_FILE --list' is an inventory here",
  });
}
