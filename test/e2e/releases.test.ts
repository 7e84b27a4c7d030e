import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { ansibleOutcome, type PlayOutcome, tsplayOutcome } from './support/outcomes.ts';
import { ansiblePlaybook, projectFolder, tsplay } from './support/programs.ts';

const releases = ['bullseye', 'trixie'] as const;
const playbook = join(projectFolder, 'test/cases/releases/site.yml');

/** What the tasks leave behind, without the day on which a password was set. */
const evidence = `cat /etc/passwd /etc/group /etc/gshadow; cut -d: -f1,2,4- /etc/shadow
cat /etc/sudoers.d/crew; stat -c '%n %a %u:%g' /srv/* /home/*
for unit in sleeper cron; do systemctl is-active $unit; systemctl is-enabled $unit; done
dpkg --get-selections | grep -E '^(hello|cron|procps)\\b'; debconf-show tzdata 2>/dev/null | sort`;

describeLab('Debian 11 and 13 beside the real Ansible', () => {
  let lab: Lab;
  let folder: string;
  let ours: readonly string[];

  const playOurs = async (...options: readonly string[]): Promise<PlayOutcome> =>
    tsplayOutcome(await tsplay(['run', '--output', 'json', ...ours, ...options]));
  const evidenceOf = async (side: string) =>
    Promise.all(
      releases.map(async (release) => (await lab.host(`${side}-${release}`).exec(evidence)).stdout),
    );
  const statuses = ({ tasks }: PlayOutcome): readonly string[] =>
    tasks.map((line) => line.replace(/\| (?:ours|twin)-/, '| '));

  beforeAll(async () => {
    const sides = ['ours', 'twin'];
    lab = await startLab({
      hosts: releases.flatMap((base) => sides.map((side) => ({ name: `${side}-${base}`, base }))),
    });
    folder = await mkdtemp(join(tmpdir(), 'tsplay-releases-'));
    await writeFile(join(folder, 'lab.yml'), lab.inventory());
    ours = ['-i', join(folder, 'lab.yml'), '--limit', 'ours-*', playbook];
  });
  afterAll(async () => {
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a check changes nothing', async () => {
    const before = await evidenceOf('ours');
    await playOurs('--check', '--diff');
    expect(await evidenceOf('ours')).toEqual(before);
  });

  test('the same tasks change, and leave the same behind', async () => {
    const theirs = ansibleOutcome(
      await ansiblePlaybook(['-i', join(folder, 'lab.yml'), '--limit', 'twin-*', playbook], {
        ANSIBLE_STDOUT_CALLBACK: 'json',
      }),
    );
    expect(statuses(await playOurs())).toEqual(statuses(theirs));
    expect(await evidenceOf('ours')).toEqual(await evidenceOf('twin'));
  });

  test('the second time only what was taken back is done again', async () => {
    const before = await evidenceOf('ours');
    const { tasks } = await playOurs();
    const changed = tasks.filter((line) => line.endsWith(': changed')).map((line) => line.split(' | ')[0]);
    const undone = [
      ...['Package out of the cache', 'Package goes', 'User for a while', 'User goes'],
      ...['Service by the common name', 'Service stops'],
    ];
    expect(changed).toEqual(undone.flatMap((name) => releases.map(() => name)));
    expect(await evidenceOf('ours')).toEqual(before);
  });
});
