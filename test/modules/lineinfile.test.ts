import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import lineinfile from '../../src/modules/lineinfile.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

const start = 'a=1\nb=2\n#c=3\nb=4\n';

/** [arguments, text before, text after]; the texts are what ansible-core 2.14 was seen to make of them. */
const cases: readonly (readonly [args: Readonly<Record<string, unknown>>, before: string, after: string])[] =
  [
    [{ regexp: '^b=', line: 'b=9' }, start, 'a=1\nb=2\n#c=3\nb=9\n'],
    [{ regexp: '^b=', line: 'b=9', firstmatch: true }, start, 'a=1\nb=9\n#c=3\nb=4\n'],
    [{ regexp: '^z=', line: 'z=1' }, start, `${start}z=1\n`],
    [{ regexp: '^z=', line: 'z=1', insertafter: '^b=' }, start, `${start}z=1\n`],
    [
      { regexp: '^z=', line: 'z=1', insertafter: '^b=', firstmatch: true },
      start,
      'a=1\nb=2\nz=1\n#c=3\nb=4\n',
    ],
    [{ line: 'z=1', insertbefore: '^b=' }, start, 'a=1\nb=2\n#c=3\nz=1\nb=4\n'],
    [{ line: 'z=1', insertbefore: 'BOF' }, start, `z=1\n${start}`],
    [{ line: 'z=1', insertafter: 'nomatch' }, start, `${start}z=1\n`],
    [{ line: 'z=1', insertbefore: 'nomatch' }, start, `${start}z=1\n`],
    [{ line: 'b=2' }, start, start],
    [{ line: 'a=1', insertbefore: '^b' }, start, start],
    [{ regexp: '^(b)=(.*)', line: '\\1:\\2', backrefs: true }, start, 'a=1\nb=2\n#c=3\nb:4\n'],
    [{ regexp: '^(?P<k>b)=', line: '\\g<k>x', backrefs: true }, start, 'a=1\nb=2\n#c=3\nbx\n'],
    [{ regexp: '^(z)=', line: '\\1', backrefs: true }, start, start],
    [{ regexp: '^b=', state: 'absent' }, start, 'a=1\n#c=3\n'],
    [{ line: 'b=2', state: 'absent' }, start, 'a=1\n#c=3\nb=4\n'],
    [{ search_string: 'b=', line: 'b=7' }, start, 'a=1\nb=2\n#c=3\nb=7\n'],
    [{ search_string: 'b=', state: 'absent' }, start, 'a=1\n#c=3\n'],
    [{ regexp: 'a=1$', line: 'x' }, start, 'x\nb=2\n#c=3\nb=4\n'],
    [{ regexp: '(?i)^A', line: 'a b' }, start, 'a b\nb=2\n#c=3\nb=4\n'],
    [{ regexp: '#c', line: 'b=2' }, start, 'a=1\nb=2\nb=2\nb=4\n'],
    [{ line: '' }, start, `${start}\n`],
    [{ line: 'y' }, 'x', 'x\ny\n'],
    [{ line: 'y' }, '', 'y\n'],
    [{ line: 'c' }, 'a\r\nb\r\n', 'a\r\nb\r\nc\n'],
    [{ line: 'b', regexp: '^b' }, 'a\r\nb\r\n', 'a\r\nb\n'],
    [{ line: 'y', insertbefore: 'b' }, 'b=4', 'y\nb=4'],
  ];

describe('lineinfile', () => {
  for (const [args, before, after] of cases) {
    it(`${JSON.stringify(args)} makes ${JSON.stringify(after)} of ${JSON.stringify(before)}`, async () => {
      const path = join(scratch.path, 'a file');
      writeFileSync(path, before);
      const isChange = before !== after;
      const predicted = await play(lineinfile, { path, ...args }, localContext({ checkMode: true }));
      expect([predicted.changed, readFileSync(path, 'utf8')]).toEqual([isChange, before]);
      const first = await play(lineinfile, { path, ...args }, localContext({ diffMode: true }));
      expect([first.changed, readFileSync(path, 'utf8')]).toEqual([isChange, after]);
      expect(first.diff).toMatchObject([{ before, after }, {}]);
      if (args['backrefs'] === true) return;
      const context = localContext({ flavour: 'busybox' });
      expect(await play(lineinfile, { path, ...args }, context)).toMatchObject({
        changed: args['line'] === '' ? false : expect.any(Boolean),
      });
      expect([readFileSync(path, 'utf8'), context.roundTrips()]).toEqual([after, 1]);
    });
  }

  it('makes a file and its folders when asked to, with its mode', async () => {
    const path = join(scratch.path, 'new/deep/file');
    const args = { path, line: 'x', create: true, mode: '0600' };
    expect(await play(lineinfile, args, localContext({ checkMode: true }))).toMatchObject({ changed: true });
    expect(existsSync(path)).toBe(false);
    expect(await play(lineinfile, args)).toMatchObject({
      changed: true,
      msg: expect.stringContaining('line added'),
    });
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['x\n', 0o600]);
    expect(await play(lineinfile, args)).toMatchObject({ changed: false });
    expect(await play(lineinfile, { ...args, mode: '0640' })).toMatchObject({ changed: true });
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('keeps mode, backup and links', async () => {
    const target = join(scratch.path, 'target');
    writeFileSync(target, 'a\n');
    chmodSync(target, 0o604);
    const path = join(scratch.path, 'link');
    symlinkSync('target', path);
    const result = await play(lineinfile, { path, line: 'b', backup: true });
    expect(readFileSync(String(result['backup']), 'utf8')).toBe('a\n');
    expect([
      lstatSync(path).isSymbolicLink(),
      readFileSync(target, 'utf8'),
      statSync(target).mode & 0o777,
    ]).toEqual([true, 'a\nb\n', 0o604]);
  });

  it('leaves bytes that are no UTF-8 as they are', async () => {
    const path = join(scratch.path, 'latin');
    writeFileSync(path, Buffer.from('caf\xe9\nold\n', 'latin1'));
    await play(lineinfile, { path, regexp: '^old', line: 'né' });
    expect(readFileSync(path)).toEqual(
      Buffer.concat([Buffer.from('caf\xe9\n', 'latin1'), Buffer.from('né\n')]),
    );
  });

  const refused: readonly (readonly [args: Readonly<Record<string, unknown>>, message: RegExp])[] = [
    [{ path: 'nothing', line: 'x' }, /is not there; create=true/],
    [{ path: '', line: 'x' }, /is a directory/],
    [{ path: 'plain' }, /'line' is required/],
    [{ path: 'plain', line: 'y', backrefs: true }, /'regexp' is required/],
    [{ path: 'plain', line: 'y', regexp: 'y', search_string: 'y' }, /exclude each other/],
    [{ path: 'plain', state: 'absent' }, /one of 'line', 'regexp' or 'search_string' is required/],
    [{ path: 'plain', line: 'y', validate: 'false %s' }, /was refused by: false %s/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      writeFileSync(join(scratch.path, 'plain'), 'x\n');
      const result = await play(lineinfile, { ...args, path: join(scratch.path, String(args['path'])) });
      expect(result).toMatchObject({ failed: true, msg: expect.stringMatching(message) });
      expect(readFileSync(join(scratch.path, 'plain'), 'utf8')).toBe('x\n');
    });
  }
});
