import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bracketed } from '../../util/address.ts';
import { closeChannels } from '../close-channels.ts';
import { deferred } from '../deferred.ts';
import { processChannel } from '../process-channel.ts';
import { settledWithin } from '../settled-within.ts';
import { type Channel, type ChannelExit, type Connection, ConnectionLost } from '../types.ts';
import { type Answers, openAnswers } from './answers.ts';
import { type ProgramCall, sshOptions } from './command-line.ts';
import { programFailure } from './failure.ts';
import { type Master, startMaster } from './master.ts';

/** How long a goodbye may take. */
const CLOSE_GRACE_MS = 1000;
/** The exit status of a shell that finds no such program. */
const NOT_FOUND = 127;

/**
 * Connects by the program ssh: one login, which every command then shares.
 *
 * Errors: ConnectionLost with its reason; the signal's own reason when it aborts first.
 */
export async function openOpenSshConnection(call: ProgramCall, signal?: AbortSignal): Promise<Connection> {
  const place = placeOf(call);
  if (call.params.host.startsWith('-')) {
    throw new ConnectionLost('name-not-resolved', `${place}: that is no host`);
  }
  // Only this user can enter it. Short: a socket's path has 100 characters at most.
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-'));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let answers: Answers | undefined;
  let master: Master | undefined;
  try {
    answers = await openAnswers(folder, call.params);
    const socket = join(folder, 's');
    const shared = [call.program.executable, '-o', `ControlPath=${socket}`];
    const target = [...sshOptions(call), '-T'];
    master = startMaster({
      command: [
        ...[...shared, '-o', 'ControlMaster=yes', '-o', 'ControlPersist=no', '-N'],
        ...[...target, '--', call.params.host],
      ],
      socket,
      environment: answers.environment,
    });
    await login({ call, place, master, signal });
    return connectionOver({
      place,
      master,
      command: [...shared, '-o', 'ControlMaster=no', ...target, '--', call.params.host],
      environment: answers.environment,
      cleanUp: async () => {
        await answers?.close();
        await removeFolder();
      },
    });
  } catch (error) {
    master?.stop();
    await answers?.close();
    await removeFolder();
    throw error;
  }
}

function placeOf({ params, program }: ProgramCall): string {
  const user = program.user === undefined ? '' : `${program.user}@`;
  const port = program.port === undefined ? '' : `:${program.port}`;
  return `ssh ${user}${bracketed(params.host)}${port}`;
}

interface Login {
  readonly call: ProgramCall;
  readonly place: string;
  readonly master: Master;
  readonly signal: AbortSignal | undefined;
}

async function login({ call, place, master, signal }: Login): Promise<void> {
  const { connectTimeoutMs } = call.params;
  signal?.throwIfAborted();
  const aborted = deferred<never>();
  const onAbort = (): void => aborted.reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const answered = await Promise.race([
    settledWithin(master.ready, connectTimeoutMs),
    aborted.promise,
  ]).finally(() => signal?.removeEventListener('abort', onAbort));
  if (!answered) {
    throw new ConnectionLost(
      'timeout',
      `${place}: ssh has not logged in within ${connectTimeoutMs / 1000} s`,
      'check the address, and the hosts on the way; --timeout sets the limit',
    );
  }
  if ((await master.ready) === undefined)
    throw loginFailure(call, place, await master.ended, master.status());
}

function loginFailure(
  { program }: ProgramCall,
  place: string,
  stderr: string,
  status: number | null,
): ConnectionLost {
  return status === NOT_FOUND
    ? new ConnectionLost(
        'no-shell',
        `${place}: there is no program '${program.executable}' to connect by, which ${program.neededFor ?? 'ssh_config'} needs`,
        "install OpenSSH's client, or set ansible_ssh_executable to its path",
      )
    : programFailure(place, stderr);
}

interface Parts {
  readonly place: string;
  readonly master: Master;
  /** ssh, its arguments and the host. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cleanUp: () => Promise<void>;
}

function connectionOver({ place, master, command, environment, cleanUp }: Parts): Connection {
  const open = new Set<Channel>();
  let lost: ConnectionLost | undefined;
  let closedByUs = false;
  const closed = master.ended.then((stderr) => {
    lost ??= programFailure(place, stderr);
    return closedByUs ? undefined : lost;
  });
  const [program = 'ssh', ...args] = command;

  return {
    description: place,
    closed,
    async exec(text) {
      if (lost !== undefined) throw lost;
      const child = spawn(program, [...args, text], {
        detached: true,
        env: { ...process.env, ...environment },
      });
      const channel = knowingTheLoss(processChannel(child, program), closed);
      open.add(channel);
      const forget = (): void => void open.delete(channel);
      channel.exit.then(forget, forget);
      return channel;
    },
    async close() {
      closedByUs = true;
      lost ??= new ConnectionLost('connection-lost', `${place}: the connection was closed`);
      await closeChannels(open);
      master.stop();
      await settledWithin(master.ended, CLOSE_GRACE_MS);
      await cleanUp();
    },
  };
}

/** How long the master may take to end after a command of its, when the link broke. */
const LOSS_IS_KNOWN_MS = 500;
/** ssh's own exit status for its own failures; a command may have it too. */
const FAILED_ITSELF = 255;

/** The same channel, which ends with the reason when the connection broke under it. */
function knowingTheLoss(channel: Channel, closed: Connection['closed']): Channel {
  const orLoss = async (settled: Promise<ChannelExit>): Promise<ChannelExit> => {
    const exit = await settled;
    if (exit.code === FAILED_ITSELF && (await settledWithin(closed, LOSS_IS_KNOWN_MS))) {
      const loss = await closed;
      if (loss !== undefined) throw loss;
    }
    return exit;
  };
  const [exit, ended] = [orLoss(channel.exit), orLoss(channel.ended)];
  // Whoever needs them awaits them; a channel that nobody awaits must not end the program.
  for (const promise of [exit, ended]) promise.catch(() => undefined);
  return { ...channel, exit, ended };
}
