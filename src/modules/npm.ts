import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type Captured, captured, reported } from '../module/kit/captured.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { mapReading, noReading, type Reading, read, textReading } from '../module/kit/reading.ts';
import { shownWord } from '../module/kit/shown-word.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure } from '../module/result.ts';

const spec = {
  name: { type: 'str', description: 'The package; without one, all that package.json names.' },
  path: { type: 'path', description: 'The folder of the project; needed unless global.' },
  version: { type: 'str', description: 'The version, tag or range to install.' },
  global: { type: 'bool', default: false, description: 'Install for the whole machine.' },
  executable: { type: 'path', description: 'Another npm: its path, options may follow.' },
  state: {
    type: 'str',
    choices: ['present', 'absent', 'latest'],
    default: 'present',
    description: 'What should be with it.',
  },
  ci: { type: 'bool', default: false, description: 'Install what package-lock.json says, from scratch.' },
  production: { type: 'bool', default: false, description: 'Leave out what only development needs.' },
  ignore_scripts: { type: 'bool', default: false, description: 'Run no scripts of packages.' },
  unsafe_perm: { type: 'bool', default: false, description: 'Run scripts as the user that installs.' },
  no_optional: { type: 'bool', default: false, description: 'Leave out what is optional.' },
  no_bin_links: { type: 'bool', default: false, description: 'Make no links to programs.' },
  registry: { type: 'str', description: 'The address of another registry.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'npm',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Manages packages of Node.js with npm',
  args: spec,
  returns: {},
  examples: `
- name: Install what the application needs
  community.general.npm:
    path: /srv/app
    production: true
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    refuseImpossible(args);
    const npm = await programOf(context, args);
    const { installed, outdated } = await read(context, {
      installed: args.ci && args.state === 'present' ? noReading(nothing) : installedPackages(args, npm),
      outdated: args.state === 'latest' ? outdatedPackages(args, npm) : noReading(0),
    });
    const verbs = verbsFor(args, { installed, outdated });
    if (verbs.length > 0 && !context.checkMode) await change(context, { args, npm, verbs });
    return { changed: verbs.length > 0 };
  },
});

function refuseImpossible({ name, path, global, state }: Arguments): void {
  if (path === undefined && !global) throw new ModuleFailure("npm: 'path' is needed, or 'global'");
  if (name === undefined && state === 'absent') {
    throw new ModuleFailure("npm: 'state: absent' needs the 'name' of a package");
  }
  if (name !== undefined && !/^[^\s-]\S*$/.test(name)) {
    throw new ModuleFailure(`npm: '${name}' cannot be the name of a package`);
  }
}

/** How npm is called. */
interface Npm {
  /** Shell words. */
  readonly words: string;
  /** What it is called in messages. */
  readonly program: string;
  /** Shell text that ends with NO_PROGRAM or NO_FOLDER where npm cannot run. */
  readonly preparation: string;
}

const NO_PROGRAM = 127;
const NO_FOLDER = 126;

async function programOf(context: ModuleContext, { executable, path }: Arguments): Promise<Npm> {
  const words = executable === undefined ? ['npm'] : splitWords(await expandPath(context, executable));
  const [program] = words ?? [];
  if (words === undefined || program === undefined) {
    throw new ModuleFailure(`npm: '${executable ?? ''}' is no program`);
  }
  const folder = path === undefined ? '"$HOME"' : quotePath(await expandPath(context, path));
  return {
    words: words.map(quote).join(' '),
    program,
    preparation: `command -v ${quote(program)} >/dev/null || exit ${NO_PROGRAM}
folder=${folder}
${context.checkMode ? '' : '[ -e "$folder" ] || mkdir -p "$folder" || exit'}
CDPATH= cd -- "$folder" 2>/dev/null || exit ${NO_FOLDER}`,
  };
}

interface Installed {
  /** Versions by name. */
  readonly versions: ReadonlyMap<string, string>;
  /** package.json names something that is not there, or not in that version. */
  readonly isIncomplete: boolean;
}

const nothing: Installed = { versions: new Map(), isIncomplete: false };

function installedPackages({ global }: Arguments, npm: Npm): Reading<Installed> {
  const command = `${npm.words} list --json --long${global ? ' --global' : ''} </dev/null`;
  return mapReading(captured(command, npm.preparation), (output) => {
    // In check mode the folder need not be there yet.
    if (output.rc === NO_FOLDER && output.stdout === '') return nothing;
    const listed = Object.entries(dictOf(parsed(output, npm)['dependencies']));
    const isUsable = ([, one]: [string, unknown]): boolean => {
      const { missing, invalid } = dictOf(one);
      return (missing ?? false) === false && (invalid ?? false) === false;
    };
    return {
      versions: new Map(
        listed.filter(isUsable).map(([name, one]) => [name, String(dictOf(one)['version'] ?? '')]),
      ),
      isIncomplete: !listed.every(isUsable),
    };
  });
}

/** How many packages have a newer version. npm says by its status that there are some. */
function outdatedPackages({ name, global, registry }: Arguments, npm: Npm): Reading<number> {
  const options = [
    ...(global ? ['--global'] : []),
    ...(registry === undefined ? [] : ['--registry', registry]),
  ];
  const words = [...options, ...(name === undefined ? [] : [name])];
  const command = [`${npm.words} outdated --json`, ...words.map(quote)].join(' ');
  return mapReading(captured(`${command} </dev/null`, npm.preparation), (output) => {
    if (output.rc === NO_FOLDER && output.stdout === '') return 0;
    return Object.keys(parsed({ ...output, stdout: output.stdout.trim() || '{}' }, npm)).length;
  });
}

function parsed({ rc, stdout, stderr }: Captured, { program }: Npm): Readonly<Record<string, unknown>> {
  if (rc === NO_PROGRAM) {
    throw new ModuleFailure(`npm: there is no '${program}' on the target: install Node.js with npm first`);
  }
  const data = dictOf(parseJson(stdout));
  const error = dictOf(data['error']);
  if (stdout.trim() === '' || (rc !== 0 && Object.keys(error).length > 0)) {
    const reason = String(error['summary'] ?? '') || stderr.trim();
    throw new ModuleFailure(
      `npm does not tell what is installed: ${reason}`,
      reported({ rc, stdout, stderr }),
    );
  }
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ModuleFailure(`npm prints no JSON, but: ${text.slice(0, 500)}`);
  }
}

function dictOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

type Verb = 'ci' | 'install' | 'update' | 'uninstall';

/** What npm is to do, one after the other. */
function verbsFor(
  { name, version, state, ci }: Arguments,
  { installed, outdated }: { readonly installed: Installed; readonly outdated: number },
): readonly Verb[] {
  const { versions, isIncomplete } = installed;
  const isThere = name === undefined || versions.has(name);
  switch (state) {
    case 'absent':
      return isThere ? ['uninstall'] : [];
    case 'present': {
      if (ci) return ['ci'];
      const isOther = name !== undefined && version !== undefined && versions.get(name) !== version;
      return isIncomplete || !isThere || isOther ? ['install'] : [];
    }
    case 'latest':
      return [
        ...(isIncomplete || !isThere ? (['install'] as const) : []),
        ...(outdated > 0 ? (['update'] as const) : []),
      ];
  }
}

interface Change {
  readonly args: Arguments;
  readonly npm: Npm;
  readonly verbs: readonly Verb[];
}

async function change(context: ModuleContext, { args, npm, verbs }: Change): Promise<void> {
  const calls = verbs.map((verb) => [verb, ...optionsOf(args, verb)]);
  const commands = calls.map((words) => `${npm.words} ${words.map(quote).join(' ')} </dev/null`);
  const { done, program } = await read(context, {
    program: textReading(`r=$(command -v ${quote(npm.program)})`, 'sets'),
    done: captured(commands.join(' && '), npm.preparation),
  });
  if (done.rc === 0) return;
  throw new ModuleFailure(`npm ${verbs.join(', ')} fails: ${done.stderr.trim() || done.stdout.trim()}`, {
    cmd: calls.map((words) => [program ?? npm.program, ...words].map(shownWord).join(' ')).join(' && '),
    ...reported(done),
  });
}

function optionsOf(args: Arguments, verb: Verb): readonly string[] {
  const flags: readonly (readonly [isGiven: boolean, flag: string])[] = [
    [args.global, '--global'],
    [args.production, '--production'],
    [args.ignore_scripts, '--ignore-scripts'],
    [args.unsafe_perm, '--unsafe-perm'],
    [args.no_optional, '--no-optional'],
    [args.no_bin_links, '--no-bin-links'],
  ];
  const version = verb === 'install' && args.version !== undefined ? `@${args.version}` : '';
  return [
    ...flags.flatMap(([isGiven, flag]) => (isGiven ? [flag] : [])),
    ...(args.registry === undefined ? [] : ['--registry', args.registry]),
    ...(verb === 'ci' || args.name === undefined ? [] : [`${args.name}${version}`]),
  ];
}
