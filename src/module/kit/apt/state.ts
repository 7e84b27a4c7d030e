import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import { type Reading, read } from '../reading.ts';
import { type PackageRequest, patternExpression } from './package-name.ts';

export interface InstalledPackage {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  /** `installed`, or `config-files` when only those are left. */
  readonly status: 'installed' | 'config-files' | 'broken';
}

export interface CacheState {
  /** Seconds since the epoch. */
  readonly updated: number;
  /** Whether this round trip brought other lists: apt leaves their time as it is when the archives have nothing new. */
  readonly wasUpdated: boolean;
}

export interface AptState {
  readonly cache: CacheState;
  readonly installed: readonly InstalledPackage[];
  /** Known names that the patterns match. */
  readonly matches: readonly string[];
  /** Texts of the requests with `>=` that what is installed satisfies. */
  readonly satisfied: ReadonlySet<string>;
}

export interface AptQuery {
  readonly requests: readonly PackageRequest[];
  /** Fetch the lists first, when they are older than this many seconds; undefined for never. */
  readonly updateOlderThan: number | undefined;
  readonly updateRetries: number;
  readonly updateMaxDelay: number;
  readonly lockTimeout: number;
}

/** Reads, in one round trip, what dpkg and apt know of the packages; fetches the lists before when that is asked for. */
export async function readApt(context: ModuleContext, query: AptQuery): Promise<AptState> {
  const { requests } = query;
  const names = requests.map(({ name }) => quote(name)).join(' ');
  const patterns = requests.filter(({ isPattern }) => isPattern);
  const limits = requests.filter(({ version }) => version?.operator === '>=');
  const state = await read(context, {
    cache: cacheReading(query, context.checkMode),
    installed: {
      script:
        requests.length === 0
          ? ':'
          : `dpkg-query -W -f '\${db:Status-Abbrev}\\t\${Package}\\t\${Architecture}\\t\${Version}\\n' -- ${names} 2>/dev/null; :`,
      parse: ({ stdout }) => parseInstalled(stdout.toString()),
    },
    matches: {
      script:
        patterns.length === 0
          ? ':'
          : `apt-cache pkgnames 2>/dev/null | grep -xE ${patterns
              .map(({ name }) => `-e ${quote(patternExpression(name))}`)
              .join(' ')} | sort -u; :`,
      parse: ({ stdout }) =>
        stdout
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
    },
    satisfied: {
      script: limits.map(limitScript).concat(':').join('\n'),
      parse: ({ stdout }) => new Set(stdout.toString().split('\n')),
    },
  });
  if (state.cache instanceof ModuleFailure) throw state.cache;
  return { ...state, cache: state.cache };
}

function limitScript({ text, name, version }: PackageRequest): string {
  return `have=$(dpkg-query -W -f '\${Version}' -- ${quote(name)} 2>/dev/null) && dpkg --compare-versions "$have" ge ${quote(version?.text ?? '')} && printf '%s\\n' ${quote(text)}`;
}

function cacheReading(query: AptQuery, checkMode: boolean): Reading<CacheState | ModuleFailure> {
  const stamp = `stamp() {
  if [ -e /var/lib/apt/periodic/update-success-stamp ]; then stat -c %Y /var/lib/apt/periodic/update-success-stamp
  else stat -c %Y /var/lib/apt/lists 2>/dev/null || echo 0
  fi
}`;
  const { updateOlderThan: limit, updateRetries, updateMaxDelay, lockTimeout } = query;
  const update =
    limit === undefined || checkMode
      ? ''
      : `if [ $((before + ${limit})) -le "$(date +%s)" ]; then
  attempt=0; delay=1
  until LC_ALL=C apt-get -q -o DPkg::Lock::Timeout=${lockTimeout} -o APT::Update::Error-Mode=any update >"$log" 2>&1; do
    attempt=$((attempt + 1))
    if [ "$attempt" -ge ${Math.max(1, updateRetries)} ]; then cat "$log"; rm -f "$log"; exit 1; fi
    sleep "$delay"; delay=$((delay * 2)); [ "$delay" -le ${updateMaxDelay} ] || delay=${updateMaxDelay}
  done
  rm -f "$log"
fi`;
  return {
    script: `${stamp}
before=$(stamp)
echo "$before"
${update === '' ? '' : 'log=$(mktemp) || exit'}
${update}
stamp`,
    parse: ({ stdout, rc }) => {
      const lines = stdout.toString().trim().split('\n');
      if (rc !== 0) return new ModuleFailure(`Failed to update apt cache: ${lines.slice(1).join('\n')}`);
      const updated = Number(lines.at(-1));
      return { updated, wasUpdated: updated !== Number(lines[0]) };
    },
  };
}

/** @param text lines of status abbreviation, name, architecture and version, with tabs between */
export function parseInstalled(text: string): readonly InstalledPackage[] {
  return text.split('\n').flatMap((line): readonly InstalledPackage[] => {
    const [abbreviation = '', name, architecture = '', version = ''] = line.split('\t');
    if (name === undefined) return [];
    const status = abbreviation.charAt(1);
    if (status === 'i') return [{ name, architecture, version, status: 'installed' }];
    if (status === 'c') return [{ name, architecture, version, status: 'config-files' }];
    return status === 'n' ? [] : [{ name, architecture, version, status: 'broken' }];
  });
}

export interface PackagePolicy {
  readonly name: string;
  readonly installed: string | undefined;
  readonly candidate: string | undefined;
  /** Newest first. */
  readonly versions: readonly string[];
}

export function policyScript(names: readonly string[], options: readonly string[]): string {
  return `LC_ALL=C apt-cache ${[...options, 'policy', '--', ...names].map(quote).join(' ')}`;
}

/** Parses `apt-cache policy`: what apt would install of each package it knows. */
export function parsePolicy(text: string): ReadonlyMap<string, PackagePolicy> {
  const policies = new Map<string, PackagePolicy>();
  for (const block of text.split(/\n(?=\S)/)) {
    const name = /^(\S+):$/m.exec(block)?.[1];
    if (name === undefined) continue;
    const version = (key: string): string | undefined => {
      const found = new RegExp(`^  ${key}: (.*)$`, 'm').exec(block)?.[1];
      return found === '(none)' ? undefined : found;
    };
    const versions = [...block.matchAll(/^(?: \*\*\* | {5})(\S+) -?\d+$/gm)].map((match) => match[1] ?? '');
    policies.set(name, { name, installed: version('Installed'), candidate: version('Candidate'), versions });
  }
  return policies;
}
