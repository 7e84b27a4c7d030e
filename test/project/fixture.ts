import { loadPlaybook } from '../../src/project/load-playbook.ts';
import type { LoadContext } from '../../src/project/loading.ts';
import type { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { memoryFiles } from './memory-files.ts';

const NAMES = [
  ...[
    'add_host',
    'assert',
    'command',
    'copy',
    'debug',
    'file',
    'group_by',
    'package',
    'ping',
    'raw',
    'script',
  ],
  ...['service', 'set_fact', 'shell', 'template'],
];

/** A context with a few modules and lookups. */
export function contextOf(texts: Readonly<Record<string, string>>): LoadContext {
  return {
    moduleNames: new Set(NAMES.flatMap((name) => [name, `ansible.builtin.${name}`])),
    lookupNames: new Set(['items', 'dict', 'fileglob', 'sequence']),
    rolePaths: ['/usr/share/roles'],
    files: memoryFiles(texts),
    renderStatic: renderNames,
  };
}

/** Puts texts in place of `{{ name }}`: all that the loader needs of a template engine. */
function renderNames({ text }: TemplateText, variables: ReadonlyMap<string, Value>): string | undefined {
  const isKnown = Array.from(text.matchAll(/\{\{ (\w+) \}\}/g), ([, name = '']) => variables.has(name));
  if (!isKnown.every(Boolean)) return undefined;
  return text.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => String(variables.get(name)));
}

/** Loads `site.yml` of files in memory. */
export function loadSite(texts: Readonly<Record<string, string>>) {
  return loadPlaybook('site.yml', contextOf(texts));
}

/** The files of a case: `site.yml`, and further ones behind lines `=== path`. */
export function splitFiles(input: string): Readonly<Record<string, string>> {
  const [site = '', ...others] = input.split(/^=== /m);
  const files = others.map((part) => {
    const end = part.indexOf('\n');
    return [part.slice(0, end), part.slice(end + 1)] as const;
  });
  return { 'site.yml': site, ...Object.fromEntries(files) };
}
