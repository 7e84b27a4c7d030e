import { emitYaml } from '../../template/yaml/emit.ts';
import { representYaml } from '../../template/yaml/represent.ts';
import { formatJson } from '../../values/json-format.ts';
import type { Value } from '../../values/types.ts';
import { exitCodeOfDiagnostics, exitCodes } from '../exit-codes.ts';
import { type Ground, prepareGround } from '../ground.ts';
import { inventoryVariables } from '../inventory-variables.ts';
import { groupTree, listDocument, nestedDocument } from '../inventory-views.ts';
import type { InventoryViewOptions } from '../options.ts';
import { processTerminal } from '../output.ts';
import { printDiagnostics } from '../report-error.ts';

/** `tsplay inventory`: what the inventory comes to, as ansible-inventory prints it. Returns the exit code. */
export async function inventoryCommand(
  pattern: string | undefined,
  options: InventoryViewOptions,
): Promise<number> {
  const terminal = processTerminal({ color: options.color });
  const ground = await prepareGround(options);
  const text = viewOf(pattern, options, ground);
  const problem =
    text === undefined
      ? [{ severity: 'error' as const, code: 'bad-option', message: unknown(pattern, options) }]
      : [];
  printDiagnostics([...ground.diagnostics, ...problem], terminal);
  const refused = exitCodeOfDiagnostics(ground.diagnostics);
  if (refused !== exitCodes.ok) return refused;
  if (text === undefined) return exitCodes.badOptions;
  terminal.write([{ stream: 'stdout', text }]);
  return exitCodes.ok;
}

/** Undefined when what is asked for is not in the inventory. */
function viewOf(
  pattern: string | undefined,
  options: InventoryViewOptions,
  ground: Ground,
): string | undefined {
  const { inventory } = ground;
  const variables = inventoryVariables(ground);
  const print = (value: Value): string =>
    options.yaml === true
      ? yamlText(value)
      : `${formatJson(value, { indent: 4, sortKeys: true, ensureAscii: false })}\n`;
  if (options.host !== undefined) {
    const host = inventory.hosts.get(options.host);
    return host === undefined ? undefined : print(new Map(variables.ofHost(host)));
  }
  if (options.graph === true) {
    const top = pattern === undefined ? inventory.all : inventory.groups.get(pattern);
    return top === undefined ? undefined : groupTree(top, options.vars === true ? variables : undefined);
  }
  if (options.list !== true) return undefined;
  return print((options.yaml === true ? nestedDocument : listDocument)(inventory.all, variables));
}

function yamlText(value: Value): string {
  return emitYaml(representYaml(value, { sortKeys: true, flow: false }), { indent: 2, width: 80 });
}

function unknown(pattern: string | undefined, { host, graph }: InventoryViewOptions): string {
  if (host !== undefined) return `there is no host '${host}' in the inventory`;
  if (graph === true) return `there is no group '${pattern}' in the inventory`;
  return 'say what to print: --list, --graph or --host NAME';
}
