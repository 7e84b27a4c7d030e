import { readSource } from '../../source/read.ts';
import type { SourceFile } from '../../source/span.ts';
import { compilePythonRegex } from '../../values/regex.ts';
import type { Value } from '../../values/types.ts';
import { requireFile } from './files.ts';
import { type IniSection, parseIni } from './ini-parser.ts';
import { flagOption, inlineOptions, lookupError, requireTerm, textOption } from './options.ts';
import type { Lookup } from './types.ts';

const INLINE = [
  'file',
  'section',
  'type',
  're',
  'default',
  'encoding',
  'allow_no_value',
  'allow_none',
  'case_sensitive',
];

/** Values of an ini or a Java properties file. */
export const ini: Lookup = (terms, options, context) =>
  terms.flatMap((each) => {
    const inline = inlineOptions(requireTerm(each, 'ini'), options, INLINE);
    return valuesOf(inline.term, inline.options, (name) =>
      readSource(requireFile(name, 'files', context), { vault: context.vault }),
    );
  });

function valuesOf(
  key: string,
  options: ReadonlyMap<string, Value>,
  read: (name: string) => SourceFile,
): readonly Value[] {
  const type = textOption(options, 'type') ?? 'ini';
  if (type !== 'ini' && type !== 'properties') {
    throw lookupError(`the type of the lookup 'ini' is ini or properties, not '${type}'`);
  }
  const { path, text } = read(textOption(options, 'file') ?? 'ansible.ini');
  const sectionName =
    type === 'properties' ? 'java_properties' : (textOption(options, 'section') ?? 'global');
  const sections = parseIni(type === 'properties' ? `[java_properties]\n${text}` : text, {
    path,
    caseSensitive: flagOption(options, 'case_sensitive', false),
    valuesOptional: flagOption(options, 'allow_no_value', flagOption(options, 'allow_none', false)),
  });
  const section = sections.get(sectionName);
  if (section === undefined) {
    throw lookupError(`there is no section '${sectionName}' in ${path}`);
  }
  return flagOption(options, 're', false)
    ? matching(section, key)
    : single(section, flagOption(options, 'case_sensitive', false) ? key : key.toLowerCase(), options);
}

function matching(section: IniSection, pattern: string): readonly Value[] {
  const regex = compilePythonRegex(pattern);
  return [...section].flatMap(([key, value]) =>
    value !== null && regex.match(key) !== undefined ? [value] : [],
  );
}

function single(section: IniSection, key: string, options: ReadonlyMap<string, Value>): readonly Value[] {
  const value = section.get(key);
  if (value === undefined) {
    return [options.get('default') ?? ''];
  }
  return value === null ? [] : [value];
}
