import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { quote } from '../quote.ts';
import {
  isEnabled,
  isFound,
  isMasked,
  isRunning,
  parseUnitState,
  type UnitScope,
  type UnitState,
  unitStateScript,
} from './unit.ts';

export type ServiceState = 'started' | 'stopped' | 'restarted' | 'reloaded';

export interface WantedUnit {
  readonly name: string | undefined;
  readonly state: ServiceState | undefined;
  readonly enabled: boolean | undefined;
  readonly masked: boolean | undefined;
  readonly daemonReload: boolean;
  readonly daemonReexec: boolean;
  readonly scope: UnitScope;
  readonly noBlock: boolean;
  readonly force: boolean;
}

/** One thing to do, and how its failure is told. */
interface Step {
  readonly command: string;
  readonly failure: string;
}

/**
 * Brings a systemd unit to the wanted state: one round trip to read (a daemon-reload comes before the reading and
 * goes with it), one more to change.
 */
export async function ensureUnit(context: ModuleContext, wanted: WantedUnit): Promise<ModuleResult> {
  const systemctl = systemctlOf(wanted);
  const state = await readUnit(context, { wanted, systemctl });
  if (wanted.name === undefined || state === undefined) return { changed: false, name: null, status: {} };
  const name = wanted.name;
  const steps = stepsFor({ wanted, name, state, systemctl });
  if (!context.checkMode && steps.length > 0) await runSteps(context, steps);
  return {
    changed: steps.length > 0,
    name,
    ...(wanted.enabled === undefined ? {} : { enabled: wanted.enabled }),
    ...(wanted.state === undefined ? {} : { state: wanted.state === 'stopped' ? 'stopped' : 'started' }),
    status: Object.fromEntries(state.properties),
  };
}

/** In the user's scope systemd is found through the user's runtime folder, which a session of sudo or su lacks. */
function systemctlOf({ scope, noBlock, force }: WantedUnit): string {
  const flags = `${scope === 'system' ? '' : ` --${scope}`}${noBlock ? ' --no-block' : ''}${force ? ' --force' : ''}`;
  const runtime = scope === 'user' ? 'XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}" ' : '';
  return `${runtime}systemctl${flags}`;
}

interface ReadRequest {
  readonly wanted: WantedUnit;
  readonly systemctl: string;
}

async function readUnit(
  context: ModuleContext,
  { wanted, systemctl }: ReadRequest,
): Promise<UnitState | undefined> {
  const daemon = context.checkMode
    ? []
    : [
        ...(wanted.daemonReexec ? [daemonStep(systemctl, 'daemon-reexec')] : []),
        ...(wanted.daemonReload ? [daemonStep(systemctl, 'daemon-reload')] : []),
      ];
  const { name: unit, scope } = wanted;
  const question = { systemctl, scope, asksEnabled: wanted.enabled !== undefined };
  const parts = [...daemon, ...(unit === undefined ? [] : [unitStateScript({ ...question, unit })])];
  if (parts.length === 0) return undefined;
  const output = await context.target.run(parts.join('\n'), { signal: context.signal });
  const stdout = output.stdout.toString();
  const stderr = output.stderr.toString();
  const failed = /^!(daemon-\w+) (\d+)$/m.exec(stdout);
  if (failed !== null) {
    throw new ModuleFailure(`failure ${failed[2] ?? ''} during ${failed[1] ?? ''}: ${stderr}`);
  }
  if (wanted.name === undefined) return undefined;
  const state = parseUnitState(stdout, stderr);
  if (state.properties.size === 0 && !state.initScript.exists) {
    if (/not a valid unit name|Invalid unit name|invalid/i.test(state.error)) throw notFound(wanted.name);
    throw new ModuleFailure(state.error === '' ? 'systemd does not answer' : state.error, {
      rc: 1,
      stderr,
      stdout: '',
    });
  }
  return state;
}

function daemonStep(systemctl: string, verb: string): string {
  return `${systemctl} ${verb} </dev/null || { echo "!${verb} $?"; exit 0; }`;
}

function notFound(name: string): ModuleFailure {
  return new ModuleFailure(`Could not find the requested service ${name}: host`);
}

interface Situation {
  readonly wanted: WantedUnit;
  readonly name: string;
  readonly state: UnitState;
  readonly systemctl: string;
}

/** Masking can be of a unit that does not exist; all else cannot. */
function stepsFor(situation: Situation): readonly Step[] {
  const { wanted, name, state, systemctl } = situation;
  const step = (verb: string): Step => ({
    command: `${systemctl} ${verb} -- ${quote(name)}`,
    failure: `Unable to ${verb} service ${name}: `,
  });
  const masking =
    wanted.masked === undefined || wanted.masked === isMasked(state)
      ? []
      : [step(wanted.masked ? 'mask' : 'unmask')];
  if ((wanted.enabled !== undefined || wanted.state !== undefined) && !isFound(state)) throw notFound(name);
  const enabling =
    wanted.enabled === undefined || wanted.enabled === isEnabled(state)
      ? []
      : [step(wanted.enabled ? 'enable' : 'disable')];
  const verb = wanted.state === undefined ? undefined : stateVerb(wanted.state, isRunning(state));
  return [...masking, ...enabling, ...(verb === undefined ? [] : [step(verb)])];
}

/** A reload of what does not run is a start. */
function stateVerb(wanted: ServiceState, running: boolean): string | undefined {
  switch (wanted) {
    case 'started':
      return running ? undefined : 'start';
    case 'stopped':
      return running ? 'stop' : undefined;
    case 'restarted':
      return 'restart';
    case 'reloaded':
      return running ? 'reload' : 'start';
  }
}

/** Up to the first that fails, in one round trip. */
async function runSteps(context: ModuleContext, steps: readonly Step[]): Promise<void> {
  const script = steps
    .map(({ command }, index) => `${command} </dev/null >&2 || { rc=$?; echo "${index} $rc"; exit 0; }`)
    .join('\n');
  const { stdout, stderr, timedOut } = await context.target.run(script, { signal: context.signal });
  const failed = /^(\d+) (\d+)$/m.exec(stdout.toString());
  if (timedOut) throw new ModuleFailure('systemd did not finish in time', { stderr: stderr.toString() });
  if (failed === null) return;
  const step = steps[Number(failed[1])];
  throw new ModuleFailure(`${step?.failure ?? ''}${stderr.toString()}`, { rc: Number(failed[2]) });
}
