import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { main } from './run-golden.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-golden-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(cases: readonly object[], ...options: readonly string[]) {
  const path = join(folder, 'cases.jsonl');
  writeFileSync(path, cases.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    const code = await main([path, ...options]);
    return { code, printed: String(print.mock.calls[0]?.[0]) };
  } finally {
    print.mockRestore();
  }
}

const passing = { id: 'a', area: 'sums', kind: 'expression', template: '1 + 1', vars: {}, result: '2' };
const wrongValue = { ...passing, id: 'b', result: '3' };
const wrongType = { ...passing, id: 'c', pytype: 'float' };
const missingError = { ...passing, id: 'd', area: 'errors', result: undefined, error_kind: 'syntax' };

describe('the runner of golden files', () => {
  it('succeeds when every case passes', async () => {
    const { code, printed } = await run([passing]);
    expect(code).toBe(0);
    expect(printed).toContain('sums       1 passed    0 failed');
  });

  it('fails on a case that differs, and shows what was expected and what came', async () => {
    const { code, printed } = await run([passing, wrongValue]);
    expect(code).toBe(1);
    expect(printed).toContain(`b (sums, expression): "1 + 1"\n  expected: str '3'\n  got:      str '2'`);
  });

  it('prints a document for machines', async () => {
    const { code, printed } = await run([passing, wrongType, missingError], '--json');
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      total: 3,
      passed: 1,
      failed: 2,
      unexpected: 2,
      areas: { sums: { passed: 1, failed: 1 }, errors: { passed: 0, failed: 1 } },
      failures: [
        { id: 'c', expected: 'type float', got: 'type int' },
        { id: 'd', expected: 'fails: syntax', got: "str '2'" },
      ],
    });
  });
});
