import type { AnyModule } from '../../src/module/define.ts';
import { code, codes, fullName } from '../../src/module/describe.ts';
import { ENGINE_ACTIONS } from '../../src/project/actions.ts';
import type { Evidence } from './evidence.ts';
import { table } from './markdown.ts';

/** The page that lists all modules by collection. */
export function indexPage(
  modules: readonly AnyModule[],
  evidenceOf: (module: AnyModule) => Evidence,
): string {
  const sections = [...byCollection(modules, (module) => module.collection)].map(
    ([collection, members]) =>
      `## ${collection}\n\n${table(
        ['module', 'what it does', 'check mode', 'diff', 'compared with Ansible'],
        members.map((module) => [
          `[${module.name}](${fullName(module)}.md)`,
          module.summary,
          module.check,
          module.diff ? 'yes' : '',
          comparison(evidenceOf(module)),
        ]),
      )}`,
  );
  return `# Modules

Made by \`npm run reference\` from the declarations of the modules in \`src/modules/\`: change those, not these pages.
Modules that Ansible has and tsplay does not are in [missing.md](missing.md); a project's own modules are described in
[../own-modules.md](../own-modules.md).

The engine itself carries out ${codes([...ENGINE_ACTIONS].sort())}, as Ansible documents them.

${sections.join('\n\n')}
`;
}

/** The page of what is not there: names of `ansible-doc` that no module answers to. */
export function missingPage(ansibleModules: readonly string[], known: ReadonlySet<string>): string {
  const missing = ansibleModules.filter((name) => !known.has(name));
  const sections = [...byCollection(missing, (name) => name.replace(/\.[^.]+$/, ''))].map(
    ([collection, names]) =>
      `## ${collection}\n\n${names.map((name) => code(name.slice(collection.length + 1))).join(', ')}`,
  );
  return `# Modules that are not there

Of ansible-core and of the collections that manage machines and what runs on them; collections for network devices,
clouds, storage and Windows are not listed: none of their modules is there. A task of such a module is read, listed and
skipped like any other, a warning says that it is missing, and a host that comes to it fails there.

${sections.join('\n\n')}
`;
}

function byCollection<T>(
  items: readonly T[],
  collectionOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const collection = collectionOf(item);
    groups.set(collection, [...(groups.get(collection) ?? []), item]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function comparison({ cases, standIns }: Evidence): string {
  if (cases.length === 0) return 'no';
  return standIns.length > 0 ? 'with a stand-in for the tool' : 'yes';
}
