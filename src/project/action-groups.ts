/** The collections' action groups whose modules tsplay has, or can come to have: which modules, by full name. */
const members: Readonly<Record<string, RegExp>> = {
  'community.crypto.acme': /^community\.crypto\.acme_/,
  'community.docker.docker': /^community\.docker\.docker_/,
  'community.grafana.grafana': /^community\.grafana\./,
  'community.postgresql.all': /^community\.postgresql\./,
};

/** Short names that stand for a group of a collection. */
const shortNames: Readonly<Record<string, string>> = {
  acme: 'community.crypto.acme',
  docker: 'community.docker.docker',
};

/** Further groups that Ansible's user guide names. tsplay has no module of theirs: their defaults are for nobody. */
const withoutModules: readonly string[] = ['aws', 'azure', 'cpm', 'gcp', 'k8s', 'os', 'ovirt', 'vmware'];

/** The groups that are known by name. */
export const actionGroups: ReadonlySet<string> = new Set([
  ...Object.keys(members),
  ...Object.keys(shortNames),
  ...withoutModules,
]);

/**
 * What is known of the group that `group/NAME` names: `foreign` is one of a collection that tsplay has no groups of, of
 * which it cannot be told whether it exists.
 */
export function groupKind(name: string): 'known' | 'foreign' | 'unknown' {
  if (actionGroups.has(name)) return 'known';
  const collection = /^\w+\.\w+(?=\.\w+$)/.exec(name)?.[0];
  if (collection === undefined) return 'unknown';
  return Object.keys(members).some((full) => full.startsWith(`${collection}.`)) ? 'unknown' : 'foreign';
}

/** Whether a module, by its full name, is in a group, by any name of it. */
export function isInGroup(module: string, group: string): boolean {
  const full = Object.hasOwn(shortNames, group) ? shortNames[group] : group;
  return full !== undefined && Object.hasOwn(members, full) && members[full]?.test(module) === true;
}

/** The group that a key of module_defaults names: `docker` of `group/docker`; undefined when it names a module. */
export function groupName(key: string): string | undefined {
  return /^group\/(?:ansible\.(?:builtin|legacy)\.)?(.+)$/.exec(key)?.[1];
}
