import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import {
  type FirewallChange,
  type FirewallConfiguration,
  firewallChangeScript,
  firewallState,
} from '../module/kit/firewalld/configuration.ts';
import {
  type FirewallSetting,
  theOtherWayRound,
  wholeZone,
  zoneMember,
  zoneTarget,
} from '../module/kit/firewalld/setting.ts';
import { noReading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';
import { toBoolean } from '../values/boolean-words.ts';

const settingNames = [
  'icmp_block',
  'icmp_block_inversion',
  'service',
  'protocol',
  'port',
  'port_forward',
  'rich_rule',
  'interface',
  'masquerade',
  'source',
  'target',
] as const;

const spec = {
  service: { type: 'str', description: 'A service that firewalld knows.' },
  protocol: { type: 'str', description: 'A protocol of IP.' },
  port: { type: 'str', description: 'PORT/PROTOCOL or PORT-PORT/PROTOCOL.' },
  port_forward: {
    type: 'list',
    elements: 'dict',
    options: {
      port: { type: 'str', required: true, description: 'The port that is asked for.' },
      proto: { type: 'str', required: true, choices: ['udp', 'tcp'], description: 'Its protocol.' },
      toport: { type: 'str', required: true, description: 'The port that answers.' },
      toaddr: { type: 'str', description: 'The machine that answers; this one when absent.' },
    },
    description: 'A port that leads to another one: a list of one.',
  },
  rich_rule: { type: 'str', description: "A rule in firewalld's rich language." },
  source: { type: 'str', description: 'An address or network that belongs to the zone.' },
  interface: { type: 'str', description: 'An interface that belongs to the zone; it leaves its old one.' },
  icmp_block: { type: 'str', description: 'A type of ICMP that is blocked.' },
  icmp_block_inversion: { type: 'str', description: 'Block all types of ICMP but those that are named.' },
  masquerade: { type: 'str', description: 'Hide the addresses behind this machine.' },
  zone: { type: 'str', description: 'The zone; the default zone when absent.' },
  target: {
    type: 'str',
    choices: ['default', 'ACCEPT', 'DROP', '%%REJECT%%'],
    description: 'What becomes of packets that no rule of the zone speaks of.',
  },
  state: {
    type: 'str',
    required: true,
    choices: ['absent', 'disabled', 'enabled', 'present'],
    description: 'Whether it shall be set; present and absent are of zones and targets.',
  },
  permanent: {
    type: 'bool',
    description: 'Change the configuration on disk; when absent, the one in force.',
  },
  immediate: { type: 'bool', default: false, description: 'With permanent: change the one in force too.' },
  timeout: { type: 'int', default: 0, description: 'Seconds after which the setting in force ends.' },
  offline: {
    type: 'bool',
    description: 'Accepted: what is on disk is always changed, whether firewalld runs or not.',
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'firewalld',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Opens and closes ports, services and more in the zones of firewalld',
  args: spec,
  requiredBy: { interface: ['zone'], target: ['zone'], source: ['permanent'] },
  mutuallyExclusive: [settingNames],
  returns: {},
  examples: `
- name: Let in what asks for a port
  ansible.posix.firewalld:
    port: 8081/tcp
    permanent: true
    immediate: true
    state: enabled
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const setting = settingIn(args);
    if (setting === undefined) {
      context.warn('firewalld: the task names nothing that could be enabled or disabled');
      return { changed: false, msg: '' };
    }
    const enabled = args.state === 'enabled' || args.state === 'present';
    const isPermanent = args.permanent === true;
    const isImmediate = args.immediate || !isPermanent;
    const states = await read(context, {
      runtime: isImmediate
        ? firewallState(setting, { configuration: 'runtime', enabled })
        : noReading(undefined),
      permanent: isPermanent
        ? firewallState(setting, { configuration: 'permanent', enabled })
        : noReading(undefined),
    });
    const changes = (['permanent', 'runtime'] as const).flatMap(
      (configuration): readonly FirewallChange[] => {
        const state = states[configuration];
        if (state === undefined || state.isSet === enabled) return [];
        return [{ setting, configuration, enabled, timeout: args.timeout, isOffline: state.isOffline }];
      },
    );
    if (changes.length > 0 && !context.checkMode) {
      const script = changes.map(firewallChangeScript).join(' &&\n');
      await runOrFail(context, `(\n${script}\n) </dev/null`, {
        failure: `firewalld: ${setting.label} cannot be ${args.state}`,
      });
    }
    return { changed: changes.length > 0, msg: said(setting, { changes, state: args.state }) };
  },
});

interface Said {
  readonly changes: readonly FirewallChange[];
  readonly state: string;
}

const configurationNames: Readonly<Record<FirewallConfiguration, string>> = {
  runtime: 'in force',
  permanent: 'on disk',
};

function said({ label }: FirewallSetting, { changes, state }: Said): string {
  if (changes.length === 0) return `${label} is ${state}`;
  return `${label} is ${state} now, ${changes.map((one) => configurationNames[one.configuration]).join(' and ')}`;
}

/** The one setting that the task is about; undefined when it names none. */
function settingIn(args: Arguments): FirewallSetting | undefined {
  const { zone, state } = args;
  const name = settingNames.find((one) => args[one] !== undefined);
  if (name === 'target') return targetOf(args);
  if (name === undefined) return zoneOf(args);
  if (state === 'present' || state === 'absent') {
    throw new ModuleFailure(`firewalld: 'state: ${state}' is of zones and targets; use enabled or disabled`);
  }
  switch (name) {
    case 'masquerade':
    case 'icmp_block_inversion':
      return switchOf(args, name);
    case 'port_forward':
      return zoneMember({ part: 'forward-port', value: forwardIn(args), zone });
    case 'port':
      return zoneMember({ part: 'port', value: portIn(args.port ?? ''), zone });
    case 'interface':
      return zoneMember({ part: 'interface', value: args.interface, zone, adding: 'change', mayEnd: false });
    case 'source':
      return zoneMember({ part: 'source', value: args.source, zone, mayEnd: false });
    case 'service':
      return zoneMember({ part: name, value: args.service, zone, listedBy: '--get-services' });
    case 'icmp_block':
      return zoneMember({ part: 'icmp-block', value: args.icmp_block, zone, listedBy: '--get-icmptypes' });
    case 'protocol':
    case 'rich_rule':
      return zoneMember({ part: name.replace('_', '-'), value: args[name], zone });
  }
}

function zoneOf(args: Arguments): FirewallSetting | undefined {
  const { zone, state } = args;
  if (zone === undefined || state === 'enabled' || state === 'disabled') return undefined;
  refuseInForce(args);
  return wholeZone(zone);
}

function targetOf(args: Arguments): FirewallSetting {
  refuseInForce(args);
  const { zone = '', target = 'default', state } = args;
  return zoneTarget(zone, { target, reset: state === 'absent' || state === 'disabled' });
}

/** firewalld takes zones and targets from the disk when it is reloaded, never at once. */
function refuseInForce({ permanent, immediate }: Arguments): void {
  if (permanent === true && !immediate) return;
  throw new ModuleFailure(
    'firewalld: zones and targets change only on disk: permanent is needed, without immediate',
  );
}

/** A switch that is named by a word for false is meant the other way round. */
function switchOf(args: Arguments, name: 'masquerade' | 'icmp_block_inversion'): FirewallSetting {
  const setting = zoneMember({
    part: name.replaceAll('_', '-'),
    value: undefined,
    zone: args.zone,
    mayEnd: name === 'masquerade',
  });
  return toBoolean(args[name] ?? '') === false ? theOtherWayRound(setting) : setting;
}

function portIn(port: string): string {
  if (/^[^/]+\/[^/]+$/.test(port)) return port;
  throw new ModuleFailure(`firewalld: '${port}' is no port: PORT/PROTOCOL or PORT-PORT/PROTOCOL is expected`);
}

function forwardIn({ port_forward = [] }: Arguments): string {
  const [forward, ...others] = port_forward;
  if (forward === undefined || others.length > 0) {
    throw new ModuleFailure(`firewalld: one port leads on in a task, not ${port_forward.length}`);
  }
  const { port, proto, toport, toaddr } = forward;
  const address = toaddr === undefined ? '' : `:toaddr=${toaddr}`;
  return `port=${port}:proto=${proto}:toport=${toport}${address}`;
}
