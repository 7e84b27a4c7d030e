import { ModuleFailure } from '../../../result.ts';
import { bodyOf, callApi, changeAll, found, pathPart, query } from '../api.ts';
import { isRecord, type JsonRecord, memberOf, recordIn, textIn } from '../json.ts';
import { type Progress, step } from './progress.ts';
import { containerPath } from './situation.ts';

/** A container as the API describes it; undefined when there is none. */
export async function inspectContainer(progress: Progress, name: string): Promise<JsonRecord | undefined> {
  const [answer] = await callApi(progress.engine, [{ method: 'GET', path: containerPath(name) }]);
  const body = found(answer, `container ${name} cannot be looked at`);
  return isRecord(body) ? body : undefined;
}

export function isRunning(container: JsonRecord | undefined): boolean {
  return memberOf(container, ['State', 'Running']) === true;
}

/** Makes a container and returns its ID. */
export async function createContainer(progress: Progress, body: JsonRecord): Promise<string> {
  const { engine, args } = progress;
  const path = `/containers/create${query({ name: args.name, platform: args.platform })}`;
  const [made] = await changeAll(engine, [
    { method: 'POST', path, body, failure: `container ${args.name} cannot be made` },
  ]);
  return textIn(made, 'Id');
}

export async function updateContainer(progress: Progress, id: string, body: JsonRecord): Promise<void> {
  await command(progress, { id, verb: 'update', failure: 'changed', body });
}

export async function startContainer(progress: Progress, id: string): Promise<void> {
  await step(progress, { started: id }, () => command(progress, { id, verb: 'start', failure: 'started' }));
}

export async function restartContainer(progress: Progress, id: string): Promise<void> {
  const { stop_timeout: timeout } = progress.args;
  await step(progress, { restarted: id, timeout: timeout ?? null }, () =>
    command(progress, {
      id,
      verb: 'restart',
      failure: 'restarted',
      parameters: { t: timeout },
      extraSeconds: timeout ?? 10,
    }),
  );
}

/** Stops a container, or kills it with `force_kill`. */
export async function stopContainer(progress: Progress, id: string): Promise<void> {
  const { force_kill: isKilled, kill_signal: signal, stop_timeout: timeout } = progress.args;
  if (isKilled) {
    await step(progress, { killed: id, signal: signal ?? null }, () =>
      command(progress, { id, verb: 'kill', failure: 'killed', parameters: { signal } }),
    );
    return;
  }
  await step(progress, { stopped: id, timeout: timeout ?? null }, () =>
    command(progress, {
      id,
      verb: 'stop',
      failure: 'stopped',
      parameters: { t: timeout },
      extraSeconds: timeout ?? 10,
    }),
  );
}

export async function setPaused(progress: Progress, id: string, paused: boolean): Promise<void> {
  await step(progress, { set_paused: paused }, () =>
    command(progress, { id, verb: paused ? 'pause' : 'unpause', failure: paused ? 'paused' : 'woken' }),
  );
}

interface Command {
  readonly id: string;
  readonly verb: string;
  /** What it cannot be: the failure's last word before the reason. */
  readonly failure: string;
  readonly parameters?: Parameters<typeof query>[0];
  readonly body?: JsonRecord;
  readonly extraSeconds?: number;
}

async function command(
  { engine, args }: Progress,
  { id, verb, failure, parameters = {}, body, extraSeconds = 0 }: Command,
): Promise<void> {
  const path = `/containers/${pathPart(id)}/${verb}${query(parameters)}`;
  const request = { method: 'POST' as const, path, failure: `container ${args.name} cannot be ${failure}` };
  await changeAll(engine, [body === undefined ? request : { ...request, body }], { extraSeconds });
}

/** Removes a container that does not run, and waits until it is gone. */
export async function removeContainer(progress: Progress, id: string): Promise<void> {
  const volumes = !progress.args.keep_volumes;
  const action = { removed: id, volume_state: volumes, link: false, force: false };
  await step(progress, action, () => remove(progress, { id, volumes }));
}

async function remove(
  { engine, args }: Progress,
  { id, volumes }: { readonly id: string; readonly volumes: boolean },
): Promise<void> {
  const path = `/containers/${pathPart(id)}`;
  const [answer] = await callApi(engine, [
    { method: 'DELETE', path: `${path}${query({ v: volumes, force: false, link: false })}` },
  ]);
  // One that removes itself at its end may be gone, or about to be.
  if (answer === undefined || answer.status === 404) return;
  const isOnItsWay = answer.status === 409 && /already in progress/.test(textIn(answer.body, 'message'));
  if (!isOnItsWay) {
    bodyOf(answer, `container ${args.name} cannot be removed`);
    return;
  }
  const seconds = args.removal_wait_timeout;
  const [gone] = await callApi(
    engine,
    [{ method: 'POST', path: `${path}/wait?condition=removed` }],
    seconds === undefined ? { unlimited: true } : { extraSeconds: seconds - engine.connection.timeout },
  );
  if (gone !== undefined && gone.status !== 404) bodyOf(gone, `container ${args.name} cannot be removed`);
}

/** What came of a container that was waited for. */
export interface Ending {
  readonly status: number;
  readonly output: string;
}

/** Waits for the end of a container; its output is read unless the engine has removed it with that. */
export async function awaitEnd(progress: Progress, container: JsonRecord): Promise<Ending> {
  const { engine, args } = progress;
  const id = textIn(container, 'Id');
  const [ended] = await callApi(engine, [{ method: 'POST', path: `/containers/${id}/wait` }], {
    unlimited: true,
  });
  if (ended === undefined || ended.status === 404) {
    throw new ModuleFailure(`container ${args.name} was gone before its end could be seen`);
  }
  const status = recordIn(bodyOf(ended, `the end of container ${args.name} cannot be seen`))['StatusCode'];
  const output = await outputOf(progress, container);
  return { status: typeof status === 'number' ? status : -1, output };
}

async function outputOf(progress: Progress, container: JsonRecord): Promise<string> {
  const driver = textIn(container, 'HostConfig', 'LogConfig', 'Type');
  if (memberOf(container, ['HostConfig', 'AutoRemove']) === true)
    return 'Cannot retrieve result as auto_remove is enabled';
  if (!['json-file', 'journald', 'local'].includes(driver)) return `Result logged using \`${driver}\` driver`;
  const path = `/containers/${textIn(container, 'Id')}/logs?stdout=true&stderr=true`;
  const [answer] = await callApi(progress.engine, [{ method: 'GET', path }]);
  if (answer === undefined) return '';
  bodyOf(answer, `the output of container ${progress.args.name} cannot be read`);
  return memberOf(container, ['Config', 'Tty']) === true ? answer.raw.toString() : textOfFrames(answer.raw);
}

/** Output without a terminal comes in frames: one byte of the stream, three of nothing, four of the length. */
export function textOfFrames(stream: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= stream.length; ) {
    const end = at + 8 + stream.readUInt32BE(at + 4);
    parts.push(stream.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString();
}
