import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedServer, startEmbeddedServer } from '../../connection/embedded/server.ts';
import type { HostStats } from '../../engine/events.ts';
import { TsplayError } from '../../errors.ts';
import { createHumanReporter } from '../../reporters/human.ts';
import { exitCodes } from '../exit-codes.ts';
import type { PlaybookOptions } from '../options.ts';
import { processTerminal, type Terminal } from '../output.ts';
import { playOnTerminal } from '../play.ts';
import { prepareRun } from '../prepare.ts';
import { printDiagnostics } from '../report-error.ts';

/**
 * `tsplay quickstart`: plays playbooks/quickstart.yml on a machine made up on loopback (an SSH server in this process
 * with /bin/sh behind it, in a scratch folder): it changes, is then in line, and drift is found after a file was
 * edited by hand. Exit code 0 when all three were seen.
 */
export async function quickstartCommand(): Promise<number> {
  const terminal = processTerminal();
  const scratch = await mkdtemp(join(tmpdir(), 'tsplay-quickstart-'));
  const home = join(scratch, 'machine');
  await mkdir(home);
  const server = await startEmbeddedServer({ scratchFolder: join(scratch, 'keys'), home });
  try {
    const inventory = join(scratch, 'hosts.yml');
    await writeFile(inventory, inventoryText(server));
    return await showThreeRuns({ terminal, inventory, home });
  } finally {
    await server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Scene {
  readonly terminal: Terminal;
  readonly inventory: string;
  readonly home: string;
}

async function showThreeRuns(scene: Scene): Promise<number> {
  const { terminal, home } = scene;
  const say = (text: string): void => terminal.write([{ stream: 'stdout', text: `\n=== ${text}\n` }]);

  say('1. First run: everything is new, so everything changes.');
  const first = await play(scene, { check: false });
  say('2. The same again: the machine is in line, nothing changes.');
  const second = await play(scene, { check: false });
  const edited = join(home, 'application/conf/application.conf');
  await appendFile(edited, 'port = 9999\n');
  say(
    `3. Somebody edits ${edited} by hand; check mode with diffs (as \`tsplay drift\` does in CI) finds it.`,
  );
  const third = await play(scene, { check: true });

  const asExpected = first.changed > 0 && second.changed === 0 && third.changed > 0;
  const failed = [first, second, third].some((stats) => stats.failed + stats.unreachable > 0);
  if (asExpected && !failed) {
    say('Changed, then ok, then drift found. Your turn: tsplay run PLAYBOOK -i INVENTORY');
    return exitCodes.ok;
  }
  say('This is not what should have been seen; please report it with the output above.');
  return exitCodes.error;
}

/** Plays the quickstart playbook once and gives the machine's counts. */
async function play(
  { terminal, inventory }: Scene,
  { check }: { readonly check: boolean },
): Promise<HostStats> {
  const options: PlaybookOptions = {
    inventory: [inventory],
    extraVars: [],
    tags: [],
    skipTags: [],
    verbose: 0,
    output: 'human',
    check,
    diff: check,
  };
  const prepared = await prepareRun([join(packageFolder(), 'playbooks/quickstart.yml')], options);
  printDiagnostics(prepared.diagnostics, terminal);
  const none: HostStats = {
    ok: 0,
    changed: 0,
    unreachable: 0,
    failed: 0,
    skipped: 0,
    rescued: 0,
    ignored: 0,
  };
  let stats = none;
  const { color, columns } = terminal;
  await playOnTerminal(prepared.request, {
    terminal,
    reporter: createHumanReporter({ verbosity: 0, color, columns }),
    observe: (event) => {
      if (event.type === 'run-finished') stats = event.stats.get('machine') ?? none;
    },
  });
  return stats;
}

function inventoryText(server: EmbeddedServer): string {
  const variables = {
    ansible_host: server.host,
    ansible_port: server.port,
    ansible_user: server.user,
    ansible_ssh_private_key_file: server.privateKeyFile,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${server.knownHostsFile}`,
  };
  return JSON.stringify({ all: { hosts: { machine: variables } } });
}

/** The folder that holds package.json: the playbook is shipped beside it. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new TsplayError({
        code: 'no-package',
        message: 'the package folder of tsplay was not found',
        fault: 'internal',
      });
    }
    folder = parent;
  }
  return folder;
}
