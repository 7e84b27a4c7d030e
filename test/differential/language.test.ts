import { expect, test } from 'vitest';
import { playInProcess } from './support/in-process.ts';
import { type LanguageCase, readLanguageCases } from './support/language-case.ts';
import { playWithAnsible } from './support/oracle.ts';
import type { Outcome } from './support/outcome.ts';
import { type Recording, readRecording, writeRecording } from './support/recording.ts';

/**
 * Each case is played by tsplay and compared with what the real Ansible did with it: as recorded beside the case, or
 * (ORACLE=live) as it does now. ORACLE=record records what is new or was edited, ORACLE=record-all everything.
 */
const oracle = process.env['ORACLE'] ?? 'recorded';

for (const each of readLanguageCases()) {
  test(`${each.name}: ${each.shows}`, { timeout: 60_000 }, async () => {
    const { outcome, problems } = await playInProcess(each);
    const recording = await recordingOf(each, outcome);
    if (each.differs === undefined) {
      expect({ ...outcome, problems }).toEqual({ ...recording.ansible, problems });
      return;
    }
    expect({ ...outcome, problems }).toEqual({ ...recording.tsplay, problems });
    expect(recording.tsplay, `the case says that it differs (${each.differs})`).not.toEqual(
      recording.ansible,
    );
  });
}

async function recordingOf(played: LanguageCase, ours: Outcome): Promise<Recording> {
  const recorded = readRecording(played);
  const isFresh =
    recorded?.digest === played.digest && (recorded.tsplay === undefined) === (played.differs === undefined);
  if (oracle === 'live' && isFresh) return { ...recorded, ansible: await playWithAnsible(played) };
  if (oracle === 'record-all' || (oracle === 'record' && !isFresh)) {
    const ansible =
      recorded?.digest === played.digest && oracle !== 'record-all'
        ? recorded.ansible
        : await playWithAnsible(played);
    const recording: Recording = {
      digest: played.digest,
      ansible,
      ...(played.differs === undefined ? {} : { tsplay: ours }),
    };
    writeRecording(played, recording);
    return recording;
  }
  if (recorded === undefined || !isFresh) {
    throw new Error(`the case is new or was edited since it was recorded: run with ORACLE=record`);
  }
  return recorded;
}
