import fc from 'fast-check';
import { expect, test } from 'vitest';
import { junitReport } from '../../../src/reporters/report/junit.ts';
import { parseXml } from '../../../src/template/xml/parse.ts';

const frame = { startedAt: new Date(0), finishedAt: new Date(1500), version: '1' };

test('is well-formed whatever a host prints', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, details) => {
      const outcome = {
        host: 'h',
        delegatedTo: undefined,
        status: 'failed',
        ignored: false,
        duration: 1,
        items: [],
        details,
        diff: '',
      } as const;
      const task = { name, action: 'a', kind: 'task', place: 'p', outcomes: [outcome] } as const;
      const play = { name, hosts: ['h'], tasks: [task] };
      const report = { playbooks: [], checkMode: false, isComplete: true, stats: new Map(), plays: [play] };
      const text = junitReport(report, frame);
      const failure = parseXml(text).children[0]?.children[0]?.children[0];
      expect(failure?.name).toBe('failure');
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    }),
  );
});
