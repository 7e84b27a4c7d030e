import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that is being tested. */
export const projectFolder = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program, as a user does, from the project's folder or another one. */
export function tsplay(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder = projectFolder,
): Promise<Ran> {
  return run(process.execPath, [builtProgram(), ...args], { environment, folder });
}

/** The program under test: this checkout's build, or the one that TSPLAY_PROGRAM names (an installed package). */
function builtProgram(): string {
  const program = process.env['TSPLAY_PROGRAM'] ?? join(projectFolder, 'dist/tsplay.mjs');
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
  return program;
}

/** A run of the program that is not waited for: to look at, and to send signals to, while it goes on. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** What it has printed so far, on stdout and stderr. */
  printed(): string;
  /** Code -1: ended by a signal. */
  readonly ended: Promise<Ran>;
}

/** Starts the built program as `tsplay` does. */
export function startTsplay(args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [builtProgram(), ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
  return { child, ended, printed: () => stdout + stderr };
}

/** Runs the real Ansible, from the project's folder or another one. */
export function ansiblePlaybook(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder = projectFolder,
): Promise<Ran> {
  return run('ansible-playbook', args, {
    environment: {
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_PIPELINING: '1',
      ANSIBLE_HOST_KEY_CHECKING: '1',
      ...environment,
    },
    folder,
  });
}

/** Whether the oracle is installed; tests that need it say so when it is not. */
export const ansibleVersion: string | undefined = readAnsibleVersion();

function readAnsibleVersion(): string | undefined {
  const { status, stdout } = spawnSync('ansible-playbook', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

function run(
  program: string,
  args: readonly string[],
  {
    environment,
    folder,
  }: { readonly environment: Readonly<Record<string, string>>; readonly folder: string },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      env: { ...process.env, ...environment },
      maxBuffer: 256 * 1024 * 1024,
      encoding: 'utf8' as const,
    };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
    child.stdin?.end();
  });
}
