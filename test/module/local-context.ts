import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ArgumentSpec } from '../../src/module/argument-spec.ts';
import { validateArguments } from '../../src/module/arguments.ts';
import type { ModuleContext, Target, TaskTemplating } from '../../src/module/context.ts';
import type { AnyModule, Module } from '../../src/module/define.ts';
import { ModuleFailure, type ModuleResult } from '../../src/module/result.ts';
import type { RunOptions, RunResult } from '../../src/shell/types.ts';
import { fromJs } from '../../src/values/convert.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';

/** Which shell and tools stand for the target: the machine's own, or BusyBox and nothing else. */
export type Flavour = 'system' | 'busybox';

export interface LocalContextOptions {
  readonly flavour?: Flavour;
  /** Programs of this machine that are there beside BusyBox (openssl). */
  readonly programs?: readonly string[];
  readonly checkMode?: boolean;
  readonly diffMode?: boolean;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface LocalContext extends ModuleContext {
  /** How many scripts were run and files uploaded: what a round trip is. */
  readonly roundTrips: () => number;
  readonly warnings: readonly string[];
}

/** One for all test processes: they may end without a chance to tidy up. */
const busyboxBin = join(tmpdir(), `tsplay-test-busybox-${userInfo().uid}`);

/** A folder of its own for each test of the file or of the describe block, removed after it. */
export function scratchEachTest(): { readonly path: string } {
  let current: ReturnType<typeof scratchFolder> | undefined;
  beforeEach(() => {
    current = scratchFolder();
  });
  afterEach(() => current?.remove());
  return {
    get path() {
      if (current === undefined) throw new Error('there is a folder only while a test runs');
      return current.path;
    },
  };
}

/** A folder that stays until it is removed. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'tsplay-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A module context over a real shell on this machine. */
export function localContext(options: LocalContextOptions = {}): LocalContext {
  const warnings: string[] = [];
  let roundTrips = 0;
  const variables = new Map(
    Object.entries(options.variables ?? {}).map(([name, value]) => [name, fromJs(value)]),
  );
  const probes = new Map<string, Promise<unknown>>();
  const target: Target = {
    isLocal: true,
    reconnect: async () => undefined,
    run(script, runOptions = {}) {
      roundTrips += 1;
      return runScript(script, runOptions, options);
    },
    async upload(content, directory = tmpdir()) {
      roundTrips += 1;
      const path = join(directory, `.tsplay-${randomBytes(8).toString('hex')}`);
      writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
      return path;
    },
    probe<T>(key: string, read: () => Promise<T>) {
      const known = probes.get(key) ?? read();
      probes.set(key, known);
      return known as Promise<T>;
    },
  };
  return {
    hostName: 'localhost',
    checkMode: options.checkMode ?? false,
    diffMode: options.diffMode ?? false,
    verbosity: 0,
    signal: new AbortController().signal,
    target,
    files: {
      async find(name) {
        if (!existsSync(name)) throw new ModuleFailure(`no such file: ${name}`);
        return name;
      },
      read: async (path) => readFileSync(path),
      isSecret: async () => false,
    },
    templating: fakeTemplating(variables),
    variable: (name) => variables.get(name),
    fact: () => undefined,
    warn: (message) => warnings.push(message),
    roundTrips: () => roundTrips,
    warnings,
  };
}

/** The same context with shell text before each script: another PATH, a function for a program. */
export function withPrelude(context: LocalContext, prelude: string): LocalContext {
  const { target } = context;
  const run: Target['run'] = (script, options) => target.run(`${prelude}\n${script}`, options);
  return { ...context, target: { ...target, run } };
}

/** The same context with the programs of this folder before all others; they find it in STATE. */
export function withStandIns(context: LocalContext, folder: string): LocalContext {
  return withPrelude(context, `STATE=${folder}; export STATE; PATH=${folder}:$PATH; export PATH`);
}

/** Validates arguments and runs a module, as the engine does: a ModuleFailure becomes a failed result. */
export async function play<S extends ArgumentSpec>(
  module: Module<S>,
  args: Readonly<Record<string, unknown>>,
  context: ModuleContext = localContext(),
): Promise<ModuleResult> {
  const raw = new Map<string, Value>(
    Object.entries(args).map(([name, value]) => [
      name,
      value instanceof TemplateText ? value : fromJs(value),
    ]),
  );
  const any = module as unknown as AnyModule;
  const validated = validateArguments(any, raw);
  if (!validated.ok) return { failed: true, msg: validated.message };
  try {
    return await any.run(context, validated.args, validated.extra);
  } catch (error) {
    if (error instanceof ModuleFailure) return { failed: true, msg: error.message, ...error.data };
    throw error;
  }
}

/** `{{ name }}` and conditions that name a variable (`not x`, `x == 'y'`): enough to see that a module renders. */
function fakeTemplating(variables: ReadonlyMap<string, Value>): TaskTemplating {
  const replace = (text: string): string =>
    text.replaceAll(/\{\{ *(\w+) *\}\}/g, (_, name: string) => String(variables.get(name)));
  const textOf = (value: Value): string => (value instanceof TemplateText ? value.text : String(value));
  return {
    render: (value) => (value instanceof TemplateText ? replace(value.text) : value),
    condition(value) {
      const text = textOf(value);
      if (text === 'true' || text === 'True') return true;
      const comparison = /^(\w+) == '(.*)'$/.exec(text);
      if (comparison !== null) return variables.get(comparison[1] ?? '') === comparison[2];
      return Boolean(variables.get(text));
    },
    expression: (text) => variables.get(text) ?? null,
    file: ({ text }) => replace(text),
  };
}

function runScript(
  script: string,
  options: RunOptions,
  { flavour = 'system', programs = [] }: LocalContextOptions,
): Promise<RunResult> {
  const isBusybox = flavour === 'busybox';
  if (isBusybox) installBusybox();
  const child = isBusybox
    ? spawn(join(busyboxBin, 'sh'), ['-c', script], {
        env: {
          HOME: process.env['HOME'],
          PATH: [busyboxBin, ...programs.map(folderOf)].join(':'),
          ...options.environment,
        },
      })
    : spawn('/bin/sh', ['-c', script], { env: { ...process.env, LC_ALL: 'C', ...options.environment } });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', options.onStdout ?? ((data: Buffer) => stdout.push(data)));
  child.stderr.on('data', (data: Buffer) => stderr.push(data));
  child.stdin.on('error', () => child.stdin.destroy());
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        rc: code ?? 255,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr),
        timedOut: false,
      }),
    );
  });
}

function installBusybox(): void {
  if (existsSync(busyboxBin)) return;
  const made = mkdtempSync(`${busyboxBin}-`);
  spawnSync('busybox', ['--install', '-s', made]);
  chmodSync(made, 0o755);
  try {
    renameSync(made, busyboxBin);
  } catch (error) {
    rmSync(made, { recursive: true });
    // Another process was first, which is as good.
    if (!existsSync(busyboxBin)) throw error;
  }
}

const programFolders = new Map<string, string>();

/** A folder with this program of the machine alone. */
function folderOf(program: string): string {
  const known = programFolders.get(program);
  if (known !== undefined) return known;
  const { path, remove } = scratchFolder();
  symlinkSync(`/usr/bin/${program}`, join(path, program));
  process.once('exit', remove);
  programFolders.set(program, path);
  return path;
}
