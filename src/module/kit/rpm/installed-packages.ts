import { quote } from '../quote.ts';
import type { Reading } from '../reading.ts';
import type { Evr } from './compare-versions.ts';

/** A package as rpm knows it. */
export interface RpmPackage extends Evr {
  readonly name: string;
  readonly arch: string;
}

/** A line for each package, told by its first character from what rpm says of packages that are not there. */
const format = quote('+%{NAME}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\n');

/** What to ask rpm: names as it takes them, who provides something, package files, or everything. */
export type RpmQuery = '-q' | '-q --whatprovides' | '-qp --nosignature' | '-qa';

interface RpmQuestion {
  readonly query: RpmQuery;
  readonly root?: string | undefined;
  readonly operands?: readonly string[];
}

/** Packages that rpm finds; none when it finds nothing or is not there. Keys are no packages. */
export function rpmReading(question: RpmQuestion): Reading<readonly RpmPackage[]> {
  const { query, operands = [] } = question;
  return {
    script: query !== '-qa' && operands.length === 0 ? '' : rpmScript(question),
    inline: 'prints',
    parse: ({ stdout }) => parseRpmPackages(stdout.toString()),
  };
}

/** What is in a package file, or at its URL, and what of that name is installed. */
export function packageFileReading(
  path: string,
  root: string | undefined,
): Reading<{ readonly file: RpmPackage | undefined; readonly installed: readonly RpmPackage[] }> {
  return {
    script: `${rpmScript({ query: '-qp --nosignature', operands: [path] })}
name=$(LC_ALL=C rpm -qp --nosignature --qf '%{NAME}' -- ${quote(path)} 2>/dev/null) &&
  ${rpmScript({ query: '-q', root })} -- "$name"`,
    inline: 'prints',
    parse: ({ stdout }) => {
      const [file, ...installed] = parseRpmPackages(stdout.toString());
      return { file, installed };
    },
  };
}

function rpmScript({ query, root, operands = [] }: RpmQuestion): string {
  const place = root === undefined ? '' : ` --root ${quote(root)}`;
  const names = operands.length === 0 ? '' : ` -- ${operands.map(quote).join(' ')}`;
  return `LC_ALL=C rpm${place} ${query} --qf ${format} 2>/dev/null${names}`;
}

/** @param text lines of `+` and the name, epoch, version, release and architecture with tabs between; others are left out */
export function parseRpmPackages(text: string): readonly RpmPackage[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('+'))
    .map((line) => line.slice(1).split('\t'))
    .map(([name = '', epoch = '', version = '', release = '', arch = '']) => ({
      name,
      epoch: /^\d+$/.test(epoch) ? epoch : '0',
      version,
      release,
      arch,
    }))
    .filter(({ name }) => name !== 'gpg-pubkey');
}

/** `name-version-release.architecture`, with an epoch that is not 0 before the version. */
export function nevraOf({ name, epoch, version, release, arch }: RpmPackage): string {
  return `${name}-${epoch === '0' ? '' : `${epoch}:`}${version}-${release}.${arch}`;
}

/** All that the package may be called: by its name, with its version, its release, its architecture. */
export function spellingsOf({ name, epoch, version, release, arch }: RpmPackage): readonly string[] {
  const full = `${version}-${release}`;
  const bare = [name, `${name}-${version}`, `${name}-${full}`, `${name}-${epoch}:${version}`].concat(
    `${name}-${epoch}:${full}`,
  );
  return bare.flatMap((text) => [text, `${text}.${arch}`]);
}
