import path from 'node:path';

/** Where the labs of this machine live: outside the checkout, so that clones share the bases. */
export const labFolder: string = path.resolve(process.env['TSPLAY_LAB_DIR'] ?? '/var/tmp/tsplay-lab');

export const basesFolder: string = path.join(labFolder, 'bases');
export const keysFolder: string = path.join(labFolder, 'keys');
export const labsFolder: string = path.join(labFolder, 'labs');

/** Names become parts of paths, host names and cgroups. */
export function checkName(kind: 'host' | 'lab', name: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(name)) {
    throw new Error(
      `${kind} name '${name}' cannot be used: lower-case letters, digits and inner dashes, at most 42 of them`,
    );
  }
  return name;
}
