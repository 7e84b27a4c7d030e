import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../../result.ts';
import { quote } from '../quote.ts';
import { type Reading, read } from '../reading.ts';
import type { WantedDnf } from './arguments.ts';
import type { Dialect } from './dialect.ts';

type Listed = Readonly<Record<string, ResultData>>;

/** What `list` asks for; it changes nothing. Throws ModuleFailure when the program cannot tell. */
export async function listPackages(
  context: ModuleContext,
  { dialect, wanted, what }: { readonly dialect: Dialect; readonly wanted: WantedDnf; readonly what: string },
): Promise<ModuleResult> {
  if (what.startsWith('-')) throw new ModuleFailure(`'${what}' is nothing that can be listed`);
  const query = (...words: readonly string[]): string => command(dialect, wanted, words);
  const { results } = await read(context, { results: listing(what, query) });
  if (results === undefined)
    throw new ModuleFailure(`${dialect.program} cannot list '${what}'`, { results: [] });
  return { changed: false, msg: '', results };
}

function command(dialect: Dialect, wanted: WantedDnf, words: readonly string[]): string {
  const [verb = '', ...rest] = words;
  const program = dialect.program === 'yum' && verb === 'repoquery' ? ['repoquery'] : [dialect.program, verb];
  return `LC_ALL=C ${[...program, '-q', ...dialect.options(wanted), ...rest].map(quote).join(' ')} </dev/null`;
}

type Query = (...words: readonly string[]) => string;

/** dnf expands `\n` and `\t` by itself. */
const format = '--qf=+%{name}\\t%{epoch}\\t%{version}\\t%{release}\\t%{arch}\\t%{repoid}\\n';

function listing(what: string, query: Query): Reading<readonly Listed[] | undefined> {
  switch (what) {
    case 'installed':
      return packages([['installed', query('repoquery', '--installed', format)]]);
    case 'available':
      return packages([['available', query('repoquery', '--available', format)]]);
    case 'updates':
    case 'upgrades':
      return packages([['available', query('repoquery', '--upgrades', format)]]);
    case 'repos':
    case 'repositories':
      return repositories(query('repolist'));
    default:
      return packages([
        ['installed', query('repoquery', '--installed', format, what)],
        ['available', query('repoquery', '--available', format, what)],
      ]);
  }
}

function packages(
  queries: readonly (readonly [state: string, script: string])[],
): Reading<readonly Listed[] | undefined> {
  return {
    script: queries.map(([state, script]) => `echo ${state}; ${script} || exit`).join('\n'),
    parse: ({ stdout, rc }) => (rc === 0 ? parseListing(stdout.toString()) : undefined),
  };
}

/** @param text a line that says the state, then `+` and the fields of a package on each */
export function parseListing(text: string): readonly Listed[] {
  const listed: Listed[] = [];
  let state = '';
  for (const line of text.split('\n')) {
    if (line === 'installed' || line === 'available') state = line;
    if (!line.startsWith('+')) continue;
    const [name = '', epoch = '0', version = '', release = '', arch = '', repo = ''] = line
      .slice(1)
      .split('\t');
    const nevra = `${epoch}:${name}-${version}-${release}.${arch}`;
    listed.push({
      ...{ name, arch, epoch, version, release, nevra, envra: nevra },
      repo: state === 'installed' ? '@System' : repo,
      yumstate: state,
    });
  }
  return listed;
}

function repositories(script: string): Reading<readonly Listed[] | undefined> {
  return {
    script,
    parse: ({ stdout, rc }) =>
      rc === 0
        ? stdout
            .toString()
            .split('\n')
            .slice(1)
            .flatMap((line) => {
              const repoid = line.split(/\s/)[0] ?? '';
              return repoid === '' ? [] : [{ repoid, state: 'enabled' }];
            })
        : undefined,
  };
}
