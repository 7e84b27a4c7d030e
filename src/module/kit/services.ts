import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ModuleResult } from '../result.ts';
import { quote } from './quote.ts';
import { ensureUnit, type ServiceState } from './systemd/ensure-unit.ts';

export interface WantedService {
  readonly name: string;
  readonly state: ServiceState | undefined;
  readonly enabled: boolean | undefined;
  /** Of OpenRC. */
  readonly runlevel: string;
  /** Seconds between stop and start of a restart, where the init script cannot restart. */
  readonly sleep: number | undefined;
}

export type ServiceManager = 'systemd' | 'openrc' | 'sysvinit' | 'none';

/** What keeps the services of the target, found out once per host. */
export function serviceManagerOf(context: ModuleContext): Promise<ServiceManager> {
  return context.target.probe('service-manager', async () => {
    const { stdout } = await context.target.run(
      `if [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; then echo systemd
elif command -v rc-service >/dev/null 2>&1; then echo openrc
elif [ -d /etc/init.d ]; then echo sysvinit
else echo none
fi`,
      { signal: context.signal },
    );
    const found = stdout.toString().trim();
    return found === 'systemd' || found === 'openrc' || found === 'sysvinit' ? found : 'none';
  });
}

/** Brings a service to the wanted state with whatever keeps the services there. */
export async function ensureService(
  context: ModuleContext,
  { wanted, manager }: { readonly wanted: WantedService; readonly manager: ServiceManager },
): Promise<ModuleResult> {
  switch (manager) {
    case 'systemd':
      return ensureUnit(context, {
        ...wanted,
        masked: undefined,
        daemonReload: false,
        daemonReexec: false,
        scope: 'system',
        noBlock: false,
        force: false,
      });
    case 'openrc':
      return ensureScript(context, { wanted, tools: openrc(wanted) });
    case 'sysvinit':
      return ensureScript(context, { wanted, tools: sysvinit(wanted) });
    case 'none':
      throw new ModuleFailure(
        'service: nothing on the target keeps services (no systemd, OpenRC or /etc/init.d)',
      );
  }
}

/** The shell text with which one kind of init system answers and acts. */
interface ScriptTools {
  readonly exists: string;
  /** Succeeds when it runs. */
  readonly running: string;
  readonly enabled: string;
  readonly enable: string;
  readonly disable: string;
  readonly act: (verb: 'start' | 'stop' | 'restart' | 'reload') => string;
}

function openrc({ name, runlevel }: WantedService): ScriptTools {
  const service = quote(name);
  return {
    exists: `rc-service --exists ${service}`,
    running: `rc-service ${service} status`,
    enabled: `rc-update show ${quote(runlevel)} | grep -q ${quote(`^ *${name.replace(/[.[\]*^$\\]/g, '\\$&')} |`)}`,
    enable: `rc-update add ${service} ${quote(runlevel)}`,
    disable: `rc-update del ${service} ${quote(runlevel)}`,
    act: (verb) => `rc-service ${service} ${verb}`,
  };
}

function sysvinit({ name, sleep }: WantedService): ScriptTools {
  const service = quote(name);
  const script = quote(`/etc/init.d/${name}`);
  const run = `if command -v service >/dev/null 2>&1; then service ${service} "$verb"; else ${script} "$verb"; fi`;
  const act = (verb: string): string => `{ verb=${verb}; ${run}; }`;
  return {
    exists: `[ -x ${script} ]`,
    running: act('status'),
    enabled: `ls /etc/rc[2345].d/S[0-9][0-9]${service} /etc/rc.d/rc[2345].d/S[0-9][0-9]${service} 2>/dev/null | grep -q .`,
    enable: `if command -v update-rc.d >/dev/null 2>&1; then update-rc.d ${service} defaults && update-rc.d ${service} enable; else chkconfig ${service} on; fi`,
    disable: `if command -v update-rc.d >/dev/null 2>&1; then update-rc.d ${service} disable; else chkconfig ${service} off; fi`,
    act: (verb) =>
      verb === 'restart' && sleep !== undefined
        ? `{ ${act('stop')}; sleep ${sleep}; ${act('start')}; }`
        : act(verb),
  };
}

interface ScriptRequest {
  readonly wanted: WantedService;
  readonly tools: ScriptTools;
}

async function ensureScript(context: ModuleContext, { wanted, tools }: ScriptRequest): Promise<ModuleResult> {
  if (wanted.name.includes('/'))
    throw new ModuleFailure(`Could not find the requested service ${wanted.name}: host`);
  const probe = `${tools.exists} >/dev/null 2>&1 || { echo missing; exit 0; }
${tools.running} >/dev/null 2>&1 </dev/null && echo running
${tools.enabled} >/dev/null 2>&1 </dev/null && echo enabled
:`;
  const { stdout } = await context.target.run(probe, { signal: context.signal });
  const found = new Set(stdout.toString().trim().split('\n'));
  if (found.has('missing'))
    throw new ModuleFailure(`Could not find the requested service ${wanted.name}: host`);
  const commands = commandsFor(wanted, { tools, found });
  if (!context.checkMode && commands.length > 0) {
    const script = `{ ${commands.join(' && ')}; } </dev/null`;
    const output = await context.target.run(script, { signal: context.signal });
    if (output.rc !== 0) {
      const text = output.stderr.toString();
      throw new ModuleFailure(text === '' ? output.stdout.toString() : text, { rc: output.rc });
    }
  }
  return {
    changed: commands.length > 0,
    name: wanted.name,
    ...(wanted.enabled === undefined ? {} : { enabled: wanted.enabled }),
    ...(wanted.state === undefined ? {} : { state: wanted.state === 'stopped' ? 'stopped' : 'started' }),
  };
}

function commandsFor(
  wanted: WantedService,
  { tools, found }: { readonly tools: ScriptTools; readonly found: ReadonlySet<string> },
): readonly string[] {
  const isRunning = found.has('running');
  const commands: string[] = [];
  if (wanted.enabled !== undefined && wanted.enabled !== found.has('enabled')) {
    commands.push(wanted.enabled ? tools.enable : tools.disable);
  }
  switch (wanted.state) {
    case 'started':
      if (!isRunning) commands.push(tools.act('start'));
      break;
    case 'stopped':
      if (isRunning) commands.push(tools.act('stop'));
      break;
    case 'restarted':
      commands.push(tools.act(isRunning ? 'restart' : 'start'));
      break;
    case 'reloaded':
      commands.push(tools.act(isRunning ? 'reload' : 'start'));
      break;
    case undefined:
      break;
  }
  return commands.map((command) => `{ ${command}; }`);
}
