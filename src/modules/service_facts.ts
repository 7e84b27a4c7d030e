import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { type Reading, read } from '../module/kit/reading.ts';
import { ModuleFailure } from '../module/result.ts';

/** One service as the facts tell it. */
type Service = {
  readonly name: string;
  readonly source: 'systemd' | 'sysv' | 'openrc';
  readonly state: string;
  readonly status?: string;
  readonly runlevel?: string;
};

export default defineModule({
  name: 'service_facts',
  collection: 'ansible.builtin',
  summary: 'Gathers the services of the target as facts',
  args: {},
  returns: { 'ansible_facts.services': 'By name: name, source, state, and with systemd status.' },
  examples: `
- name: Know the services
  ansible.builtin.service_facts:
`,
  check: 'full',
  diff: false,
  async run(context) {
    const { sysv, openrc, units, files } = await read(context, {
      sysv: initScripts,
      openrc: openrcServices,
      units: activeUnits,
      files: unitFiles,
    });
    const loaded = new Map(units.map((service) => [service.name, service]));
    const others = files.filter(({ name }) => !loaded.has(name) && !name.includes('@'));
    const { states } = await read(context, { states: activeStates(others.map(({ name }) => name)) });
    const services = new Map<string, Service>();
    for (const service of [...sysv, ...openrc, ...units]) services.set(service.name, service);
    for (const { name, status } of files) {
      if (loaded.get(name)?.status === 'failed') continue;
      const state = loaded.get(name)?.state ?? states.get(name) ?? 'unknown';
      services.set(name, { name, source: 'systemd', state, status });
    }
    if (services.size === 0) {
      throw new ModuleFailure(
        'service_facts: neither systemd nor service nor rc-status tells of any service',
      );
    }
    return {
      changed: false,
      ansible_facts: { services: Object.fromEntries(services) },
    };
  },
});

/** `[ + ]  ssh` of `service --status-all`. */
const initScripts: Reading<readonly Service[]> = {
  script: 'command -v service >/dev/null 2>&1 && service --status-all 2>/dev/null </dev/null; :',
  parse: ({ stdout }) =>
    [...stdout.toString().matchAll(/^ *\[ ([+?-]) \] +(\S+)$/gm)].map(([, sign, name = '']) => ({
      name,
      source: 'sysv',
      state: sign === '+' ? 'running' : sign === '-' ? 'stopped' : 'unknown',
    })),
};

/** ` sshd   [  started  ]` under `Runlevel: default`. */
const openrcServices: Reading<readonly Service[]> = {
  script: 'command -v rc-status >/dev/null 2>&1 && rc-status --nocolor --all 2>/dev/null </dev/null; :',
  parse: ({ stdout }) => {
    let runlevel = '';
    return stdout
      .toString()
      .split('\n')
      .flatMap((line): readonly Service[] => {
        runlevel = /^(?:Dynamic )?Runlevel: (.*)$/.exec(line)?.[1] ?? runlevel;
        const found = /^ +(\S+) +\[ *(\w+)[^\]]*\]/.exec(line);
        if (found === null) return [];
        return [{ name: found[1] ?? '', source: 'openrc', state: found[2] ?? '', runlevel }];
      });
  },
};

const systemctl =
  'command -v systemctl >/dev/null 2>&1 && LC_ALL=C systemctl --no-pager --no-legend --plain --full';

/** Unit, LOAD, ACTIVE and SUB of what systemd has loaded. */
const activeUnits: Reading<readonly Service[]> = {
  script: `${systemctl} list-units --type service --all 2>/dev/null; :`,
  parse: ({ stdout }) =>
    [...stdout.toString().matchAll(/^(\S+) +(\S+) +(\S+) +(\S+)/gm)].map(
      ([, name = '', load = '', active = '', sub]) => ({
        name,
        source: 'systemd',
        state: sub === 'running' ? 'running' : 'stopped',
        status: load === 'not-found' || load === 'masked' ? load : active,
      }),
    ),
};

const unitFiles: Reading<readonly { readonly name: string; readonly status: string }[]> = {
  script: `${systemctl} list-unit-files --type service 2>/dev/null; :`,
  parse: ({ stdout }) =>
    [...stdout.toString().matchAll(/^(\S+) +(\S+)/gm)].map(([, name = '', status = '']) => ({
      name,
      status,
    })),
};

/** ActiveState of units that are not loaded for anything else: one block a unit, in their order. */
function activeStates(names: readonly string[]): Reading<ReadonlyMap<string, string>> {
  return {
    script:
      names.length === 0 ? '' : `systemctl show --property=ActiveState -- ${names.map(quote).join(' ')}`,
    parse: ({ stdout }) => {
      const states = [...stdout.toString().matchAll(/^ActiveState=(.*)$/gm)].map(([, state = '']) => state);
      return new Map(names.map((name, index) => [name, states[index] ?? 'unknown']));
    },
  };
}
