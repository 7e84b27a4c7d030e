import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { applyMode, formatMode, parseMode } from '../../../src/module/kit/mode.ts';
import { scratchFolder } from '../local-context.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

describe('a file mode', () => {
  const cases: readonly (readonly [mode: string | number, before: number, after: number])[] = [
    ['+x', 0o644, 0o755],
    ['+w', 0o644, 0o644],
    ['u=rwx,g=rx,o=', 0o644, 0o750],
    ['a-r', 0o644, 0o200],
    ['u+s,g+s', 0o644, 0o6644],
    ['+t', 0o644, 0o1644],
    ['u=g', 0o644, 0o444],
    ['g=u,o-rwx', 0o644, 0o660],
    ['a+X', 0o644, 0o644],
    ['0600', 0o644, 0o600],
    ['600', 0o644, 0o600],
    ['4755', 0o644, 0o4755],
    [420, 0o600, 0o644],
    ['o+rw,u-w', 0o644, 0o446],
    ['=r', 0o644, 0o444],
    ['+', 0o644, 0o644],
    ['u+rwx,+w', 0o644, 0o744],
  ];
  for (const [text, before, after] of cases) {
    it(`${text} makes ${formatMode(after)} of ${formatMode(before)}`, () => {
      const request = parseMode(text);
      if (request === undefined) throw new Error(`${text} was not understood`);
      expect(formatMode(applyMode(request, { mode: before, isDirectory: false, umask: 0o022 }))).toBe(
        formatMode(after),
      );
    });
  }

  for (const text of ['xx', '9999', 'u+q', 'u', '77777', '-1', 'u=rw,']) {
    it(`refuses ${text}`, () => expect(parseMode(text)).toBeUndefined());
  }

  it('comes out as chmod has it', () => {
    const who = fc.constantFrom('u', 'g', 'o', 'a', 'ug', 'go', '');
    const permissions = fc.constantFrom('r', 'w', 'x', 'X', 'rw', 'rwx', 'rX', 'u', 'g', 'o', '');
    const clause = fc.tuple(who, fc.constantFrom('+', '-', '='), permissions).map((parts) => parts.join(''));
    const file = join(scratch.path, 'file');
    const directory = join(scratch.path, 'directory');
    writeFileSync(file, '');
    mkdirSync(directory);
    fc.assert(
      fc.property(
        fc.array(clause, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 0o777 }),
        fc.boolean(),
        (clauses, before, isDirectory) => {
          const path = isDirectory ? directory : file;
          const text = clauses.join(',');
          chmodSync(path, before);
          const chmod = spawnSync('sh', ['-c', 'umask 022; chmod -- "$0" "$1"', text, path]);
          fc.pre(chmod.status === 0);
          const request = parseMode(text);
          expect(request && applyMode(request, { mode: before, isDirectory, umask: 0o022 })).toBe(
            statSync(path).mode & 0o7777,
          );
        },
      ),
      { numRuns: 60 },
    );
    rmSync(file);
  });
});
