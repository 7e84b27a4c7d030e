import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { statusKeys } from '../module/kit/file-attributes.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ResultData } from '../module/result.ts';
import {
  commandOptions,
  editInterface,
  type InterfaceStanza,
  interfacesIn,
  isMeant,
} from '../module/text/interfaces-edit.ts';
import { placeText, textDiffs, textFileReading } from '../module/text/text-file.ts';

const spec = {
  dest: { type: 'path', default: '/etc/network/interfaces', description: 'The file.' },
  iface: { type: 'str', description: 'The interface.' },
  address_family: { type: 'str', description: 'Only where the interface is of this family: inet, inet6.' },
  option: { type: 'str', description: 'The option, or method.' },
  value: {
    type: 'str',
    description: 'Its value. pre-up, up, down and post-up stand many times, with a command each.',
  },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'Whether it shall be there.',
  },
  backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
  ...fileArguments,
} as const satisfies ArgumentSpec;

export default defineFileModule({
  name: 'interfaces_file',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Sets options of network interfaces in the file of ifupdown, or takes them out',
  args: spec,
  requiredBy: { option: ['iface'] },
  returns: { dest: 'The file.', ifaces: 'The interfaces that it names, with their options.' },
  examples: `
- name: Long packets
  community.general.interfaces_file:
    iface: eth1
    option: mtu
    value: '9000'
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const path = await expandPath(context, args.dest);
    const { file } = await read(context, {
      file: textFileReading(context, { path, wanted: args, replaceLink: true }),
    });
    if (file.status === undefined) throw new ModuleFailure(`${path} is not there`);
    const { text: before, adapt } = file.source;
    const text = edited(before, args, adapt);
    const changed = text !== before || file.plan.changes.length > 0;
    const { status } = changed
      ? await placeText(context, file, { text, backup: args.backup, unsafeWrites: args.unsafe_writes })
      : { status: file.status };
    return {
      changed,
      dest: path,
      ifaces: shown(stanzasIn(text)),
      ...(status === undefined ? {} : statusKeys(status)),
      ...(context.diffMode && changed ? { diff: textDiffs(file, text) } : {}),
    };
  },
});

function edited(text: string, args: ArgumentsOf<typeof spec>, adapt: (text: string) => string): string {
  const stanzas = stanzasIn(text);
  const { iface, option, value, state, address_family: family } = args;
  if (iface === undefined || option === undefined) return text;
  if (state === 'present' && value === undefined) {
    throw new ModuleFailure(`interfaces_file: ${option} needs a value`);
  }
  if (!/^[^\s#]+$/.test(option) || value?.includes('\n')) {
    throw new ModuleFailure('interfaces_file: an option is one word, and its value one line');
  }
  if (!stanzas.some((stanza) => isMeant(stanza, { iface: adapt(iface), family }))) {
    const where = family === undefined ? '' : ` of the family ${family}`;
    throw new ModuleFailure(`interfaces_file: there is no interface ${iface}${where}`);
  }
  return editInterface(text, stanzas, {
    iface: adapt(iface),
    family,
    option: adapt(option),
    value: value === undefined ? undefined : adapt(value),
    state,
  });
}

function stanzasIn(text: string): readonly InterfaceStanza[] {
  const stanzas = interfacesIn(text);
  if (typeof stanzas === 'string') throw new ModuleFailure(`interfaces_file: ${stanzas}`);
  return stanzas;
}

/** By name: of an interface that stands twice, the second. */
function shown(stanzas: readonly InterfaceStanza[]): Readonly<Record<string, ResultData>> {
  return Object.fromEntries(
    stanzas.map(({ name, family, method, options }) => [
      name,
      {
        address_family: family ?? null,
        method: method ?? null,
        ...Object.fromEntries(
          options.filter((one) => !commandOptions.includes(one.name)).map((one) => [one.name, one.value]),
        ),
        ...Object.fromEntries(
          commandOptions.map((command) => [
            command,
            options.filter((one) => one.name === command).map((one) => one.value),
          ]),
        ),
      },
    ]),
  );
}
