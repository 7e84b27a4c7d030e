import { defineModule } from '../module/define.ts';
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
    const services = new Map<string, Service>();
    for (const service of [...sysv, ...openrc, ...units]) services.set(service.name, service);
    for (const { name, status, active } of files) {
      if (loaded.get(name)?.status === 'failed') continue;
      const state = loaded.get(name)?.state ?? active ?? 'unknown';
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

interface UnitFile {
  readonly name: string;
  readonly status: string;
  /** ActiveState; undefined of a template. */
  readonly active: string | undefined;
}

/** The files of units, then what becomes of each but the templates: one block a unit, in their order. */
const unitFiles: Reading<readonly UnitFile[]> = {
  script: `${systemctl} list-unit-files --type service 2>/dev/null | {
set --
while read -r name status rest; do
  printf '%s %s\\n' "$name" "$status"
  case $name in *@*) ;; *) set -- "$@" "$name" ;; esac
done
echo
[ $# -eq 0 ] || systemctl show --property=ActiveState -- "$@"
}`,
  parse: ({ stdout }) => {
    const [list = '', ...blocks] = stdout.toString().split('\n\n');
    const files = [...list.matchAll(/^(\S+) (\S+)$/gm)];
    const states = blocks.map((block) => /^ActiveState=(.*)$/m.exec(block)?.[1]).values();
    return files.map(([, name = '', status = '']) => ({
      name,
      status,
      active: name.includes('@') ? undefined : states.next().value,
    }));
  },
};
