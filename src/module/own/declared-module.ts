import { spawnSync } from 'node:child_process';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { TsplayError } from '../../errors.ts';
import { didYouMean } from '../../util/nearest.ts';
import type { ArgumentDeclaration } from '../argument-spec.ts';
import type { AnyModule } from '../define.ts';
import { completeModule, type OwnModule } from './define-own.ts';
import type { ModuleFile } from './module-file.ts';

/**
 * A module written as ours are: an `.mjs` file whose default export is what `defineModule` takes. Name and collection are
 * those of the file. It is code of the project, which runs on the controller.
 *
 * Errors: TsplayError `own-module`, which says what is wrong with the file, and in which line where that is known.
 */
export async function declaredModule(file: ModuleFile): Promise<AnyModule> {
  resolveOwnPackage();
  const exported = await imported(file);
  const problems = problemsOf(exported);
  if (isDeclaration(exported) && problems.length === 0) return completeModule(exported, file);
  throw broken(file, problems.join('; '));
}

async function imported(file: ModuleFile): Promise<unknown> {
  try {
    const module: unknown = await import(pathToFileURL(file.path).href);
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  } catch (error) {
    throw broken(
      file,
      error instanceof Error ? `${error.name}: ${error.message}${lineIn(error, file)}` : String(error),
    );
  }
}

/** The line that the error's stack names in the file; of a syntax error, whose stack names none, what Node's own check says. */
function lineIn(error: Error, { path }: ModuleFile): string {
  const url = pathToFileURL(path).href;
  const told = error.name === 'SyntaxError' ? spawnSync(process.execPath, ['--check', path]).stderr : '';
  const places = [error.stack ?? '', told.toString()].flatMap((text) =>
    text.split('\n').filter((line) => line.includes(url) || line.includes(path)),
  );
  const line = places
    .map((place) => /:(\d+)(?::\d+)?\)?$/.exec(place)?.[1])
    .find((found) => found !== undefined);
  return line === undefined ? '' : ` (line ${line})`;
}

function broken({ path, name }: ModuleFile, problem: string): TsplayError {
  return new TsplayError({
    code: 'own-module',
    message: `the module '${name}' in ${path} cannot be loaded: ${problem}`,
  });
}

const checkSupport = ['full', 'partial', 'none'];
const types = ['str', 'int', 'float', 'bool', 'list', 'dict', 'path', 'raw', 'bytes', 'bits'];

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeclaration(exported: unknown): exported is OwnModule {
  return problemsOf(exported).length === 0;
}

function problemsOf(exported: unknown): readonly string[] {
  if (!isRecord(exported)) return ['it has no default export that declares a module: { args, run, ... }'];
  const { args, run, check, diff } = exported;
  return [
    ...(typeof run === 'function' ? [] : ["'run' must be a function"]),
    ...(isRecord(args) ? argumentProblems(args, 'args') : ["'args' must be an object of declared arguments"]),
    ...(check === undefined || checkSupport.some((one) => one === check)
      ? []
      : [`'check' must be one of ${checkSupport.join(', ')}, not ${JSON.stringify(check)}`]),
    ...(diff === undefined || typeof diff === 'boolean' ? [] : ["'diff' must be true or false"]),
  ];
}

const known: ReadonlySet<string> = new Set<keyof ArgumentDeclaration>([
  ...(['aliases', 'choices', 'default', 'description', 'elements', 'mode', 'noLog', 'nullable'] as const),
  ...(['options', 'required', 'rules', 'type', 'unsupported'] as const),
]);

function argumentProblems(spec: Readonly<Record<string, unknown>>, place: string): readonly string[] {
  return Object.entries(spec).flatMap(([name, declaration]) => {
    const at = `${place}.${name}`;
    if (!isRecord(declaration)) return [`'${at}' must be an object: { type, description, ... }`];
    const { type, elements, options } = declaration;
    const unknownType = [type, elements].find(
      (one) => one !== undefined && !types.some((accepted) => accepted === one),
    );
    return [
      ...Object.keys(declaration)
        .filter((key) => !known.has(key))
        .map((key) => `'${at}' has no property '${key}'${hint(key)}`),
      ...(type === undefined ? [`'${at}' has no type: one of ${types.join(', ')}`] : []),
      ...(unknownType === undefined
        ? []
        : [`'${at}' has the type ${JSON.stringify(unknownType)}, which is none of ${types.join(', ')}`]),
      ...(options === undefined
        ? []
        : isRecord(options)
          ? argumentProblems(options, at)
          : [`'${at}.options' must be an object of declared arguments`]),
    ];
  });
}

function hint(key: string): string {
  const near = didYouMean(key, known);
  return near === undefined ? '' : ` (${near})`;
}

let resolves = false;

/** Modules import this package by its name, wherever they and it are: `import { defineModule } from 'tsplay'`. */
function resolveOwnPackage(): void {
  if (resolves) return;
  resolves = true;
  const url = pathToFileURL(createRequire(import.meta.url).resolve('tsplay')).href;
  const hook = `export const resolve = (name, context, next) =>
    name === 'tsplay' ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(name, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
