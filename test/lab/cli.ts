import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { labAvailable } from './availability.ts';
import { ensureBase } from './bases/build.ts';
import { type BaseName, baseNames, usualBases } from './bases/recipes.ts';
import { type Lab, labOf, startLab } from './lab.ts';
import { withLock } from './lock.ts';
import { checkName, labFolder } from './paths.ts';
import { isAlive } from './processes.ts';
import { initPidOf, isLeftover, type LabState, listStates, readState } from './state.ts';
import { removeLeftovers, tearDown } from './teardown.ts';

const usage = `usage: npm run lab -- VERB [--lab NAME]

  up [N | NAME...] [--base ${baseNames.join('|')}]   boot N hosts (h1, h2, ...; one when absent), or hosts so named
  down [--all]                    take the lab down, or all of them; leftovers of crashed runs in any case
  status                          all labs, their hosts, addresses and processes
  ssh HOST [--user NAME] [COMMAND...]
  exec HOST COMMAND...            run as root from outside, not through ssh
  inventory [--user NAME]         YAML for tsplay and Ansible
  bases [NAME...]                 build bases now, so that later ups take seconds; ${usualBases.join(', ')} when none is named

The lab's name is --lab, else TSPLAY_LAB, else 'default'. Labs of different names live side by side.
State, bases and keys are kept in TSPLAY_LAB_DIR, by default /var/tmp/tsplay-lab.
`;

const options = {
  lab: { type: 'string' },
  base: { type: 'string' },
  user: { type: 'string' },
  all: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Invocation {
  readonly lab: string;
  readonly base: BaseName;
  readonly user: string | undefined;
  readonly all: boolean;
  readonly operands: readonly string[];
}

const verbs: Readonly<Record<string, (invocation: Invocation) => Promise<number>>> = {
  up,
  down,
  status,
  ssh,
  exec,
  inventory,
  bases: async ({ operands }) => {
    const wanted = operands.length === 0 ? usualBases : operands.map(checkBase);
    for (const base of wanted) console.log(await ensureBase(base, console.error));
    return 0;
  },
};

/** Runs one command line; gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  // What follows the host of `ssh` and `exec` is the remote command's, dashes and all.
  const ownCount = argv[0] === 'ssh' || argv[0] === 'exec' ? remoteCommandStart(argv) : argv.length;
  const { values, positionals } = parseArgs({
    args: argv.slice(0, ownCount),
    options,
    allowPositionals: true,
  });
  const [verb = '', ...operands] = positionals;
  const action = verbs[verb];
  if (action === undefined || values.help) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const available = labAvailable();
  if (!available.ok) throw new Error(`no lab here: ${available.reason}`);
  return action({
    lab: checkName('lab', values.lab ?? process.env['TSPLAY_LAB'] ?? 'default'),
    base: checkBase(values.base ?? 'bookworm'),
    user: values.user,
    all: values.all ?? false,
    operands: [...operands, ...argv.slice(ownCount)],
  });
}

function remoteCommandStart(argv: readonly string[]): number {
  let index = 1;
  while (argv[index]?.startsWith('--')) index += argv[index]?.includes('=') ? 1 : 2;
  index += 1;
  while (argv[index]?.startsWith('--')) index += argv[index]?.includes('=') ? 1 : 2;
  return index;
}

function checkBase(name: string): BaseName {
  const found = baseNames.find((base) => base === name);
  if (found === undefined) throw new Error(`no base '${name}': ${baseNames.join(', ')}`);
  return found;
}

async function up({ lab: name, base, operands }: Invocation): Promise<number> {
  const [first = '1'] = operands;
  const count = /^\d+$/.test(first) ? Number(first) : undefined;
  const names = count === undefined ? operands : Array.from({ length: count }, (_, index) => `h${index + 1}`);
  const started = Date.now();
  const lab = await startLab({ name, keep: true, hosts: names.map((host) => ({ name: host, base })) });
  for (const host of lab.hosts) console.log(`${host.name}  ${host.address}  ${host.base}`);
  console.log(`lab '${name}' is up, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return 0;
}

function down({ lab: name, all }: Invocation): Promise<number> {
  return withLock(path.join(labFolder, 'labs.lock'), async () => {
    for (const leftover of await removeLeftovers()) console.log(`lab '${leftover}', a leftover, is removed`);
    const states = (await listStates()).filter((state) => all || state.name === name);
    for (const state of states) {
      await tearDown(state);
      console.log(`lab '${state.name}' is down`);
    }
    if (states.length === 0 && !all) console.log(`lab '${name}' is not up`);
    return 0;
  });
}

async function status(): Promise<number> {
  for (const state of await listStates()) {
    const kind = (await isLeftover(state))
      ? 'a leftover'
      : state.owner
        ? `of process ${state.owner.pid}`
        : 'kept';
    console.log(`${state.name}  ${state.network.subnet}  ${state.network.bridge}  ${kind}`);
    for (const { name, address, port, base, supervisor } of state.hosts) {
      const alive = supervisor !== undefined && (await isAlive(supervisor));
      const life = alive ? `pid 1 is ${initPidOf(state.name, name) ?? 'not up'}` : 'off';
      console.log(`  ${name}  ${address}:${port}  ${base}  ${life}`);
    }
  }
  return 0;
}

async function runningLab(name: string): Promise<{ readonly lab: Lab; readonly state: LabState }> {
  const state = await readState(name);
  if (state === undefined) throw new Error(`lab '${name}' is not up`);
  return { lab: labOf(state), state };
}

async function ssh({
  lab: name,
  user = 'root',
  operands: [host = '', ...command],
}: Invocation): Promise<number> {
  const { lab } = await runningLab(name);
  const { address, port } = lab.host(host);
  const files = ['-i', lab.privateKeyFile, '-o', `UserKnownHostsFile=${lab.knownHostsFile}`];
  const strict = [
    '-o',
    'GlobalKnownHostsFile=/dev/null',
    '-o',
    'StrictHostKeyChecking=yes',
    '-F',
    '/dev/null',
  ];
  const target = ['-p', String(port), '-l', user, address, ...command];
  const [code] = await once(spawn('ssh', [...files, ...strict, ...target], { stdio: 'inherit' }), 'close');
  return Number(code ?? 255);
}

async function exec({ lab: name, operands: [host = '', ...command] }: Invocation): Promise<number> {
  const { lab } = await runningLab(name);
  const output = await lab.host(host).exec(command.join(' '));
  process.stdout.write(output.stdout);
  process.stderr.write(output.stderr);
  return output.code;
}

async function inventory({ lab: name, user }: Invocation): Promise<number> {
  const { lab } = await runningLab(name);
  process.stdout.write(lab.inventory(user === undefined ? {} : { user }));
  return 0;
}
