import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import { noReading, type Reading, read } from '../reading.ts';
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
    installed: requests.length === 0 ? noReading([]) : installedReading(names),
    matches: patterns.length === 0 ? noReading([]) : matchesReading(patterns),
    satisfied: limits.length === 0 ? noReading(new Set<string>()) : satisfiedReading(limits),
  });
  if (state.cache instanceof ModuleFailure) throw state.cache;
  return { ...state, cache: state.cache };
}

/** @param names shell words */
function installedReading(names: string): Reading<readonly InstalledPackage[]> {
  return {
    script: `r=$(dpkg-query -W -f '\${db:Status-Abbrev}\\t\${Package}\\t\${Architecture}\\t\${Version}\\n' -- ${names} 2>/dev/null)`,
    inline: 'sets',
    parse: ({ stdout }) => parseInstalled(stdout.toString()),
  };
}

function matchesReading(patterns: readonly PackageRequest[]): Reading<readonly string[]> {
  const expressions = patterns.map(({ name }) => `-e ${quote(patternExpression(name))}`).join(' ');
  return {
    script: `apt-cache pkgnames 2>/dev/null | grep -xE ${expressions} | sort -u`,
    parse: ({ stdout }) =>
      stdout
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
  };
}

function satisfiedReading(limits: readonly PackageRequest[]): Reading<ReadonlySet<string>> {
  return {
    script: limits.map(limitScript).join('\n'),
    parse: ({ stdout }) => new Set(stdout.toString().split('\n')),
  };
}

function limitScript({ text, name, version }: PackageRequest): string {
  return `have=$(dpkg-query -W -f '\${Version}' -- ${quote(name)} 2>/dev/null) && dpkg --compare-versions "$have" ge ${quote(version?.text ?? '')} && printf '%s\\n' ${quote(text)}`;
}

/** Leaves the time of the lists in `$r`. */
const stampScript = `stamp=/var/lib/apt/periodic/update-success-stamp
[ -e "$stamp" ] || stamp=/var/lib/apt/lists
r=$(stat -c %Y "$stamp" 2>/dev/null) || r=0`;

function cacheReading(query: AptQuery, checkMode: boolean): Reading<CacheState | ModuleFailure> {
  const { updateOlderThan: limit, updateRetries, updateMaxDelay, lockTimeout } = query;
  if (limit === undefined || checkMode) {
    return {
      script: stampScript,
      inline: 'sets',
      parse: ({ stdout }) => ({ updated: Number(stdout.toString()), wasUpdated: false }),
    };
  }
  return {
    script: `${stampScript}
before=$r
echo "$before"
if [ $((before + ${limit})) -le "$(date +%s)" ]; then
  log=$(mktemp) || exit
  attempt=0; delay=1
  until LC_ALL=C apt-get -q -o DPkg::Lock::Timeout=${lockTimeout} -o APT::Update::Error-Mode=any update >"$log" 2>&1; do
    attempt=$((attempt + 1))
    if [ "$attempt" -ge ${Math.max(1, updateRetries)} ]; then cat "$log"; rm -f "$log"; exit 1; fi
    sleep "$delay"; delay=$((delay * 2)); [ "$delay" -le ${updateMaxDelay} ] || delay=${updateMaxDelay}
  done
  rm -f "$log"
  ${stampScript}
fi
echo "$r"`,
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
