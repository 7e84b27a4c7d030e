import { parseEvents, YAMLException } from 'js-yaml';
import type { Diagnostic } from '../errors.ts';
import { warnOfAmbiguity } from './ambiguity.ts';
import { composeEvents } from './compose.ts';
import { isEncrypted, VAULT_MAGIC } from './encrypted.ts';
import type { YamlNode } from './node.ts';
import { withoutContent } from './secret-diagnostics.ts';
import type { SourceFile } from './span.ts';
import { explainSyntaxError } from './syntax-error.ts';

export type { YamlNode } from './node.ts';

export interface ParsedYaml {
  /** The root of each document; none when the text holds nothing but comments, or has an error of syntax. */
  readonly documents: readonly YamlNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads YAML as PyYAML does (version 1.1), each node with its place. Never throws: an error of syntax, an unknown
 * tag or alias, a key that cannot be one are diagnostics, as are warnings for duplicate keys and ambiguous scalars.
 */
export function parseYaml(file: SourceFile): ParsedYaml {
  if (isEncrypted(file.text)) return { documents: [], diagnostics: [encryptedFile(file)] };
  try {
    const { documents, diagnostics } = composeEvents(file, parseEvents(file.text, {}));
    return { documents, diagnostics: shown(file, [...diagnostics, ...warnOfAmbiguity(documents)]) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = error.mark?.position ?? 0;
    return {
      documents: [],
      diagnostics: shown(file, [explainSyntaxError({ file, offset, reason: error.reason })]),
    };
  }
}

function shown(file: SourceFile, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return file.isSecret === true ? diagnostics.map(withoutContent) : diagnostics;
}

function encryptedFile(file: SourceFile): Diagnostic {
  return {
    severity: 'error',
    code: 'vault-not-here',
    message: 'this text is encrypted with Ansible Vault, which cannot be read here',
    span: { file, start: 0, end: VAULT_MAGIC.length },
  };
}
