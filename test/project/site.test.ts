import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Play, Step, Task } from '../../src/project/ast.ts';
import { accumulatedTags, effectiveKeyword } from '../../src/project/inherit.ts';
import { loadPlaybook } from '../../src/project/load-playbook.ts';

const MODULES = [
  ...['apt', 'command', 'debug', 'fail', 'lineinfile', 'package', 'service', 'set_fact', 'shell', 'slurp'],
  ...['template', 'uri'],
];

const path = fileURLToPath(new URL('./cases/site/site.yml', import.meta.url));
const { playbook, diagnostics } = loadPlaybook(path, { moduleNames: new Set(MODULES) });

function tasksOf(steps: readonly Step[]): readonly Task[] {
  return steps.flatMap((step) => (step.kind === 'task' ? [step] : tasksOf(step.block)));
}

/** A task as `ansible-playbook --list-tasks` prints it. */
function line(task: Task): string {
  const name = task.keywords.get('name')?.value;
  const role = task.role === undefined || name === undefined ? '' : `${task.role.role.name} : `;
  const tags = accumulatedTags(task).map(String).sort();
  return `    ${role}${name ?? task.action.name} TAGS: [${tags.join(', ')}]`;
}

function listing(play: Play, index: number): readonly string[] {
  const hosts = play.keywords.get('hosts')?.value;
  const name = play.keywords.get('name')?.value ?? hosts;
  const steps = [
    ...play.preTasks,
    ...play.roles.flatMap(({ tasks }) => tasks),
    ...play.tasks,
    ...play.postTasks,
  ];
  return [`play #${index + 1} (${hosts}): ${name} TAGS: []`, ...tasksOf(steps).map(line)];
}

describe('a site with roles, dependencies, imports and blocks', () => {
  it('loads without a complaint', () => {
    expect(diagnostics).toEqual([]);
  });

  it('has the tasks that Ansible lists, in that order and with those tags', () => {
    const expected = readFileSync(new URL('./cases/site-tasks.txt', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    expect(playbook?.plays.flatMap(listing)).toEqual(expected);
  });

  it('knows where every task stands', () => {
    const web = playbook?.plays[1];
    const task = tasksOf(web?.postTasks ?? [])[0];
    expect(task?.file.path.endsWith('playbooks/web.yml')).toBe(true);
    expect(task && effectiveKeyword(task, 'become')?.value).toBe(false);
    expect(web?.directory.endsWith('cases/site/playbooks')).toBe(true);
    expect(web?.keywords.get('vars')?.value).toEqual(new Map([['deploy_user', 'deployer']]));
  });

  it('keeps the handlers of imported roles for the play', () => {
    const roles = playbook?.plays[1]?.importedRoles.map(
      ({ role, handlers }) => `${role.name} ${handlers.length}`,
    );
    expect(roles).toEqual(['common 1', 'nginx 1']);
  });
});
