import { ModuleFailure } from '../../result.ts';

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** One entry of `name`. `text` is how dnf is told of it. */
export type PackageRequest =
  | { readonly kind: 'package' | 'pattern' | 'provided-path' | 'everything'; readonly text: string }
  | { readonly kind: 'file'; readonly text: string; readonly isUrl: boolean }
  | { readonly kind: 'group'; readonly text: string; readonly name: string }
  | {
      readonly kind: 'comparison';
      readonly text: string;
      readonly name: string;
      readonly operator: Comparison;
      readonly evr: string;
    };

/** The entries of `name`, each of which may be several with commas between. Throws ModuleFailure for what is none. */
export function parsePackageRequests(names: readonly string[]): readonly PackageRequest[] {
  return names
    .flatMap((name) => name.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map(parsePackageRequest);
}

/** Nothing that dnf would take for an option, a line or several packages is let through. */
export function parsePackageRequest(text: string): PackageRequest {
  if (text.startsWith('-') || /\p{Cc}/u.test(text)) throw unavailable([text]);
  if (text === '*') return { kind: 'everything', text };
  if (text.startsWith('@')) return { kind: 'group', text, name: text.slice(1) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { kind: 'file', text, isUrl: true };
  if (text.endsWith('.rpm')) return { kind: 'file', text, isUrl: false };
  const [, name, operator, evr] = /^([^\s<>=]+)\s*(<=|>=|<|>|=)\s*([^\s<>=]+)$/.exec(text) ?? [];
  if (name !== undefined && isComparison(operator) && evr !== undefined)
    return { kind: 'comparison', text: `${name} ${operator} ${evr}`, name, operator, evr };
  if (/\s/.test(text)) {
    throw new ModuleFailure(
      `'${text}' is no package: several are to be given as a list or with commas between, a comparison as 'name >= 1.0'`,
    );
  }
  if (/[*?[]/.test(text)) return { kind: 'pattern', text };
  return { kind: text.startsWith('/') ? 'provided-path' : 'package', text };
}

/** Ansible's words for packages that no repository has. */
export function unavailable(texts: readonly string[]): ModuleFailure {
  return new ModuleFailure('Failed to install some of the specified packages', {
    failures: texts.map((text) => `No package ${text} available.`),
    results: [],
    rc: 1,
  });
}

function isComparison(text: string | undefined): text is Comparison {
  return text === '<' || text === '<=' || text === '=' || text === '>=' || text === '>';
}

/** The name in a full `name-version-release.arch`; undefined for anything shorter. */
export function nameInNevra(text: string): string | undefined {
  return /^(.+)-(?:\d+:)?[^-:]+-[^-]+\.[^.-]+$/.exec(text)?.[1];
}
