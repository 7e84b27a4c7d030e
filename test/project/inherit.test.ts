import { describe, expect, it } from 'vitest';
import type { Step, Task } from '../../src/project/ast.ts';
import {
  accumulatedConditions,
  accumulatedTags,
  effectiveKeyword,
  enclosingRoles,
  environmentLayers,
  playOf,
  varsLayers,
} from '../../src/project/inherit.ts';
import { loadSite } from './fixture.ts';
import { show } from './outline.ts';

const SITE = `
- hosts: all
  become: true
  tags: [play, twice]
  environment: {A: play}
  vars: {v: play}
  roles:
    - {role: web, when: role, tags: role, vars: {v: role}}
  tasks:
    - block:
        - block:
            - name: inner
              ping:
              become: false
              when: [task1, task2]
              tags: [task, twice]
              environment: {A: task}
              vars: {v: task}
          when: inner
          vars: {v: inner}
      when: outer
      tags: "{{ outer }}"
`;

const FILES = {
  'site.yml': SITE,
  'roles/web/tasks/main.yml': '- import_tasks: more.yml\n  when: import\n',
  'roles/web/tasks/more.yml': '- {name: of role, ping: }\n',
  'roles/web/meta/main.yml': 'dependencies: [{role: common, when: dependency, tags: dependency}]\n',
  'roles/common/tasks/main.yml': '- {name: of dependency, ping: }\n',
};

function allTasks(steps: readonly Step[]): readonly Task[] {
  return steps.flatMap((step) => (step.kind === 'task' ? [step] : allTasks(step.block)));
}

function task(name: string): Task {
  const play = loadSite(FILES).playbook?.plays[0];
  const tasks = allTasks([...(play?.roles.flatMap((role) => role.tasks) ?? []), ...(play?.tasks ?? [])]);
  const found = tasks.find(({ keywords }) => keywords.get('name')?.value === name);
  if (found === undefined) throw new Error(`no task '${name}'`);
  return found;
}

describe('what a task inherits', () => {
  it('takes the innermost value of a keyword', () => {
    expect(effectiveKeyword(task('inner'), 'become')?.value).toBe(false);
    expect(effectiveKeyword(task('of dependency'), 'become')?.value).toBe(true);
    expect(effectiveKeyword(task('inner'), 'become_user')).toBeUndefined();
  });

  it('collects tags, each once', () => {
    expect(show(accumulatedTags(task('inner')))).toBe('["play", "twice", <{{ outer }}>, "task"]');
    expect(accumulatedTags(task('of dependency'))).toEqual(['play', 'twice', 'role', 'dependency']);
  });

  it('collects conditions from the outside in, through imports and depending roles', () => {
    const shown = (name: string) => accumulatedConditions(task(name)).map(({ value }) => show(value));
    expect(shown('inner')).toEqual(['[<outer>]', '[<inner>]', '[<task1>, <task2>]']);
    expect(shown('of role')).toEqual(['[<role>]', '[<import>]']);
    expect(shown('of dependency')).toEqual(['[<role>]', '[<dependency>]']);
  });

  it('collects environments from the outside in', () => {
    expect(environmentLayers(task('inner')).map(({ value }) => show(value))).toEqual([
      '[{"A": "play"}]',
      '[{"A": "task"}]',
    ]);
  });

  it('collects variables of the task and its blocks from the inside out', () => {
    expect(varsLayers(task('inner')).map(({ value }) => show(value))).toEqual([
      '{"v": "task"}',
      '{"v": "inner"}',
    ]);
    expect(varsLayers(task('of role'))).toEqual([]);
  });

  it('knows its roles and its play', () => {
    expect(enclosingRoles(task('of dependency')).map(({ role }) => role.name)).toEqual(['common', 'web']);
    expect(task('of role').role?.role.name).toBe('web');
    expect(playOf(task('of dependency')).keywords.get('hosts')?.value).toEqual(['all']);
  });
});
