import { ModuleFailure } from '../../result.ts';

/** One entry of apt's `name`: `nginx`, `nginx:amd64`, `nginx=1.22*`, `nginx>=1.22`, `lib*-dev`, `nginx/bookworm`. */
export interface PackageRequest {
  readonly text: string;
  readonly name: string;
  readonly version: { readonly operator: '=' | '>='; readonly text: string } | undefined;
  /** `name` is a shell pattern. */
  readonly isPattern: boolean;
  /** `/release`, as apt-get takes it. */
  readonly release: string | undefined;
}

/**
 * Only what can be a package's name is let through: apt-get gives a meaning of its own to a leading `-`, a trailing
 * `-` (remove) and to regular expressions.
 */
export function parsePackage(text: string): PackageRequest {
  const match = /^([a-zA-Z0-9*?[][a-zA-Z0-9+._*?[\]:-]*?)(?:(>?=)([\w.+:~*?-]+)|\/([\w.-]+))?$/.exec(text);
  const name = match?.[1];
  if (name === undefined || name.endsWith('-') || /^\*+$/.test(name)) {
    throw new ModuleFailure(
      `apt: '${text}' is no package: a name is expected, with =version, >=version, :architecture or /release after it`,
    );
  }
  const operator = match?.[2];
  return {
    text,
    name,
    version: operator === '=' || operator === '>=' ? { operator, text: match?.[3] ?? '' } : undefined,
    isPattern: /[*?[]/.test(name),
    release: match?.[4],
  };
}

/** A shell pattern as an extended regular expression that grep -x takes. */
export function patternExpression(pattern: string): string {
  return pattern
    .replace(/[.+^$(){}|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
}

/** Whether a version is the wanted one; `*` and `?` stand for anything. */
export function matchesVersion(version: string, wanted: string): boolean {
  const source = wanted
    .replace(/[.+^$(){}|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(version);
}
