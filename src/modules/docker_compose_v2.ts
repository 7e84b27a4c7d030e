import { defineModule } from '../module/define.ts';
import { reported } from '../module/kit/captured.ts';
import { type ComposeArguments, composeArguments } from '../module/kit/docker/compose/arguments.ts';
import { downCall, isAnyActive, restartCall, stopCall, upCall } from '../module/kit/docker/compose/calls.ts';
import { composeEvents, isChange } from '../module/kit/docker/compose/events.ts';
import { shownContainer } from '../module/kit/docker/compose/listing.ts';
import { callCompose, type Outcome, openProject } from '../module/kit/docker/compose/program.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';

/**
 * Made from Ansible's documentation and Compose's: a stand-in plays `docker compose` in the tests, since Debian 12 has
 * neither the plugin nor Ansible's module.
 */
export default defineModule({
  name: 'docker_compose_v2',
  collection: 'community.docker',
  summary: 'Starts, stops and removes the services of a Compose project',
  args: composeArguments,
  mutuallyExclusive: [
    ['definition', 'project_src'],
    ['definition', 'files'],
    ['docker_host', 'cli_context'],
  ],
  requiredOneOf: [['definition', 'project_src']],
  requiredBy: { definition: ['project_name'] },
  returns: {
    actions: 'What Compose did, or would: `what`, `id` and `status` each.',
    containers: 'The containers of the project.',
    images: 'The images of the project.',
    cmd: 'Of a failure: what was called.',
    stdout: 'Of a failure: what it printed.',
    stderr: 'Of a failure: what it complained of.',
  },
  examples: `
- name: The shop and all that it needs
  community.docker.docker_compose_v2:
    project_src: /srv/shop
    pull: always
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const project = await openProject(context, args);
    const calls = args.state === 'stopped' ? undefined : [callFor(args, args.state)];
    if (calls !== undefined) return resultOf(args, { outcome: await callCompose(project, calls), calls });
    const before = await callCompose(project, []);
    const stopping = [upCall(args, false), ...(isAnyActive(args, before.containers) ? [stopCall(args)] : [])];
    return resultOf(args, { outcome: await callCompose(project, stopping), calls: stopping });
  },
});

function callFor(args: ComposeArguments, state: 'absent' | 'present' | 'restarted'): readonly string[] {
  switch (state) {
    case 'present':
      return upCall(args, true);
    case 'restarted':
      return restartCall(args);
    case 'absent':
      return downCall(args);
  }
}

interface Called {
  readonly outcome: Outcome;
  readonly calls: readonly (readonly string[])[];
}

function resultOf(args: ComposeArguments, { outcome, calls }: Called): ModuleResult {
  const { ran } = outcome;
  const events = composeEvents(ran?.stderr ?? '');
  const actions: readonly ResultData[] = events.map((event) => ({ ...event }));
  const lists = { containers: outcome.containers.map(shownContainer), images: outcome.images };
  if (ran !== undefined && ran.rc !== 0) {
    throw new ModuleFailure(`docker compose fails: ${lastWords(ran.stderr) || ran.stdout.trim()}`, {
      cmd: calls.map((words) => ['docker', 'compose', ...words].join(' ')).join(' && '),
      ...reported(ran),
      actions,
      ...lists,
    });
  }
  return { changed: isChange(events, { ignoreBuilds: args.ignore_build_events }), actions, ...lists };
}

/** What it says beside its progress. */
function lastWords(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && composeEvents(line).length === 0)
    .slice(-5)
    .join('\n')
    .trim();
}
