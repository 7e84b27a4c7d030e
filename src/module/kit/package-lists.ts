import type { Reading } from './reading.ts';

/** An installed package, with what its manager tells beyond name and version. */
export type ListedPackage = {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly arch?: string;
  readonly category?: string;
  readonly origin?: string;
  readonly release?: string;
  readonly epoch?: number | null;
};

/** Undefined where the manager's program is not there. */
type List = Reading<readonly ListedPackage[] | undefined>;

/** A list out of what a manager's program prints, where there is one. */
function listOf(
  program: string,
  { script, parse }: { readonly script: string; readonly parse: (text: string) => readonly ListedPackage[] },
): List {
  return {
    script: `command -v ${program} >/dev/null 2>&1 || exit 127\n${script}\n:`,
    parse: ({ stdout, rc }) => (rc === 127 ? undefined : parse(stdout.toString())),
  };
}

const rpm = listOf('rpm', {
  script: `rpm -qa --qf '%{NAME}\\t%{VERSION}\\t%{RELEASE}\\t%{EPOCH}\\t%{ARCH}\\n' 2>/dev/null`,
  parse: (text) =>
    rows(text).map(([name = '', version = '', release = '', epoch = '', arch = '']) => ({
      arch,
      epoch: /^\d+$/.test(epoch) ? Number(epoch) : null,
      name,
      release,
      source: 'rpm',
      version,
    })),
});

/** dpkg knows what is installed; where it came from is in apt's lists. */
const apt = listOf('dpkg-query', {
  script: `dpkg-query -W -f '\${db:Status-Abbrev}\\t\${Package}\\t\${Version}\\t\${Section}\\t\${Architecture}\\n'
echo
LC_ALL=C apt-cache policy 2>/dev/null
echo
LC_ALL=C apt-cache policy $(dpkg-query -W -f '\${binary:Package}\\n') 2>/dev/null`,
  parse: (text) => {
    const [installed = '', ...policy] = text.split('\n\n');
    const origins = originsOf(policy.join('\n'));
    return rows(installed)
      .filter(([status = '']) => status.charAt(1) === 'i')
      .map(([, name = '', version = '', section = '', arch = '']) => ({
        arch,
        category: section,
        name,
        origin: origins.get(`${name} ${version}`) ?? '',
        source: 'apt',
        version,
      }));
  },
});

const pacman = listOf('pacman', {
  script: 'pacman -Q 2>/dev/null',
  parse: (text) => rows(text, ' ').map(([name = '', version = '']) => ({ name, version, source: 'pacman' })),
});

/** `name-1.2-r3`, one a line. */
const apk = listOf('apk', {
  script: 'apk info -v 2>/dev/null',
  parse: (text) =>
    [...text.matchAll(/^(\S+)-(\d[^-\s]*)-r(\d+)$/gm)].map(([, name = '', version = '', release = '']) => ({
      name,
      version,
      release,
      source: 'apk',
    })),
});

/** How each package manager tells what is installed. In the order of preference: machines of Debian may have rpm, too. */
export const packageListers = { apk, apt, pacman, rpm } as const;

export function isPackageLister(name: string): name is keyof typeof packageListers {
  return Object.hasOwn(packageListers, name);
}

function rows(text: string, separator = '\t'): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(separator));
}

/**
 * Of `name version` the origin of the first list that has it.
 * @param text `apt-cache policy` without names (lists and their releases), then with names (versions and their lists)
 */
export function originsOf(text: string): ReadonlyMap<string, string> {
  const ofList = new Map<string, string>();
  const origins = new Map<string, string>();
  let list = '';
  let name = '';
  let version: string | undefined;
  for (const line of text.split('\n')) {
    const release = /^ {5}release (?:.*,)?o=([^,]*)/.exec(line)?.[1];
    const source = /^ +-?\d+ (\S.*)$/.exec(line)?.[1];
    const versionLine = /^ (?:\*\*\*| {3}) (\S+) -?\d+$/.exec(line)?.[1];
    if (release !== undefined) ofList.set(list, release);
    else if (versionLine !== undefined) version = versionLine;
    else if (source !== undefined) {
      list = source;
      const key = `${name} ${version ?? ''}`;
      const origin = ofList.get(source);
      if (version !== undefined && origin !== undefined && !origins.has(key)) origins.set(key, origin);
    } else if (/^\S+:$/.test(line)) {
      name = line.slice(0, -1).replace(/:[\w-]+$/, '');
      version = undefined;
    }
  }
  return origins;
}
