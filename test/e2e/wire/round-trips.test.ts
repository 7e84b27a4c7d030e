import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { benchTemplates } from '../../bench/modules/bench-tasks.ts';
import { countedRun } from '../../bench/modules/counted-run.ts';
import { mark, playbook, steps } from '../../bench/modules/tasks.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { labProject } from '../support/lab-project.ts';

/** Modules whose answer needs a program for each of many things: those that list the whole machine, or read many files. */
const gatherers = new Set(['setup', 'package_facts', 'service_facts', 'assemble']);

describeLab('what tasks cost on the wire', () => {
  const project = labProject([{ name: 'h1' }]);

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(project().file(name)), { recursive: true });
      await writeFile(project().file(name), text);
    }
  }

  const play = (site: string) =>
    countedRun('h1', { inventory: project().file('lab.yml'), site: project().file(site) });

  test('a module that finds nothing to do costs one round trip and a handful of processes', async () => {
    await write({ ...benchTemplates, 'modules.yml': playbook() });
    const { counted } = await play('modules.yml');
    let marks = 0;
    const costs = steps.flatMap(({ module, kind }) => {
      if (kind === 'mark') marks += 1;
      const cost = counted[marks];
      return kind === 'nothing' && cost !== undefined ? [{ module, ...cost, forks: cost.forks - 2 }] : [];
    });
    expect(costs.length).toBeGreaterThan(25);
    expect(costs.filter(({ roundTrips }) => roundTrips !== 1)).toEqual([]);
    expect(costs.filter(({ module, forks }) => forks > 5 && !gatherers.has(module))).toEqual([]);
  });

  test('loops, trees and equal content cost no more than they need', async () => {
    const large = 'x'.repeat(200_000);
    const tree = Array.from({ length: 40 }, (_, index) => [`files/tree/${index % 4}/${index}`, `${index}\n`]);
    const marking = { name: 'mark', raw: mark };
    const tasks = [
      { copy: { content: '{{ item }}', dest: '/srv/{{ item }}' }, loop: [...Array(10).keys()] },
      { copy: { content: '{{ item }}', dest: '/srv/{{ item }}' }, loop: [...Array(10).keys()] },
      { copy: { src: 'tree', dest: '/srv' } },
      { copy: { src: 'tree', dest: '/srv' } },
      { copy: { src: 'large', dest: '/srv/large' } },
      { copy: { src: 'large', dest: '/srv/large' } },
      { template: { src: 'large.j2', dest: '/srv/large' } },
    ];
    const play_ = {
      hosts: 'h1',
      gather_facts: false,
      tasks: [marking, ...tasks.flatMap((task) => [task, marking])],
    };
    await write({
      ...Object.fromEntries(tree),
      'files/large': large,
      'templates/large.j2': "{{ 'x' * 200000 }}",
      'costs.yml': JSON.stringify([play_]),
    });
    const { counted, shells } = await play('costs.yml');
    const [, loop, sameLoop, copied, sameTree, sent, equal, rendered] = counted;
    expect(shells).toBe(1);
    expect(loop?.roundTrips).toBeLessThanOrEqual(30);
    expect(sameLoop?.roundTrips).toBe(10);
    // What is there, all the content in one stream, and what puts it in its place.
    expect(copied?.roundTrips).toBe(3);
    expect(sameTree?.roundTrips).toBe(1);
    expect(sent?.bytes).toBeGreaterThan(200_000);
    expect(equal?.bytes).toBeLessThan(5_000);
    expect(rendered?.bytes).toBeLessThan(5_000);
  });
});
