import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { type Diagnostic, TsplayError } from '../errors.ts';
import { parseJson } from '../values/json-parse.ts';
import { str } from '../values/printing.ts';
import { typeName } from '../values/type-name.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';
import type { InventoryGraph } from './graph.ts';

/** Output beyond this is no inventory. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/**
 * Whether an inventory is a program. What is written as data by its extension is read, even if it may be executed, as
 * files on some file systems all may.
 */
export function isInventoryScript(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  if (startsWithInterpreter(path)) return true;
  return !['.yml', '.yaml', '.json', '.ini', '.toml', '.cfg'].includes(extname(path)) && isExecutable(path);
}

function startsWithInterpreter(path: string): boolean {
  const start = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    return readSync(file, start, 0, 2, 0) === 2 && start.toString('latin1') === '#!';
  } finally {
    closeSync(file);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface ScriptInput {
  /** Absolute. */
  readonly path: string;
  readonly graph: InventoryGraph;
  readonly report: (diagnostic: Diagnostic) => void;
}

/**
 * Adds what an inventory program prints to the graph: `--list` for groups and, under `_meta`, the variables of hosts;
 * without that, `--host NAME` for each host. All of it is data, never a template. Throws `inventory-script`.
 */
export function readScriptInventory({ path, graph, report }: ScriptInput): void {
  const groups = dictFrom(path, run(path, ['--list'], report));
  const meta = groups.get('_meta');
  const hosts = new Set<string>();
  for (const [key, body] of groups) {
    if (key !== '_meta') for (const host of addGroup({ group: str(key), body, path, graph })) hosts.add(host);
  }
  const known = meta instanceof Map ? (meta.get('hostvars') ?? new Map<Value, Value>()) : undefined;
  for (const host of hosts) {
    const variables =
      known === undefined
        ? dictFrom(path, run(path, ['--host', host], report))
        : known instanceof Map
          ? known.get(host)
          : undefined;
    if (!(variables instanceof Map)) continue;
    for (const [name, value] of variables) graph.setHostVariable(host, { name: str(name), value });
  }
}

interface GroupInput {
  readonly group: string;
  readonly body: Value;
  readonly path: string;
  readonly graph: InventoryGraph;
}

/** A list of hosts; a dictionary of hosts, vars and children; or, the oldest form, one host of the group's name. */
function addGroup({ group, body, path, graph }: GroupInput): readonly string[] {
  graph.addGroup(group);
  if (Array.isArray(body)) return addHosts(body as readonly Value[]);
  if (!(body instanceof Map)) throw wrongOutput(path, `group '${group}' is a ${typeName(body)}`);
  const isGroup = ['hosts', 'vars', 'children'].some((key) => body.has(key));
  if (!isGroup) {
    addHosts([group]);
    for (const [name, value] of body) graph.setHostVariable(group, { name: str(name), value });
    return [group];
  }
  for (const child of listOf(body, 'children')) graph.addChild(group, str(child));
  const variables = body.get('vars') ?? null;
  if (variables instanceof Map) {
    for (const [name, value] of variables) graph.setGroupVariable(group, { name: str(name), value });
  } else if (variables !== null) throw wrongOutput(path, `'vars' of group '${group}' is no dictionary`);
  return addHosts(listOf(body, 'hosts'));

  function addHosts(names: readonly Value[]): readonly string[] {
    return names.map(str).map((name) => {
      graph.addHost({ name, group, source: path });
      return name;
    });
  }

  function listOf(dict: ReadonlyDict, key: string): readonly Value[] {
    const value = dict.get(key) ?? null;
    if (value === null) return [];
    if (Array.isArray(value)) return value as readonly Value[];
    throw wrongOutput(path, `'${key}' of group '${group}' is no list`);
  }
}

/** What the program prints. Its errors are shown when it succeeds all the same. */
function run(path: string, args: readonly string[], report: ScriptInput['report']): string {
  const ran = spawnSync(path, args, {
    cwd: dirname(path),
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ran.error !== undefined) {
    const code = 'code' in ran.error ? ran.error.code : undefined;
    throw new TsplayError({
      code: 'inventory-script',
      message: `the inventory program '${path}' could not be run: ${ran.error.message}`,
      hint:
        code === 'EACCES'
          ? `it starts with #! but may not be executed: chmod +x '${path}'`
          : 'is the interpreter of its first line there?',
    });
  }
  const said = ran.stderr.trim();
  if (ran.status !== 0) {
    const end = ran.signal === null ? `exit code ${ran.status}` : `signal ${ran.signal}`;
    throw new TsplayError({
      code: 'inventory-script',
      message: `the inventory program '${path} ${args.join(' ')}' ended with ${end}${said === '' ? '' : `: ${said}`}`,
    });
  }
  if (said !== '')
    report({ severity: 'warning', code: 'inventory-script', message: `'${path}' says: ${said}` });
  return ran.stdout;
}

function dictFrom(path: string, output: string): ReadonlyDict {
  if (output.trim() === '') return new Map();
  let value: Value;
  try {
    value = parseJson(output);
  } catch (error) {
    throw wrongOutput(path, `it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (value instanceof Map) return value;
  throw wrongOutput(path, `it is a ${typeName(value)}`);
}

function wrongOutput(path: string, problem: string): TsplayError {
  return new TsplayError({
    code: 'inventory-script',
    message: `what the inventory program '${path}' prints is not understood: ${problem}`,
    hint: 'it must print a JSON dictionary of groups for --list',
  });
}
