import type { Diagnostic } from '../errors.ts';
import type { Span } from '../source/span.ts';
import { didYouMean } from '../util/nearest.ts';
import { hostsOf } from './group-order.ts';
import { type NameMatcher, type PatternTerm, parsePattern, type Subscript } from './pattern-syntax.ts';
import type { Host, Inventory } from './types.ts';

/** How warnings of a pattern reach the user. */
export interface MatchReport {
  readonly warn: (diagnostic: Diagnostic) => void;
  /** Where the pattern is written. */
  readonly span?: Span | undefined;
}

export interface HostSelection {
  /** A play's `hosts:`. */
  readonly pattern: string | readonly string[];
  /** The run's `--limit`, after `readLimit`. */
  readonly limit?: string | readonly string[] | undefined;
  readonly inventory: Inventory;
  readonly report?: MatchReport | undefined;
}

/**
 * The hosts that a pattern names, each once, in the pattern's order and, within a group, the inventory's. A list is
 * read as its items joined by commas. A term that names nothing is a warning with the nearest host or group;
 * `localhost` that no source names is the inventory's implicit one. Throws `invalid-host-pattern`.
 */
export function matchHosts(
  pattern: string | readonly string[],
  inventory: Inventory,
  report?: MatchReport,
): readonly Host[] {
  const terms =
    typeof pattern === 'string' ? parsePattern(pattern) : pattern.flatMap((each) => parsePattern(each));
  const warn = (term: PatternTerm): void => report?.warn(unmatched(term, inventory, report.span));
  const adding = terms.filter((term) => term.role === 'add');
  const found = new Set<Host>();
  if (adding.length === 0 && terms.length > 0) for (const host of hostsOf(inventory.all)) found.add(host);
  for (const term of adding) for (const host of matchTerm(term, inventory, warn)) found.add(host);
  let hosts = [...found];
  for (const term of terms) {
    if (term.role === 'add') continue;
    const named = new Set(matchTerm(term, inventory, warn));
    if (term.role === 'intersect') hosts = hosts.filter((host) => named.has(host));
  }
  for (const term of terms) {
    if (term.role !== 'exclude') continue;
    const named = new Set(matchTerm(term, inventory));
    hosts = hosts.filter((host) => !named.has(host));
  }
  return hosts;
}

/** A play's hosts under the run's limit: the play's order, the limit's choice. */
export function selectHosts({ pattern, limit, inventory, report }: HostSelection): readonly Host[] {
  const hosts = matchHosts(pattern, inventory, report);
  if (limit === undefined) return hosts;
  const allowed = new Set(matchHosts(limit, inventory).map((host) => host.name));
  return hosts.filter((host) => allowed.has(host.name));
}

function matchTerm(
  term: PatternTerm,
  inventory: Inventory,
  warn?: (term: PatternTerm) => void,
): readonly Host[] {
  const hosts = named(term.matcher, inventory);
  if (hosts === undefined) {
    warn?.(term);
    return [];
  }
  return term.subscript === undefined ? hosts : subscripted(hosts, term.subscript);
}

/** Groups first, then hosts of that name; undefined when nothing has it. */
function named(matcher: NameMatcher, inventory: Inventory): readonly Host[] | undefined {
  switch (matcher.kind) {
    case 'all':
      return hostsOf(inventory.all);
    case 'name':
      return byName(matcher.name, inventory);
    case 'expression':
      return byExpression(matcher.expression, inventory);
  }
}

const localhostNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

function byName(name: string, inventory: Inventory): readonly Host[] | undefined {
  const group = inventory.groups.get(name);
  if (group !== undefined) return hostsOf(group);
  const host = inventory.hosts.get(name);
  if (host !== undefined) return [host];
  if (!localhostNames.has(name)) return undefined;
  const { implicitLocalhost } = inventory;
  return [name === 'localhost' ? implicitLocalhost : { ...implicitLocalhost, name }];
}

function byExpression(expression: RegExp, inventory: Inventory): readonly Host[] | undefined {
  const hosts = new Set<Host>();
  let isNamed = false;
  for (const group of inventory.groups.values()) {
    if (!expression.test(group.name)) continue;
    isNamed = true;
    for (const host of hostsOf(group)) hosts.add(host);
  }
  for (const host of inventory.hosts.values()) if (expression.test(host.name)) hosts.add(host);
  return isNamed || hosts.size > 0 ? [...hosts] : undefined;
}

function subscripted(hosts: readonly Host[], { first, last }: Subscript): readonly Host[] {
  const start = first < 0 ? hosts.length + first : first;
  if (start < 0) return [];
  if (last === undefined) return hosts.slice(start);
  return hosts.slice(start, (last < 0 ? hosts.length + last : last) + 1);
}

function unmatched(term: PatternTerm, inventory: Inventory, span: Span | undefined): Diagnostic {
  return {
    severity: 'warning',
    code: 'unmatched-host-pattern',
    message: `no host or group is named '${term.text}': this part of the host pattern is ignored`,
    span,
    hint: didYouMean(term.text, [...inventory.groups.keys(), ...inventory.hosts.keys()]),
  };
}
