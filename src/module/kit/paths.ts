import type { ModuleContext } from '../context.ts';
import { ModuleFailure } from '../result.ts';
import { quote } from './quote.ts';

/** A path as one shell word that no program takes for an option. */
export function quotePath(path: string): string {
  return quote(path.startsWith('-') ? `./${path}` : path);
}

/** The folder a path is in: `/` for `/etc`, `.` for `name`. Trailing slashes do not count. */
export function directoryOf(path: string): string {
  const trimmed = withoutTrailingSlash(path);
  const at = trimmed.lastIndexOf('/');
  if (at < 0) return '.';
  return at === 0 ? '/' : trimmed.slice(0, at);
}

/** The last part of a path. */
export function baseName(path: string): string {
  const trimmed = withoutTrailingSlash(path);
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** `directory/name`, with one slash between. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`;
}

/** `/a//` as `/a`; `/` stays. */
export function withoutTrailingSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path.charAt(end - 1) === '/') end -= 1;
  return path.slice(0, end);
}

/**
 * A path with `~`, `~user` and `$NAME` as the target's user has them; names that are not set stay as written. Costs
 * a round trip only when the path holds one of them.
 */
export async function expandPath(context: ModuleContext, path: string): Promise<string> {
  const home = /^~([A-Za-z0-9._-]*)(?=\/|$)/.exec(path);
  const names = [
    ...new Set([...path.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map((match) => match[1] ?? match[2] ?? '')),
  ];
  if (home === null && names.length === 0) return path;
  const lookups = names.map(
    (name) => `eval 'if [ "\${${name}+x}" ]; then printf "=%s" "$${name}"; fi'; printf '\\0'`,
  );
  const homeScript = home === null ? 'printf "\\0"' : `${homeLookup(home[1] ?? '')}; printf '\\0'`;
  const { stdout, rc } = await context.target.run(
    [homeScript, ...lookups.filter((_, i) => isName(names[i]))].join('\n'),
    {
      signal: context.signal,
    },
  );
  if (rc !== 0) throw new ModuleFailure(`cannot expand the path ${path} on the target`);
  const [homePath = '', ...values] = stdout.toString().split('\0');
  const variables = new Map(names.filter(isName).map((name, index) => [name, values[index] ?? '']));
  const expanded = path.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    const value = variables.get(braced ?? bare ?? '') ?? '';
    return value.startsWith('=') ? value.slice(1) : whole;
  });
  return home === null || homePath === '' ? expanded : homePath + expanded.slice(home[0].length);
}

function homeLookup(user: string): string {
  if (user === '') return `printf '%s' "$HOME"`;
  return `{ getent passwd ${quote(user)} 2>/dev/null || grep ${quote(`^${user.replaceAll('.', '[.]')}:`)} /etc/passwd; } | cut -d: -f6 | tr -d '\\n'`;
}

function isName(name: string | undefined): boolean {
  return name !== undefined && /^[A-Za-z_]\w*$/.test(name);
}
