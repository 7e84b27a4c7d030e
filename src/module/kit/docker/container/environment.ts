import type { Value } from '../../../../values/types.ts';
import type { ModuleContext } from '../../../context.ts';
import { ModuleFailure } from '../../../result.ts';
import { quotePath } from '../../paths.ts';
import { read } from '../../reading.ts';

/** The environment that `env` and `env_file` give, the former before the latter; `NAME=value` each. */
export async function readEnvironment(
  context: ModuleContext,
  {
    env,
    env_file: path,
  }: { readonly env: ReadonlyMap<Value, Value> | undefined; readonly env_file: string | undefined },
): Promise<readonly string[] | undefined> {
  if (env === undefined && path === undefined) return undefined;
  const merged = new Map<string, string>(path === undefined ? [] : await readFileOf(context, path));
  for (const [key, value] of env ?? []) {
    if (typeof value !== 'string') {
      throw new ModuleFailure(
        `env: the value of '${String(key)}' is no text: write it in quotes, so that it is clear what is meant`,
      );
    }
    merged.set(String(key), value);
  }
  return [...merged].map(([name, value]) => `${name}=${value}`);
}

async function readFileOf(
  context: ModuleContext,
  path: string,
): Promise<readonly (readonly [string, string])[]> {
  const { content } = await read(context, {
    content: {
      script: `cat -- ${quotePath(path)}`,
      parse: ({ stdout, rc }) => (rc === 0 ? stdout.toString() : undefined),
    },
  });
  if (content === undefined) throw new ModuleFailure(`env_file: ${path} cannot be read`);
  return parseEnvironmentFile(content, path);
}

/** Lines of NAME=value; empty ones and comments are passed over. A message names the line by number: it may be secret. */
export function parseEnvironmentFile(content: string, path: string): readonly (readonly [string, string])[] {
  return content.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const entry = line.trim();
    const equals = entry.indexOf('=');
    if (equals < 0) throw new ModuleFailure(`env_file: line ${index + 1} of ${path} is not NAME=value`);
    return [[entry.slice(0, equals), entry.slice(equals + 1)] as const];
  });
}

/** An environment with that of the image below it. */
export function overImage(own: readonly string[] | undefined, image: readonly string[]): readonly string[] {
  const nameOf = (entry: string): string => entry.split('=', 1)[0] ?? '';
  const names = new Set((own ?? []).map(nameOf));
  return [...image.filter((entry) => !names.has(nameOf(entry))), ...(own ?? [])];
}
