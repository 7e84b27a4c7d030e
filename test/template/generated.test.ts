import { describe, expect, it } from 'vitest';
import { ansibleMissing, renderWithAnsible } from './generated/ansible.ts';
import { generateCases } from './generated/grammar.ts';
import { renderOurs } from './generated/ours.ts';
import { described, essence } from './generated/outcome.ts';

/** The same cases every time; `TEMPLATE_SEED=fresh`, or a number, gives others, and `TEMPLATE_CASES` more of them. */
const wanted = process.env['TEMPLATE_SEED'] ?? '1';
const seed = wanted === 'fresh' ? Date.now() % 1_000_000_000 : Number(wanted);
const count = Number(process.env['TEMPLATE_CASES'] ?? 150);
const missing = ansibleMissing();
console.info(
  missing === undefined
    ? `generated templates: ${count} with the seed ${seed} (TEMPLATE_SEED=${seed}), compared with the real Ansible`
    : `generated templates: not compared with Ansible: ${missing}`,
);

describe.skipIf(missing !== undefined)('templates made at random', () => {
  it('give the value, the type and the kind of error that Ansible gives', { timeout: 600_000 }, () => {
    const asked = generateCases(seed, count).map((each) => ({ asked: each, ours: renderOurs(each) }));
    const theirs = renderWithAnsible(
      asked.map(({ asked: each, ours }) => ({ asked: each, isLikelyValue: 'shown' in ours })),
    );
    const differing = asked
      .map(({ asked: { kind, text }, ours }, index) => ({ kind, text, ours, theirs: theirs[index] ?? ours }))
      .filter((each) => essence(each.ours) !== essence(each.theirs))
      .sort((a, b) => a.text.length - b.text.length)
      .map(
        ({ kind, text, ours, theirs }) =>
          `${kind} ${JSON.stringify(text)}\n  tsplay:  ${described(ours)}\n  Ansible: ${described(theirs)}`,
      );
    const smallest = differing.slice(0, SMALLEST).join('\n');
    expect(smallest, `${differing.length} of ${asked.length} differ with TEMPLATE_SEED=${seed}`).toBe('');
  });
});

/** How many counterexamples are shown. */
const SMALLEST = 12;
