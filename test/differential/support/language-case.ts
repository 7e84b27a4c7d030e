import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSource } from '../../../src/source/read.ts';
import { toValue } from '../../../src/source/to-value.ts';
import { parseYaml } from '../../../src/source/yaml.ts';
import { toJs } from '../../../src/values/convert.ts';

/** One small project and how it is played. See test/cases/language/README.md. */
export interface LanguageCase {
  /** `theme/name`, from the file's path. */
  readonly name: string;
  readonly path: string;
  readonly shows: string;
  /** By path in the scratch folder; `site.yml` is what is played. */
  readonly files: Readonly<Record<string, string>>;
  readonly inventory: string;
  readonly arguments: readonly string[];
  /** `host`: hosts do not wait for each other, so that what each did is compared host by host. */
  readonly order: 'task' | 'host';
  /** Why tsplay deliberately does otherwise; its own outcome is recorded beside the oracle's. */
  readonly differs: string | undefined;
  /** Changes whenever what is played does: a recording of something else is stale. */
  readonly digest: string;
}

const folder = fileURLToPath(new URL('../../cases/language/', import.meta.url));
const keys = new Set(['shows', 'playbook', 'files', 'hosts', 'inventory', 'arguments', 'order', 'differs']);

/** Every case, in the order of their names. */
export function readLanguageCases(): readonly LanguageCase[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml'))
    .sort()
    .map(readLanguageCase);
}

function readLanguageCase(relative: string): LanguageCase {
  const path = join(folder, relative);
  const parsed = parseYaml(readSource(path));
  const [document] = parsed.documents;
  if (document === undefined) throw new Error(`${path} cannot be read: ${parsed.diagnostics[0]?.message}`);
  const written = toJs(toValue(document, { trusted: false })) as Record<string, unknown>;
  const unknown = Object.keys(written).filter((key) => !keys.has(key));
  if (unknown.length > 0) throw new Error(`${path}: unknown keys ${unknown.join(', ')}`);
  const hosts = (written['hosts'] ?? ['a']) as readonly string[];
  const local = `[all:vars]\nansible_connection=local\n`;
  const files = { 'site.yml': written['playbook'], ...(written['files'] as object | undefined) };
  const played = {
    files: files as Record<string, string>,
    inventory: (written['inventory'] as string | undefined) ?? `${hosts.join('\n')}\n\n${local}`,
    arguments: (written['arguments'] ?? []) as readonly string[],
  };
  return {
    name: relative.replace(/\.yml$/, ''),
    path,
    shows: String(written['shows']),
    ...played,
    order: written['order'] === 'host' ? 'host' : 'task',
    differs: written['differs'] as string | undefined,
    digest: createHash('sha256').update(JSON.stringify(played)).digest('hex').slice(0, 16),
  };
}

/** Puts a case's project into an empty folder, with a folder `out` for what its tasks write. */
export function writeProject(played: LanguageCase, into: string): void {
  mkdirSync(join(into, 'out'));
  for (const [path, content] of Object.entries({ ...played.files, 'inventory.ini': played.inventory })) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
}

/** What follows the program's name, for both programs. */
export function argumentsOf(played: LanguageCase): readonly string[] {
  return ['-i', 'inventory.ini', 'site.yml', ...played.arguments];
}
