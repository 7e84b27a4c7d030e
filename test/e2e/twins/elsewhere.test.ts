import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseNames } from '../../lab/bases/recipes.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { differences } from './likeness.ts';
import { casesOn, readModuleCases } from './module-cases.ts';
import { readRecording } from './recording.ts';
import { playTurns, playWithTsplay } from './turns.ts';

const modules = readModuleCases();

describeLab('what Ansible comes to on Debian 12, tsplay comes to elsewhere', () => {
  const bases = baseNames.filter((base) => modules.some(({ alsoOn }) => alsoOn.has(base)));

  describe.each(bases)('on %s', (base) => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await startLab({ hosts: [{ name: 'ours', base }] });
    });
    afterAll(() => lab?.stop());

    const played = modules.flatMap((cases) => {
      const there = casesOn(base, cases);
      return there === undefined ? [] : ([[cases.module, cases, there]] as const);
    });
    test.each(played)('%s: the same results, diffs and files', async (module, all, cases) => {
      const theirs = readRecording(all);
      if (theirs === undefined) throw new Error(`${module}: its cases are not those that were recorded`);
      // Without the check mode at the end, which Debian 12 has: it takes a quarter of the time.
      const stage = { host: lab.host('ours'), inventory: lab.inventory(), turns: 3 };
      const ours = await playTurns(cases, playWithTsplay, stage);
      expect(differences(cases, { ours, theirs })).toEqual([]);
      const [before, check] = ours;
      expect(check?.disk, 'check mode changes nothing').toEqual(before?.disk);
    });
  });
});
