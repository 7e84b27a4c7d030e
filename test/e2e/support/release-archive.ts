import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import type { LabHost } from '../../lab/lab.ts';
import type { VendorArchive } from '../../stand-ins/pack.ts';

/** A release to be made out of a package of Debian's. */
export interface ReleaseOfPackage {
  readonly package: string;
  /** As the vendor names the archive's top folder: `prometheus-2.42.0.linux-amd64`. */
  readonly folder: string;
  /** Paths in the package by names in the release. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Packs the real programs of a package as their vendor packs a release, on a host that has not installed it. */
export async function releaseOfPackage(host: LabHost, release: ReleaseOfPackage): Promise<VendorArchive> {
  const copies = Object.entries(release.programs)
    .map(([name, path]) => `cp content/${path} ${release.folder}/${name}`)
    .join('\n');
  const { code, stderr } = await host.exec(`set -e
apt-get install -qq -y --download-only --no-install-recommends ${release.package} > /dev/null
rm -rf /var/tmp/release && mkdir -p /var/tmp/release/${release.folder} && cd /var/tmp/release
dpkg -x /var/cache/apt/archives/${release.package}_*.deb content
${copies}
tar -c ${release.folder} | gzip -1 > archive`);
  if (code !== 0) throw new Error(`no release of ${release.package}: ${stderr}`);
  const folder = `${host.rootfs}/var/tmp/release`;
  const content = await readFile(`${folder}/archive`);
  await rm(folder, { recursive: true });
  return {
    file: `${release.folder}.tar.gz`,
    content,
    checksum: `sha256:${createHash('sha256').update(content).digest('hex')}`,
  };
}
