import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  jobNames,
  variableNames,
  withJob,
  withoutJob,
  withoutVariable,
  withVariable,
} from '../../../src/module/cron/crontab-edit.ts';

const job = { name: 'one', line: '* * * * * root hi' };

/** [text, text with the job]; as ansible.builtin.cron was seen to make them. */
const jobs: readonly (readonly [before: string, after: string])[] = [
  ['', '#Ansible: one\n* * * * * root hi\n'],
  ['* * * * * root hi\n', '#Ansible: one\n* * * * * root hi\n'],
  [
    '#Ansible: old\n* * * * * root hi\n',
    '#Ansible: old\n* * * * * root hi\n#Ansible: one\n* * * * * root hi\n',
  ],
  ['#Ansible: one\n* * * * * root hi', '#Ansible: one\n* * * * * root hi\n'],
  // A name without a job: Ansible repeats it, and takes the next job's name for the job.
  ['#Ansible: one\n', '#Ansible: one\n* * * * * root hi\n'],
  ['#Ansible: one\n#Ansible: two\nb\n', '#Ansible: one\n* * * * * root hi\n#Ansible: two\nb\n'],
  ['#Ansible: one\n\n#Ansible: two\nb\n', '#Ansible: one\n* * * * * root hi\n#Ansible: two\nb\n'],
  ['#Ansible:  one\nb\n', '#Ansible:  one\nb\n#Ansible: one\n* * * * * root hi\n'],
];

describe('jobs of a crontab', () => {
  it.each(jobs)('%j gets one: %j', (before, after) => {
    expect(withJob(before, job)).toBe(after);
  });

  it.each([
    ['#Ansible: one\n', '#Ansible: one\n'],
    ['A=1\n#Ansible: one\nx\ny', 'A=1\ny\n'],
    ['#Ansible: one\nx\n#Ansible: one\ny\n', ''],
  ])('%j loses it: %j', (before, after) => {
    expect(withoutJob(before, 'one')).toBe(after);
  });

  it('is there once it was added, and gone once it was taken out', () => {
    const line = fc.constantFrom('A="1"', '#Ansible: one', '#Ansible: two', '* * * * * x', '', '# note');
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        const added = withJob(text, job);
        expect(withJob(added, job)).toBe(added);
        expect(`\n${added}`).toContain(`\n#Ansible: ${job.name}\n${job.line}\n`);
        const removed = withoutJob(added, job.name);
        expect(removed).not.toContain(job.line);
      }),
    );
  });
});

describe('variables of a crontab', () => {
  const text = "A=1\nB = 2\n C=3\nD='4'\n#E=5\n* * * * * X=1 hi\n";

  it.each([
    [{ name: 'A', value: 'q' }, `A="q"\n${text.slice(4)}`],
    [{ name: 'B', value: 'q' }, `B="q"\n${text}`],
    [{ name: 'A', value: 'q', beside: { name: 'D', place: 'after' } as const }, `A="q"\n${text.slice(4)}`],
    [
      { name: 'Z', value: 'q', beside: { name: 'A', place: 'after' } as const },
      `A=1\nZ="q"\n${text.slice(4)}`,
    ],
    [{ name: 'Z', value: 'q', beside: { name: 'A', place: 'before' } as const }, `Z="q"\n${text}`],
    [{ name: 'Z', value: 'q', beside: { name: 'X', place: 'before' } as const }, undefined],
  ])('%j: %j', (variable, after) => {
    expect(withVariable(text, variable)).toBe(after);
  });

  it('go, however often they are set', () => {
    expect(withoutVariable('A=1\nA=2\nAB=3', 'A')).toBe('AB=3\n');
  });

  it('are told by name, and so are jobs', () => {
    expect(variableNames(text)).toEqual(['A', 'D']);
    expect(jobNames('#Ansible: a b\nx\n# Ansible: c\n#Ansible: d\n')).toEqual(['a b', 'd']);
  });
});
