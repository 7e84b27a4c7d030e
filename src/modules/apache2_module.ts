import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type Captured, captured, reported } from '../module/kit/captured.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, type Reading, read, textReading } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';

const spec = {
  name: { type: 'str', required: true, description: 'The module as a2enmod and a2dismod name it.' },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'Whether it is loaded.',
  },
  identifier: {
    type: 'str',
    description: 'What `apache2ctl -M` calls it; guessed from the name when absent.',
  },
  force: {
    type: 'bool',
    default: false,
    description: 'Disable also what Debian thinks essential, and what depends on the module.',
  },
  ignore_configcheck: {
    type: 'bool',
    default: false,
    description: 'Go on when Apache cannot read its configuration, as between two MPMs.',
  },
  warn_mpm_absent: { type: 'bool', default: true, description: 'Warn when no MPM is loaded.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'apache2_module',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Enables or disables a module of the Apache web server with a2enmod and a2dismod',
  args: spec,
  returns: { result: 'What was done, in words.' },
  examples: `
- name: Rewrite addresses
  community.general.apache2_module:
    name: rewrite
    state: present
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    refuseImpossible(args.name);
    const { loaded, threaded, obstacle } = await read(context, {
      loaded: loadedModules,
      threaded: args.name === 'cgi' ? isThreaded : noReading(false),
      obstacle: context.checkMode ? textReading(obstacleScript(args)) : noReading(''),
    });
    if (threaded) {
      throw new ModuleFailure(
        'apache2_module: the MPM is threaded, where cgi cannot be enabled or disabled: cgid takes its place',
      );
    }
    const isLoaded = identifiersIn(context, loaded, args).has(identifierOf(args));
    const wanted = args.state === 'present';
    const done = { result: `Module ${args.name} ${wanted ? 'enabled' : 'disabled'}` };
    if (isLoaded === wanted) return { changed: false, ...done };
    if (context.checkMode) refuseObstacle(obstacle);
    else await change(context, args);
    return { changed: true, ...done };
  },
});

/** Names are patterns to a2enmod, and what looks like an option is one. */
function refuseImpossible(name: string): void {
  if (/^\w[\w.+-]*$/.test(name)) return;
  throw new ModuleFailure(`apache2_module: '${name}' cannot be the name of a module`);
}

/** Statuses of a shell for a program that is not there. */
const NOT_FOUND = 127;

const controlScript = `control=$(command -v apache2ctl || command -v apachectl) || exit ${NOT_FOUND}`;

const loadedModules = captured('LC_ALL=C "$control" -M </dev/null', controlScript);

const isThreaded: Reading<boolean> = {
  script: `${controlScript}\nLC_ALL=C "$control" -V 2>/dev/null </dev/null`,
  parse: ({ stdout }) => /^\s*threaded:\s*yes/m.test(stdout.toString()),
};

/** Says why the change would be refused, as far as Debian's layout tells before it is tried. */
function obstacleScript({ name, state, force }: Arguments): string {
  const tool = toolOf(state);
  const missing = `if ! command -v ${tool} >/dev/null 2>&1; then
  echo '${tool} is not on the target: its Apache is configured in another way'
  exit 0
fi
folder=\${APACHE_CONFDIR:-/etc/apache2}
[ -d "$folder/mods-available" ] || exit 0`;
  if (state === 'present') {
    return `${missing}
[ -e "$folder/mods-available/"${quote(`${name}.load`)} ] ||
  printf 'there is no module %s in %s\\n' ${quote(name)} "$folder/mods-available"
exit 0`;
  }
  if (force) return `${missing}\nexit 0`;
  const pattern = `^# Depends:(.*[[:space:]])?${name.replaceAll(/[.+]/g, '[$&]')}([[:space:]]|$)`;
  return `${missing}
dependents=$(grep -lE ${quote(pattern)} "$folder"/mods-enabled/*.load 2>/dev/null | sed 's|.*/||; s|[.]load$||')
[ -z "$dependents" ] || echo "these modules depend on it and would have to go first:" $dependents`;
}

function toolOf(state: Arguments['state']): 'a2enmod' | 'a2dismod' {
  return state === 'present' ? 'a2enmod' : 'a2dismod';
}

function refuseObstacle(obstacle: string | undefined): void {
  if (obstacle !== '') throw new ModuleFailure(`apache2_module: ${obstacle ?? 'its files cannot be read'}`);
}

/** What is loaded. Without an MPM Apache cannot tell, which is as if nothing were when that may be. */
function identifiersIn(
  context: ModuleContext,
  { rc, stdout, stderr }: Captured,
  { ignore_configcheck, warn_mpm_absent }: Arguments,
): ReadonlySet<string> {
  if (rc === 0) return new Set(stdout.match(/\S+/g) ?? []);
  if (rc === NOT_FOUND) {
    throw new ModuleFailure('apache2_module: neither apache2ctl nor apachectl is on the target');
  }
  const lacksMpm = stderr.includes('AH00534');
  if (!ignore_configcheck) {
    const hint = lacksMpm ? "; 'ignore_configcheck' lets MPMs be exchanged" : '';
    throw new ModuleFailure(
      `apache2_module: Apache cannot say what it loads: ${stderr.trim()}${hint}`,
      reported({ rc, stdout, stderr }),
    );
  }
  if (!lacksMpm) context.warn(`apache2_module: Apache cannot say what it loads: ${stderr.trim()}`);
  else if (warn_mpm_absent)
    context.warn('no MPM is loaded: Apache does not start until one is, and tells nothing of other modules');
  return new Set();
}

/** Modules that do not call themselves by their names. PHP has a number in its identifier up to 7. */
function identifierOf({ name, identifier }: Arguments): string {
  if (identifier !== undefined) return identifier;
  const php = /^php(\d+)\./.exec(name)?.[1];
  if (php !== undefined) return Number(php) < 8 ? `php${php}_module` : 'php_module';
  if (name.includes('shib')) return 'mod_shib';
  return name.includes('evasive') ? 'evasive20_module' : `${name}_module`;
}

/** Runs the tool and asks Apache again, in one round trip. */
async function change(context: ModuleContext, args: Arguments): Promise<void> {
  const tool = toolOf(args.state);
  const force = args.force && args.state === 'absent' ? ' -f' : '';
  const { tried, loaded } = await read(context, {
    tried: captured(`LC_ALL=C ${tool}${force} ${quote(args.name)} </dev/null`),
    loaded: loadedModules,
  });
  const { rc, stdout, stderr } = tried;
  if (rc !== 0) {
    throw new ModuleFailure(
      `apache2_module: ${tool} refuses ${args.name}: ${stderr.trim() || stdout.trim()}`,
      reported(tried),
    );
  }
  const isLoaded = identifiersIn(context, loaded, args).has(identifierOf(args));
  if (isLoaded === (args.state === 'present')) return;
  throw new ModuleFailure(
    `apache2_module: ${tool} is done, and yet Apache ${isLoaded ? 'still loads' : 'does not load'} ${identifierOf(args)}: is its 'identifier' another one?`,
    reported({ ...tried, stderr: `${stderr}${loaded.stderr}` }),
  );
}
