import { defineModule } from '../module/define.ts';
import { type ContainerArguments, containerArguments } from '../module/kit/docker/container/arguments.ts';
import {
  awaitEnd,
  inspectContainer,
  isRunning,
  removeContainer,
  restartContainer,
  setPaused,
  startContainer,
  stopContainer,
} from '../module/kit/docker/container/operations.ts';
import { ensurePresent } from '../module/kit/docker/container/present.ts';
import { newProgress, type Progress } from '../module/kit/docker/container/progress.ts';
import { readSituation } from '../module/kit/docker/container/situation.ts';
import { differencesDiff } from '../module/kit/docker/differences.ts';
import { type JsonRecord, memberOf, textIn } from '../module/kit/docker/json.ts';
import type { ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'docker_container',
  collection: 'community.docker',
  formerlyBuiltin: true,
  summary: 'Makes, starts, stops and removes containers of Docker',
  args: containerArguments,
  requiredIf: [['state', 'present', ['image']]],
  requiredBy: { restart_retries: ['restart_policy'], log_options: ['log_driver'] },
  returns: {
    container: 'The container as the engine describes it; with `detach: false` its output in `Output`.',
    status: 'With `detach: false`, how it ended.',
    actions: 'The steps; of predictions and with `debug` only.',
  },
  examples: `
- name: The shop, behind port 8080
  community.docker.docker_container:
    name: shop
    image: registry.example.com/shop:1.4
    env:
      SHOP_MODE: production
    published_ports:
      - 127.0.0.1:8080:80
    volumes:
      - /srv/shop:/data
    restart_policy: unless-stopped
`,
  check: 'full',
  diff: true,
  async run(context, given) {
    const args = withDefaults(given);
    const progress = newProgress({ context, connection: args }, args);
    const situation = await readSituation(progress.engine, args);
    if (args.state === 'absent') {
      await remove(progress, situation.container);
      return resultOf(progress, {});
    }
    const wasRunning = isRunning(situation.container);
    const container = await ensurePresent(progress, situation);
    if (container === undefined) return resultOf(progress, {});
    return resultOf(progress, await ensureState(progress, { container, wasRunning }));
  },
});

/** The defaults that some options had long ago. */
function withDefaults(args: ContainerArguments): ContainerArguments {
  if (args.container_default_behavior === 'no_defaults') return args;
  const defaults = {
    auto_remove: false,
    detach: true,
    init: false,
    interactive: false,
    memory: '0',
    paused: false,
    privileged: false,
    read_only: false,
    tty: false,
  };
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  return { ...args, ...defaults, ...given };
}

function resultOf(
  { engine, args, actions, differences, isChanged }: Progress,
  more: ModuleResult,
): ModuleResult {
  return {
    changed: isChanged,
    ...(engine.context.checkMode || args.debug ? { actions } : {}),
    diff: differencesDiff(differences),
    ...more,
  };
}

async function remove(progress: Progress, container: JsonRecord | undefined): Promise<void> {
  if (container === undefined) return;
  const id = textIn(container, 'Id');
  if (isRunning(container)) {
    progress.differences.push({ name: 'running', wanted: false, found: true });
    await stopContainer(progress, id);
  }
  progress.differences.push({ name: 'exists', wanted: false, found: true });
  await removeContainer(progress, id);
}

interface Settled {
  readonly container: JsonRecord;
  /** Before anything was done. */
  readonly wasRunning: boolean;
}

/** Starts, stops, freezes it as it should be. */
async function ensureState(progress: Progress, { container, wasRunning }: Settled): Promise<ModuleResult> {
  const { engine, args, differences } = progress;
  const id = textIn(container, 'Id');
  const running = isRunning(container);
  if (args.state === 'started' && !running) {
    differences.push({ name: 'running', wanted: true, found: wasRunning });
    await startContainer(progress, id);
    if (args.detach === false && !engine.context.checkMode) return ending(progress, container);
  } else if (args.state === 'started' && args.restart) {
    differences.push({ name: 'running', wanted: true, found: true });
    differences.push({ name: 'restarted', wanted: true, found: false });
    await restartContainer(progress, id);
  } else if (args.state === 'stopped' && running) {
    differences.push({ name: 'running', wanted: false, found: true });
    await stopContainer(progress, id);
  }
  const isPaused = memberOf(container, ['State', 'Paused']) === true;
  if (args.state === 'started' && args.paused !== undefined && args.paused !== isPaused) {
    differences.push({ name: 'paused', wanted: args.paused, found: isPaused });
    await setPaused(progress, id, args.paused);
  }
  const isOther = progress.isChanged && !engine.context.checkMode;
  return { container: (isOther ? await inspectContainer(progress, id) : container) ?? {} };
}

/** Waits for its end, which is that of the task. */
async function ending(progress: Progress, container: JsonRecord): Promise<ModuleResult> {
  const id = textIn(container, 'Id');
  const { status, output } = await awaitEnd(progress, container);
  const after = progress.args.cleanup ? undefined : await inspectContainer(progress, id);
  if (progress.args.cleanup) await removeContainer(progress, id);
  return {
    status,
    container: { ...after, Output: output },
    ...(status === 0 ? {} : { failed: true, msg: output }),
  };
}
