import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { differences } from './likeness.ts';
import { type ModuleCases, readModuleCases } from './module-cases.ts';
import { readRecording, writeRecording } from './recording.ts';
import { playTurns, playWithAnsible, playWithTsplay, type Turn } from './turns.ts';

const minutes = 60_000;
const isRecording = process.env['TSPLAY_RECORD'] === '1';

describeLab('modules beside the real Ansible', () => {
  // Fresh hosts for the cases of each module: what others install, start or write must not show.
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ hosts: isRecording ? [{ name: 'ours' }, { name: 'twin' }] : [{ name: 'ours' }] });
  });
  afterEach(() => lab?.stop());

  /** With TSPLAY_RECORD=1 Ansible plays again and is recorded; cases that were changed need it. */
  async function playedByAnsible(cases: ModuleCases): Promise<readonly Turn[]> {
    const recorded = readRecording(cases);
    if (isRecording) {
      const turns = await playTurns(cases, playWithAnsible, {
        host: lab.host('twin'),
        inventory: lab.inventory(),
      });
      writeRecording(cases, turns);
      return turns;
    }
    if (recorded === undefined) throw new Error(`${cases.module}: record these cases with TSPLAY_RECORD=1`);
    return recorded;
  }

  test.each(readModuleCases().map((cases) => [cases.module, cases] as const))(
    '%s: the same results, diffs and files, predicted and done',
    async (_module, cases) => {
      const theirs = await playedByAnsible(cases);
      const stage = { host: lab.host('ours'), inventory: lab.inventory() };
      const ours = await playTurns(cases, playWithTsplay, stage);
      expect(differences(cases, { ours, theirs })).toEqual([]);
      const [before, check, , second, last] = ours;
      expect(check?.disk, 'check mode changes nothing').toEqual(before?.disk);
      expect(last?.disk, 'check mode changes nothing').toEqual(second?.disk);
    },
    20 * minutes,
  );
});
