import { type Diagnostic, TsplayError } from '../errors.ts';
import { parseVariables, readVariableFile, type VariableReading } from '../inventory/variable-file.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import type { SourceFile } from '../source/span.ts';
import { parseKeyValue } from '../util/key-value.ts';
import { mayHoldTemplate, TemplateText } from '../values/template-text.ts';
import type { Dict, ReadonlyDict } from '../values/types.ts';

export interface ExtraVars {
  readonly values: ReadonlyDict;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The variables of all `-e` options, later ones winning: `k=v k2='v w'` (values are text), YAML or JSON in braces,
 * or `@file`. The text is the user's own: it may hold templates. Never throws; places in messages are `<-e>`.
 */
export function parseExtraVars(options: readonly string[], reading: VariableReading = {}): ExtraVars {
  const values: Dict = new Map();
  const diagnostics: Diagnostic[] = [];
  for (const option of options) {
    const read = readOption(option, reading);
    for (const [name, value] of read.values) values.set(name, value);
    reading.places?.carry(read.values, values);
    diagnostics.push(...read.diagnostics);
  }
  return { values, diagnostics };
}

function readOption(option: string, reading: VariableReading): ExtraVars {
  const { places, vault } = reading;
  const file: SourceFile = { path: '<-e>', text: option, vault };
  try {
    if (option.startsWith('@')) return readVariableFile(option.slice(1), reading);
    if (/^\s*[[{]/.test(option)) return parseVariables(file, places);
    return readPairs(file, places);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const span = { file, start: 0, end: option.length };
    return {
      values: new Map(),
      diagnostics: error.diagnostics.map((each) => ({ ...each, span: each.span ?? span })),
    };
  }
}

function readPairs(file: SourceFile, places: KeyPlaces | undefined): ExtraVars {
  const { pairs, freeForm } = parseKeyValue(file.text);
  const values: Dict = new Map();
  for (const [name, text, offset] of pairs) {
    const span = { file, start: offset, end: Math.min(offset + text.length, file.text.length) };
    const origin = { span, locate: (index: number) => Math.min(offset + index, file.text.length) };
    values.set(name, mayHoldTemplate(text) ? new TemplateText(text, origin) : text);
    places?.note(values, name, span);
  }
  return { values, diagnostics: freeForm === '' ? [] : [notAssigned(file, freeForm)] };
}

function notAssigned(file: SourceFile, text: string): Diagnostic {
  const start = Math.max(file.text.indexOf(text), 0);
  return {
    severity: 'error',
    code: 'invalid-extra-vars',
    message: `'${text}' gives no variable: use key=value, {"key": value} or @file`,
    span: { file, start, end: start + text.length },
    hint: /^[\w]+:/.test(text)
      ? `YAML goes into braces: -e '{${text}}'`
      : "quote values with blanks: key='two words'",
  };
}
