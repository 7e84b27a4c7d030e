import type { Diagnostic } from '../errors.ts';
import { positionOf } from './diagnostics.ts';
import { describeNode, type MappingEntry, type MappingNode, type YamlNode } from './node.ts';
import { keyIdentity } from './scalar-value.ts';
import { unquotedTemplate } from './unquoted-template.ts';

type Report = (diagnostic: Diagnostic) => void;

/**
 * The entries of a mapping as it stands for: merge keys (`<<`) come first and give way to the mapping's own keys
 * and to earlier merged mappings; of equal keys the last value is kept at the first one's place, with a warning.
 */
export function resolveEntries(written: readonly MappingEntry[], report: Report): readonly MappingEntry[] {
  const own = written.filter(({ key }) => !isMergeKey(key));
  const merged = written
    .filter(({ key }) => isMergeKey(key))
    .flatMap(({ value }) => mergedEntries(value, report));
  const byKey = new Map<string, MappingEntry>();
  for (const entry of merged) {
    const identity = keyIdentity(entry.key);
    if (identity === undefined) continue;
    byKey.set(identity, { key: byKey.get(identity)?.key ?? entry.key, value: entry.value });
  }
  const ownByKey = new Map<string, MappingEntry>();
  for (const entry of own) {
    const identity = keyIdentity(entry.key);
    if (identity === undefined) {
      report(unusableKey(entry));
      continue;
    }
    const earlier = ownByKey.get(identity);
    if (earlier !== undefined) report(duplicateKey(earlier, entry));
    ownByKey.set(identity, entry);
    byKey.set(identity, { key: byKey.get(identity)?.key ?? entry.key, value: entry.value });
  }
  return [...byKey.values()];
}

function isMergeKey(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.style === 'plain' && key.tag === undefined && key.text === '<<';
}

function mergedEntries(value: YamlNode, report: Report): readonly MappingEntry[] {
  if (value.kind === 'mapping') return value.entries;
  if (value.kind === 'sequence' && value.items.every((item) => item.kind === 'mapping')) {
    // Applied from the last to the first: the first mapping of the list wins.
    return value.items.toReversed().flatMap((item) => (item.kind === 'mapping' ? item.entries : []));
  }
  report({
    severity: 'error',
    code: 'bad-merge-key',
    message: `'<<' takes a mapping or a list of mappings, not ${describeNode(value)}`,
    span: value.span,
    hint: 'give it an alias of a mapping: `<<: *defaults`',
  });
  return [];
}

function duplicateKey(earlier: MappingEntry, later: MappingEntry): Diagnostic {
  const { line } = positionOf(earlier.key.span);
  return {
    severity: 'warning',
    code: 'duplicate-key',
    message: `the key ${describeNode(later.key)} is given twice (first on line ${line}): only the last value is used`,
    span: later.key.span,
  };
}

function unusableKey({ key, value }: MappingEntry): Diagnostic {
  if (isUnquotedTemplate(key)) return unquotedTemplate(outerBraces(key, value));
  return {
    severity: 'error',
    code: 'bad-key',
    message: `${describeNode(key)} cannot be a key: keys are text, numbers, booleans or null`,
    span: key.span,
  };
}

function isUnquotedTemplate(key: YamlNode): key is MappingNode {
  return key.kind === 'mapping' && key.style === 'flow' && key.span.file.text[key.span.start - 1] === '{';
}

function outerBraces(key: MappingNode, value: YamlNode) {
  const { file, start, end } = key.span;
  const closing = file.text.slice(end).search(/\S/);
  const isClosed = closing >= 0 && file.text[end + closing] === '}' && value.kind === 'scalar';
  return { file, start: start - 1, end: isClosed ? end + closing + 1 : end };
}
