import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { isPackageLister, type ListedPackage, packageListers } from '../module/kit/package-lists.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'package_facts',
  collection: 'ansible.builtin',
  summary: 'Gathers the installed packages as facts',
  args: {
    manager: {
      type: 'list',
      elements: 'str',
      choices: ['auto', 'rpm', 'apt', 'portage', 'pkg', 'pacman', 'apk', 'pkg_info'],
      default: ['auto'],
      description: 'Whose packages; auto tries all. portage, pkg and pkg_info are not supported.',
    },
    strategy: {
      type: 'str',
      choices: ['first', 'all'],
      default: 'first',
      description: 'Whether the first manager that is there is enough.',
    },
  },
  returns: { 'ansible_facts.packages': 'By name: what is installed, each with name, version and source.' },
  examples: `
- name: Know what is installed
  ansible.builtin.package_facts:
    manager: auto
`,
  check: 'full',
  diff: false,
  async run(context, { manager, strategy }) {
    const wanted = manager.includes('auto')
      ? Object.keys(packageListers)
      : manager.map((name) => name.toLowerCase());
    const unknown = wanted.filter((name) => !isPackageLister(name));
    if (strategy === 'first' && unknown.length === wanted.length) throw unsupported(unknown);
    const found = await listPackages(context, wanted);
    const lists = wanted.map((name) => found.get(name)).filter((list) => list !== undefined);
    if (lists.length === 0) {
      if (unknown.length > 0) throw unsupported(unknown);
      throw new ModuleFailure(`package_facts: the target has none of ${wanted.join(', ')}`);
    }
    const packages = (strategy === 'first' ? lists.slice(0, 1) : lists).flat();
    return { changed: false, ansible_facts: { packages: byName(packages) } };
  },
});

function unsupported(names: readonly string[]): ModuleFailure {
  return new ModuleFailure(
    `package_facts: ${names.join(', ')} not supported; accepted: auto, rpm, apt, pacman, apk`,
  );
}

async function listPackages(
  context: ModuleContext,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, readonly ListedPackage[] | undefined>> {
  const names = wanted.filter(isPackageLister);
  const readings = Object.fromEntries(names.map((name) => [name, packageListers[name]]));
  return new Map(Object.entries(await read(context, readings)));
}

function byName(packages: readonly ListedPackage[]): Readonly<Record<string, readonly ListedPackage[]>> {
  const named = new Map<string, ListedPackage[]>();
  for (const one of packages) named.set(one.name, [...(named.get(one.name) ?? []), one]);
  return Object.fromEntries(named);
}
