/** Arguments that modules of Ansible once took, and what to do about them. Roles that nobody touched for years still have them. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['warn', 'leave it out: command and shell took it until Ansible 2.13'],
  ['sha256sum', "write 'checksum: sha256:...': get_url took it until Ansible 2.13"],
]);

/** What to do about an argument that there is no longer. */
export function adviceOnRetired(argument: string): string | undefined {
  return RETIRED.get(argument);
}
