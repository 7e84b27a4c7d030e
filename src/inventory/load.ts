import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { type Diagnostic, TsplayError } from '../errors.ts';
import { similarFile } from '../source/file-search.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import { readSource } from '../source/read.ts';
import type { SourceFile, Vault } from '../source/span.ts';
import { InventoryGraph } from './graph.ts';
import { isHostList, readHostList } from './host-list.ts';
import { readIniInventory } from './ini.ts';
import type { InventoryTemplating } from './plugins/templating.ts';
import { isInventoryScript, readScriptInventory } from './script.ts';
import { inventoryFiles } from './source-files.ts';
import type { Inventory } from './types.ts';
import { readYamlInventory, type YamlReading } from './yaml.ts';

export interface LoadInventoryOptions {
  /** Where relative paths start; the process's working directory when absent. */
  readonly directory?: string | undefined;
  /** Learns where the variables stand. */
  readonly places?: KeyPlaces | undefined;
  /** Opens what is encrypted. */
  readonly vault?: Vault | undefined;
  /** For inventory plugins, which work with templates. */
  readonly templating?: InventoryTemplating | undefined;
}

export interface LoadedInventory {
  /** What could be read; complete only when no diagnostic is an error. */
  readonly inventory: Inventory;
  readonly diagnostics: readonly Diagnostic[];
}

type Report = (diagnostic: Diagnostic) => void;

/**
 * Reads and merges inventory sources in their order: a YAML or INI file, a program that prints
 * one, a folder of them, or a host list (`a,b,`).
 * Later sources override variables. Never throws for what is in the sources: it is all in the diagnostics.
 */
export function loadInventory(
  sources: readonly string[],
  options: LoadInventoryOptions = {},
): LoadedInventory {
  const graph = new InventoryGraph(options.places);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic);
  const paths: string[] = [];
  for (const source of sources) {
    if (isHostList(source)) {
      guarded(report, () => readHostList(source, graph));
      continue;
    }
    const path = resolve(options.directory ?? '.', source);
    paths.push(path);
    const { vault, templating } = options;
    const plugins = templating && { templating, sources: [...paths] };
    guarded(report, () => readPath({ source, path, graph, report, vault, plugins }));
  }
  const inventory = graph.finish(paths);
  for (const name of inventory.hosts.keys()) if (inventory.groups.has(name)) report(sameName(name));
  return { inventory, diagnostics };
}

interface PathInput {
  /** As given, for messages. */
  readonly source: string;
  readonly path: string;
  readonly graph: InventoryGraph;
  readonly report: Report;
  readonly vault: Vault | undefined;
  readonly plugins: YamlReading['plugins'];
}

function readPath({ source, path, graph, report, vault, plugins }: PathInput): void {
  if (!existsSync(path)) {
    throw new TsplayError({
      code: 'inventory-not-found',
      message: `there is no inventory '${source}'`,
      hint: similarFile(path) ?? `a single host is written with a comma: '${source},'`,
    });
  }
  for (const file of inventoryFiles(path, report)) {
    guarded(report, () => {
      if (isInventoryScript(file)) readScriptInventory({ path: file, graph, report });
      else readInventoryFile(readSource(file, { what: 'inventory', vault }), graph, { report, plugins });
    });
  }
}

function readInventoryFile(file: SourceFile, graph: InventoryGraph, reading: YamlReading): void {
  const { report } = reading;
  switch (formatOf(file)) {
    case 'toml':
      report(unsupported(file, 'inventories in TOML'));
      break;
    case 'yaml':
      readYamlInventory(file, graph, reading);
      break;
    case 'ini':
      readIniInventory(file, graph, report);
      break;
  }
}

/** By extension; a file without a telling one is YAML when its first line looks like it. */
function formatOf({ path, text }: SourceFile): 'toml' | 'yaml' | 'ini' {
  const extension = extname(path);
  if (extension === '.toml') return 'toml';
  if (extension === '.yml' || extension === '.yaml' || extension === '.json') return 'yaml';
  if (extension === '.ini') return 'ini';
  const first = text.split(/\r?\n/).find((line) => !/^\s*(?:[#;].*)?$/.test(line)) ?? '';
  return /^(?:---|%YAML|\s*\{|\s*["']?[\w.-]+["']?\s*:(?:\s|$))/.test(first) ? 'yaml' : 'ini';
}

function unsupported(file: SourceFile, what: string): Diagnostic {
  return {
    severity: 'error',
    code: 'inventory-unsupported',
    message: `'${file.path}': ${what} are not supported yet`,
    span: { file, start: 0, end: Math.max(file.text.indexOf('\n'), 0) },
    hint: 'write the hosts into a YAML or INI inventory',
  };
}

function sameName(name: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'same-name-group-and-host',
    message: `'${name}' is both a group and a host: a host pattern means the group`,
  };
}

function guarded(report: Report, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    for (const diagnostic of error.diagnostics) report(diagnostic);
  }
}
