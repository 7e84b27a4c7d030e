import { fqdnOf } from '../facts/platform.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type HostnameStrategy, hostnameStrategies, strategyReading } from '../module/kit/hostname-files.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, type TextFile, textFileReading } from '../module/text/text-file.ts';

export default defineModule({
  name: 'hostname',
  collection: 'ansible.builtin',
  summary: 'Sets the name of the machine, now and for the next boot',
  args: {
    name: { type: 'str', required: true, description: 'The name, or the whole domain name.' },
    use: {
      type: 'str',
      choices: [
        'alpine',
        'debian',
        'freebsd',
        'generic',
        'macos',
        'macosx',
        'darwin',
        'openbsd',
        'openrc',
        'redhat',
        'sles',
        'solaris',
        'systemd',
      ],
      description:
        'How the name is kept: alpine, debian, openrc, redhat, sles or systemd; found out when absent.',
    },
  },
  returns: { name: 'The name.', ansible_facts: 'The facts that follow from it.' },
  examples: `
- name: Give the machine its name
  ansible.builtin.hostname:
    name: web01
`,
  check: 'full',
  diff: true,
  async run(context, { name, use }) {
    refuseImpossible(name);
    const strategy = strategyOf(use ?? (await detectStrategy(context)));
    const { running, resolved, file } = await read(context, {
      running: textReading('r=$(uname -n)', 'sets'),
      resolved: textReading(
        'address=$(getent ahosts "$r" 2>/dev/null); r=; if [ -n "$address" ]; then r=$(getent hosts "${address%% *}"); fi',
        'sets',
      ),
      file: textFileReading(context, { path: strategy.path, wanted: {} }),
    });
    if (file.status === undefined && !strategy.mayBeMade) {
      throw new ModuleFailure(
        `hostname: ${strategy.path} is not there, in which ${strategy.name} keeps the name`,
      );
    }
    const kept = strategy.nameIn(file.source.text);
    const changed = running !== name || kept !== name;
    if (changed && !context.checkMode) await setName(context, { name, strategy, file, kept, running });
    const fqdn =
      changed && !context.checkMode
        ? await resolvedName(context, name)
        : fqdnOf(running ?? name, resolved ?? '');
    const dot = fqdn.indexOf('.');
    const before = kept === name ? (running ?? '') : kept;
    return {
      changed,
      name,
      ansible_facts: {
        ansible_hostname: name.split('.')[0] ?? name,
        ansible_nodename: name,
        ansible_fqdn: fqdn,
        ansible_domain: dot < 0 ? '' : fqdn.slice(dot + 1),
      },
      ...(changed && context.diffMode
        ? { diff: { before: `hostname = ${before}\n`, after: `hostname = ${name}\n` } }
        : {}),
    };
  },
});

/** What the kernel takes, and what is a name in DNS. */
function refuseImpossible(name: string): void {
  if (/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name) && !name.includes('..') && name.length <= 64)
    return;
  throw new ModuleFailure(
    `hostname: '${name}' cannot be a name: up to 64 letters, digits, dots and hyphens are, which begin and end with a letter or digit`,
  );
}

function strategyOf(name: string): HostnameStrategy {
  const strategy = hostnameStrategies.find((one) => one.name === name);
  if (strategy !== undefined) return strategy;
  const known = hostnameStrategies.map((one) => one.name).join(', ');
  throw new ModuleFailure(`hostname: 'use: ${name}' is not supported; accepted: ${known}`, { rc: 1 });
}

function detectStrategy(context: ModuleContext): Promise<string> {
  return context.target.probe('hostname-strategy', async () => {
    const { strategy } = await read(context, { strategy: strategyReading });
    return strategy;
  });
}

interface NameChange {
  readonly name: string;
  readonly strategy: HostnameStrategy;
  readonly file: TextFile;
  readonly kept: string;
  readonly running: string | undefined;
}

async function setName(
  context: ModuleContext,
  { name, strategy, file, kept, running }: NameChange,
): Promise<void> {
  const word = quote(name);
  const failure = `the name ${name} cannot be set`;
  if (strategy.name === 'systemd') {
    const kinds = ['--static', '--transient', '--pretty'];
    const script = kinds.map((kind) => `hostnamectl ${kind} set-hostname ${word} </dev/null`).join(' && ');
    await runOrFail(context, script, { failure });
    return;
  }
  if (kept !== name) {
    await placeText(context, file, { text: strategy.withName(file.source.text, name) });
  }
  if (running !== name) await runOrFail(context, `hostname ${word}`, { failure });
}

async function resolvedName(context: ModuleContext, name: string): Promise<string> {
  const { resolved } = await read(context, {
    resolved: textReading(
      `address=$(getent ahosts ${quote(name)} 2>/dev/null); [ -z "$address" ] || getent hosts "\${address%% *}"`,
    ),
  });
  return fqdnOf(name, resolved ?? '');
}
