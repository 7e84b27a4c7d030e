import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import { allOf, mapReading, noReading, type Reading, read } from '../reading.ts';
import { compareEvr, parseEvr } from '../rpm/compare-versions.ts';
import { packageFileReading, type RpmPackage, rpmReading, spellingsOf } from '../rpm/installed-packages.ts';
import type { WantedDnf } from './arguments.ts';
import type { Dialect } from './dialect.ts';
import { nameInNevra, type PackageRequest } from './package-request.ts';
import { rootOf } from './run-dnf.ts';

/** A request, and what rpm alone knows of it. */
export interface RequestState {
  readonly request: PackageRequest;
  /** The installed packages that it names; always empty for groups and `*`, of which rpm knows nothing. */
  readonly matches: readonly RpmPackage[];
  /** Whether something newer than it is installed: only of files and full names. */
  readonly isOlder: boolean;
}

/**
 * Reads in one round trip what is installed of what the requests name; the metadata are fetched before when that is
 * asked for. Throws ModuleFailure for a configuration that is not there.
 */
export async function readSituation(
  context: ModuleContext,
  {
    requests,
    wanted,
    dialect,
  }: {
    readonly requests: readonly PackageRequest[];
    readonly wanted: WantedDnf;
    readonly dialect: Dialect;
  },
): Promise<readonly RequestState[]> {
  const root = rootOf(wanted);
  const isPattern = requests.some(({ kind }) => kind === 'pattern');
  const { configuration, refreshed, installed, others } = await read(context, {
    configuration: configurationReading(wanted.conf_file),
    refreshed: wanted.update_cache ? refreshReading(dialect, wanted) : noReading(''),
    installed: isPattern
      ? rpmReading({ query: '-qa', root })
      : rpmReading({ query: '-q', root, operands: requests.flatMap(namesToAsk) }),
    others: allOf(requests.map((request) => otherReading(request, root))),
  });
  if (!configuration) {
    const conf_file = wanted.conf_file ?? '';
    throw new ModuleFailure(`cannot read configuration file ${conf_file}`, { conf_file, results: [] });
  }
  if (refreshed !== '') throw new ModuleFailure(`Failed to update the cache: ${refreshed}`, { results: [] });
  return requests.map((request, index) => stateOf(request, { installed, other: others[index] ?? nothing }));
}

function configurationReading(path: string | undefined): Reading<boolean> {
  if (path === undefined) return noReading(true);
  return { script: `[ -r ${quote(path)} ]`, inline: 'prints', parse: ({ rc }) => rc === 0 };
}

/** What went wrong, or nothing. */
function refreshReading(dialect: Dialect, wanted: WantedDnf): Reading<string> {
  const words = [dialect.program, 'makecache', '-q', ...dialect.options(wanted)];
  const clean = [dialect.program, 'clean', '-q', 'expire-cache', ...dialect.options(wanted)];
  return {
    script: `{ LC_ALL=C ${clean.map(quote).join(' ')} && LC_ALL=C ${words.map(quote).join(' ')}; } </dev/null 2>&1`,
    parse: ({ stdout, rc }) => (rc === 0 ? '' : stdout.toString().trim() || `status ${rc}`),
  };
}

/** What rpm finds by other ways than a name. */
interface Found {
  readonly packages: readonly RpmPackage[];
  /** The package in a file. */
  readonly file: RpmPackage | undefined;
}

const nothing: Found = { packages: [], file: undefined };

function namesToAsk(request: PackageRequest): readonly string[] {
  if (request.kind === 'comparison') return [request.name];
  if (request.kind !== 'package') return [];
  const name = nameInNevra(request.text);
  return name === undefined ? [request.text] : [request.text, name];
}

/** Who provides a path, or what is in a file and installed of that name. */
function otherReading(request: PackageRequest, root: string | undefined): Reading<Found> {
  if (request.kind === 'provided-path') {
    const providers = rpmReading({ query: '-q --whatprovides', root, operands: [request.text] });
    return mapReading(providers, (packages) => ({ packages, file: undefined }));
  }
  if (request.kind !== 'file') return noReading(nothing);
  return mapReading(packageFileReading(request.text, root), ({ file, installed }) => ({
    packages: installed,
    file,
  }));
}

function stateOf(
  request: PackageRequest,
  { installed, other }: { readonly installed: readonly RpmPackage[]; readonly other: Found },
): RequestState {
  switch (request.kind) {
    case 'package': {
      const matches = installed.filter((one) => spellingsOf(one).includes(request.text));
      return { request, matches, isOlder: matches.length === 0 && isOlderThan(request.text, installed) };
    }
    case 'comparison':
      return {
        request,
        matches: installed.filter(
          (one) => one.name === request.name && holds(compareEvr(one, parseEvr(request.evr)), request),
        ),
        isOlder: false,
      };
    case 'pattern': {
      const expression = globExpression(request.text);
      return {
        request,
        matches: installed.filter((one) => spellingsOf(one).some((text) => expression.test(text))),
        isOlder: false,
      };
    }
    case 'provided-path':
      return { request, matches: other.packages, isOlder: false };
    case 'file': {
      const { file, packages } = other;
      if (file === undefined) return { request, matches: [], isOlder: false };
      return {
        request,
        matches: packages.filter((one) => one.arch === file.arch && compareEvr(one, file) === 0),
        isOlder: packages.some((one) => compareEvr(one, file) > 0),
      };
    }
    case 'group':
    case 'everything':
      return { request, matches: [], isOlder: false };
  }
}

function isOlderThan(text: string, installed: readonly RpmPackage[]): boolean {
  const name = nameInNevra(text);
  const evr = name === undefined ? '' : text.slice(name.length + 1, text.lastIndexOf('.'));
  return installed.some((one) => one.name === name && compareEvr(one, parseEvr(evr)) > 0);
}

function holds(order: number, { operator }: { readonly operator: string }): boolean {
  if (order === 0) return operator.includes('=');
  return order < 0 ? operator.startsWith('<') : operator.startsWith('>');
}

/** A shell pattern, as dnf reads one. */
function globExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^$(){}|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^');
  try {
    return new RegExp(`^${source}$`);
  } catch {
    throw new ModuleFailure(`'${pattern}' is no pattern: a bracket is not closed`);
  }
}
