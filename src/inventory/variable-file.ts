import { basename } from 'node:path';
import { type Diagnostic, TsplayError } from '../errors.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import { describeNode } from '../source/node.ts';
import { readSource } from '../source/read.ts';
import { withoutContent } from '../source/secret-diagnostics.ts';
import type { SourceFile, Vault } from '../source/span.ts';
import { toValue } from '../source/to-value.ts';
import { parseYaml } from '../source/yaml.ts';
import type { ReadonlyDict } from '../values/types.ts';

/** What those who read variables may be handed. */
export interface VariableReading {
  /** Learns where the variables stand. */
  readonly places?: KeyPlaces | undefined;
  /** Opens what is encrypted. */
  readonly vault?: Vault | undefined;
}

export interface VariableFile {
  readonly values: ReadonlyDict;
  /** Errors and warnings with their places; values that are in error are missing or null. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a file of variables (YAML or JSON) as the project's own: its text may hold templates. A file with nothing in
 * it has no variables. Throws what `readSource` throws when it cannot be read, or decrypted.
 */
export function readVariableFile(path: string, { places, vault }: VariableReading = {}): VariableFile {
  return parseVariables(readSource(path, { what: 'variable file', vault }), places);
}

/** The same of text that was read already. */
export function parseVariables(file: SourceFile, places?: KeyPlaces): VariableFile {
  const { documents, diagnostics } = parseYaml(file);
  const found: Diagnostic[] = [...diagnostics];
  const report = (diagnostic: Diagnostic): void =>
    void found.push(file.isSecret === true ? withoutContent(diagnostic) : diagnostic);
  const [document, second] = documents;
  if (second !== undefined) {
    report({
      severity: 'error',
      code: 'several-documents',
      message: 'a file of variables holds one YAML document, this one holds more',
      span: second.span,
    });
  }
  if (document === undefined) return { values: new Map(), diagnostics: found };
  const value = toValue(document, { trusted: true, report, places });
  if (value instanceof Map) return { values: value, diagnostics: found };
  if (value !== null) {
    report({
      severity: 'error',
      code: 'variables-not-a-mapping',
      message: `${basename(file.path)} holds ${describeNode(document)}; a file of variables is a mapping of names to values`,
      span: document.span,
    });
  }
  return { values: new Map(), diagnostics: found };
}

/** The variables, or a `TsplayError` that carries every error of the file. */
export function variablesOrThrow({ values, diagnostics }: VariableFile): ReadonlyDict {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const [first] = errors;
  if (first !== undefined) throw new TsplayError({ ...first, diagnostics: errors });
  return values;
}
