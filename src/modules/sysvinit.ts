import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { initScriptCommands, initScriptState, type WantedInitScript } from '../module/kit/init-script.ts';
import { streams } from '../module/kit/plain-output.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'sysvinit',
  collection: 'ansible.builtin',
  summary: 'Controls services that init scripts keep',
  args: {
    name: {
      type: 'str',
      required: true,
      aliases: ['service'],
      description: 'The service: a script in /etc/init.d.',
    },
    state: {
      type: 'str',
      choices: ['started', 'stopped', 'restarted', 'reloaded'],
      description: 'What it should be doing; restarted always stops and starts it.',
    },
    enabled: { type: 'bool', description: 'Whether it starts with the machine.' },
    sleep: { type: 'int', default: 1, description: 'Seconds between stop and start of a restart.' },
    pattern: {
      type: 'str',
      description: 'What a line of `ps` holds when it runs, for scripts that have no status.',
    },
    runlevels: {
      type: 'list',
      elements: 'str',
      description: 'The runlevels of `enabled`; those of the script when absent.',
    },
    arguments: { type: 'str', aliases: ['args'], description: 'More words for the init script.' },
    daemonize: { type: 'bool', default: false, description: 'Keep nothing of what the script prints.' },
  },
  requiredOneOf: [['state', 'enabled']],
  returns: {
    name: 'The service.',
    status: 'What was done about `enabled` and about the state: changed, rc, stdout, stderr.',
  },
  examples: `
- name: Start a service of old
  ansible.builtin.sysvinit:
    name: apache2
    state: started
    enabled: true
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const { name, state, runlevels } = args;
    if (name === '' || name.includes('/') || name.startsWith('.')) {
      throw new ModuleFailure(`sysvinit: '${name}' is no name of a script in /etc/init.d`);
    }
    const wrong = (runlevels ?? []).find((level) => !/^[0-6S]$/.test(level));
    if (wrong !== undefined) throw new ModuleFailure(`sysvinit: '${wrong}' is no runlevel`);
    const wanted: WantedInitScript = { ...args, daemonize: args.daemonize };
    const { found } = await read(context, { found: initScriptState(wanted) });
    if (!found.exists)
      throw new ModuleFailure(`sysvinit: there is no service '${name}' (no /etc/init.d/${name})`);
    const commands = initScriptCommands(wanted, found);
    const enabling = await carryOut(context, commands.enabling);
    const acting = await carryOut(context, commands.acting);
    return {
      changed: enabling.changed || acting.changed,
      name,
      status: {
        enabled: { ...enabling, ...(runlevels === undefined ? {} : { runlevels }) },
        [state ?? 'null']: { ...acting },
      },
    } satisfies ModuleResult;
  },
});

interface Done {
  readonly changed: boolean;
  readonly rc: number | null;
  readonly stdout: string | null;
  readonly stderr: string | null;
}

/** Nothing in check mode and without a command. A status other than 0 is the task's failure. */
async function carryOut(context: ModuleContext, command: string | undefined): Promise<Done> {
  const changed = command !== undefined;
  if (!changed || context.checkMode) return { changed, rc: null, stdout: null, stderr: null };
  const output = await context.target.run(command, { signal: context.signal });
  const stdout = output.stdout.toString();
  const stderr = output.stderr.toString();
  if (output.rc !== 0) {
    throw new ModuleFailure(`sysvinit: the init script failed: ${stderr.trim() || stdout.trim()}`, {
      rc: output.rc,
      ...streams(stdout, stderr),
    });
  }
  return { changed, rc: 0, stdout, stderr };
}
