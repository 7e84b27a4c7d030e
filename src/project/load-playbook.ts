import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Diagnostic } from '../errors.ts';
import { describeNode, type MappingNode, type YamlNode } from '../source/node.ts';
import type { SourceFile, Span } from '../source/span.ts';
import { didYouMean } from '../util/nearest.ts';
import { mayHoldTemplate, TemplateText } from '../values/template-text.ts';
import type { Keywords, KeywordValue, Play, Playbook } from './ast.ts';
import { collectionPlaybook } from './collections.ts';
import { textOf } from './keyword-value.ts';
import { loadPlay } from './load-play.ts';
import { type LoadContext, type Loading, startLoading } from './loading.ts';
import { headSpan, readKeywords } from './read-keywords.ts';

export type { LoadContext } from './loading.ts';

export interface LoadedPlaybook {
  /** Undefined when there is an error among the diagnostics. */
  readonly playbook?: Playbook;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads a playbook with all that it names statically: imported playbooks and tasks, roles, their dependencies and
 * variables. All mistakes of all files are collected; nothing is thrown for a mistake in a file.
 */
export function loadPlaybook(name: string, context: LoadContext): LoadedPlaybook {
  const loading = startLoading(context);
  const isFile = loading.files.kindOf(name) === 'file';
  const path = (isFile ? undefined : collectionPlaybook(name, { loading, playDirectory: '.' })) ?? name;
  const yaml = loading.readYaml(path);
  const plays =
    yaml === undefined ? [] : loadPlays({ path, loading, trail: [], inherit: (keywords) => keywords });
  const { diagnostics } = loading;
  if (yaml === undefined || diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  return { playbook: { file: yaml.file, directory: resolve(dirname(path)), plays }, diagnostics };
}

interface PlaysInput {
  readonly path: string;
  readonly span?: Span;
  readonly loading: Loading;
  readonly trail: readonly string[];
  readonly inherit: (keywords: Keywords) => Keywords;
}

function loadPlays(input: PlaysInput): readonly Play[] {
  const { path, span, loading, trail, inherit } = input;
  const yaml = loading.readYaml(path, span);
  if (yaml === undefined) return [];
  const { file, root } = yaml;
  if (root === undefined || root.kind !== 'sequence' || root.items.length === 0) {
    reportNoPlays(file, { root, loading });
    return [];
  }
  return root.items.flatMap((node) => {
    if (node.kind !== 'mapping') {
      const message = `a play must be a mapping, not ${describeNode(node)}`;
      loading.error({ code: 'bad-play', message, span: node.span, hint: 'write `- hosts: ...`' });
      return [];
    }
    const imported = importEntry(node);
    if (imported === undefined) return [loadPlay({ node, file, loading, inherit })];
    return importPlaybook(node, { ...input, file, imported, trail: [...trail, path] });
  });
}

interface NoPlays {
  readonly root: YamlNode | undefined;
  readonly loading: Loading;
}

function reportNoPlays(file: SourceFile, { root, loading }: NoPlays): void {
  const isEmpty = root === undefined || root.kind === 'sequence' || textOf(root) === undefined;
  const isNothing = isEmpty && root?.kind !== 'mapping';
  const span = root === undefined ? { file, start: 0, end: 0 } : headSpan(root);
  const message = isNothing
    ? `the playbook '${file.path}' is empty: it has no play`
    : `a playbook must be a list of plays, not ${describeNode(root)}`;
  loading.error({ code: 'bad-playbook', message, span, hint: 'start each play with a dash: `- hosts: ...`' });
}

const IMPORT_NAMES = ['import_playbook', 'ansible.builtin.import_playbook', 'ansible.legacy.import_playbook'];

function importEntry(node: MappingNode) {
  return node.entries.find(({ key }) => IMPORT_NAMES.includes(textOf(key) ?? ''));
}

interface PlaybookImport extends PlaysInput {
  readonly file: SourceFile;
  readonly imported: MappingNode['entries'][number];
}

const IMPORT_KEYWORDS: readonly string[] = ['name', 'tags', 'vars', 'when'];

function importPlaybook(node: MappingNode, input: PlaybookImport): readonly Play[] {
  const { file, imported, loading, trail, inherit } = input;
  const keywords = readKeywords({
    entries: node.entries.filter((entry) => entry !== imported),
    place: 'role',
    loading,
    unknown: ({ key }, name) => reportImportKey(key, { name, loading }),
  });
  for (const [name, { span }] of keywords) {
    if (!IMPORT_KEYWORDS.includes(name)) reportImportKey({ ...imported.key, span }, { name, loading });
  }
  const { span } = imported.value;
  const name = playbookName(imported.value, loading);
  if (name === undefined) return [];
  const playDirectory = dirname(file.path);
  const ofCollection = collectionPlaybook(name, { loading, playDirectory });
  const path = ofCollection ?? (isAbsolute(name) ? name : join(playDirectory, name));
  if (trail.includes(path)) {
    const cycle = [...trail.slice(trail.indexOf(path)), path].join(' -> ');
    loading.error({ code: 'import-cycle', message: `this import goes in a circle: ${cycle}`, span });
    return [];
  }
  return loadPlays({
    path,
    span,
    loading,
    trail,
    inherit: (own) => inherit(mergeImport(keywords, own, loading)),
  });
}

function playbookName(node: YamlNode, loading: Loading): string | undefined {
  const written = textOf(node)?.trim();
  const { span } = node;
  if (node.kind !== 'scalar' || written === undefined || written === '') {
    const message = `'import_playbook' takes the path of a playbook, not ${describeNode(node)}`;
    loading.error({ code: 'bad-arguments', message, span });
    return undefined;
  }
  if (!mayHoldTemplate(written)) return written;
  const rendered = loading.context.renderStatic?.(new TemplateText(written, node.origin), new Map());
  if (rendered !== undefined) return rendered;
  const message = `'import_playbook' is read before any play starts, and '${written}' is not known then`;
  loading.error({ code: 'dynamic-import', message, span, hint: 'give the variables with --extra-vars' });
  return undefined;
}

function reportImportKey(
  key: YamlNode,
  { name, loading }: { readonly name: string; readonly loading: Loading },
): void {
  const message = `'${name}' cannot stand beside 'import_playbook'; it takes ${IMPORT_KEYWORDS.join(', ')}`;
  loading.error({
    code: 'misplaced-keyword',
    message,
    span: key.span,
    hint: didYouMean(name, IMPORT_KEYWORDS),
  });
}

/** An import's tags and conditions are added to those of its plays, its variables win over theirs. */
function mergeImport(imported: Keywords, own: Keywords, loading: Loading): Keywords {
  const merged = new Map<string, KeywordValue>(own);
  for (const name of ['tags', 'when']) {
    const outer = imported.get(name);
    if (outer === undefined) continue;
    const inner = own.get(name)?.value;
    const value = [...listOf(outer.value), ...listOf(inner)];
    merged.set(name, { value, span: outer.span });
  }
  const vars = imported.get('vars');
  if (vars?.value instanceof Map) {
    const inner = own.get('vars')?.value;
    const layers = inner instanceof Map ? [inner, vars.value] : [vars.value];
    const value = new Map(layers.flatMap((layer) => [...layer]));
    for (const layer of layers) loading.context.places?.carry(layer, value);
    merged.set('vars', { value, span: vars.span });
  }
  return merged;
}

function listOf(value: KeywordValue['value'] | undefined): readonly KeywordValue['value'][] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
