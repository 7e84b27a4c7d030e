import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import command from '../../src/modules/command.ts';
import { type Flavour, localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

const notRun = { changed: false, start: null, end: null, delta: null };

for (const flavour of ['system', 'busybox'] satisfies Flavour[]) {
  describe(`command, with the tools of ${flavour}`, () => {
    const run = (args: Record<string, unknown>, checkMode = false) =>
      play(command, args, localContext({ flavour, checkMode }));

    it('runs words without a shell and reports as Ansible does', async () => {
      const context = localContext({ flavour });
      const result = await play(command, { cmd: `printf '%s|' "a b" '$(id)' c\\ d \\;` }, context);
      expect(result).toMatchObject({
        changed: true,
        rc: 0,
        msg: '',
        cmd: ['printf', '%s|', 'a b', '$(id)', 'c d', ';'],
        stdout: 'a b|$(id)|c d|;|',
        stdout_lines: ['a b|$(id)|c d|;|'],
        stderr: '',
        stderr_lines: [],
      });
      expect(result['start']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
      expect(result['delta']).toMatch(/^0:00:/);
      expect(context.roundTrips()).toBe(1);
    });

    it('expands a home and variables that are set, in argv too, and leaves the rest as written', async () => {
      const home = homedir();
      const words = [
        '~',
        '~/x y',
        '~root',
        '~no-such-user',
        'a~',
        '$HOME',
        '${HOME}x',
        '$NOT_SET',
        '${NOT_SET}}',
        '$$',
        '$IFS',
        '"$HOME"',
        '$(id)',
        '`id`',
      ];
      const result = await run({ argv: ['printf', '%s\n', ...words] });
      expect(result['stdout_lines']).toEqual([
        home,
        `${home}/x y`,
        '/root',
        '~no-such-user',
        'a~',
        home,
        `${home}x`,
        '$NOT_SET',
        '${NOT_SET}}',
        '$$',
        '$IFS',
        `"${home}"`,
        '$(id)',
        '`id`',
      ]);
      expect(result['cmd']).toEqual(['printf', '%s\n', ...words]);
    });

    it('expands nothing when told so', async () => {
      expect(await run({ argv: ['echo', '$HOME', '~'], expand_argument_vars: false })).toMatchObject({
        stdout: '$HOME ~',
      });
    });

    it('runs the program, not a builtin of the shell', async () => {
      expect(await run({ cmd: 'cd /' })).toMatchObject({ rc: 2, failed: true });
    });

    it.each([
      ['no-such-program x', 2, "[Errno 2] No such file or directory: b'no-such-program'"],
      ['/no/such x', 2, "[Errno 2] No such file or directory: b'/no/such'"],
      ['/etc/passwd', 13, "[Errno 13] Permission denied: b'/etc/passwd'"],
      ['/etc', 13, "[Errno 13] Permission denied: b'/etc'"],
    ])('says why %s cannot run', async (cmd, rc, msg) => {
      expect(await run({ cmd })).toEqual({
        changed: false,
        failed: true,
        cmd,
        rc,
        msg,
        stdout: '',
        stdout_lines: [],
        stderr: '',
        stderr_lines: [],
      });
    });

    it('keeps 127 of a program that ran', async () => {
      expect(await run({ argv: ['sh', '-c', 'echo out; exit 127'] })).toMatchObject({
        rc: 127,
        msg: 'non-zero return code',
        stdout: 'out',
        failed: true,
        changed: true,
      });
    });

    it('skips by creates and removes, also as patterns and from chdir', async () => {
      writeFileSync(join(scratch.path, 'a b.txt'), '');
      const cases = [
        [{ creates: `${scratch.path}/a b.txt` }, false],
        [{ creates: `${scratch.path}/a*.txt` }, false],
        [{ creates: 'a?b.[t]xt', chdir: scratch.path }, false],
        [{ creates: `${scratch.path}/z*` }, true],
        [{ removes: `${scratch.path}/z*` }, false],
        [{ removes: `${scratch.path}/a*` }, true],
        [{ removes: '*.txt', chdir: scratch.path }, true],
      ] as const;
      for (const [args, changed] of cases) {
        const result = await run({ cmd: 'echo ran', ...args });
        expect(result, JSON.stringify(args)).toMatchObject({ changed, rc: 0 });
        expect(result['stdout'] === 'ran', JSON.stringify(args)).toBe(changed);
      }
    });

    it('reports a skip with its reason', async () => {
      expect(await run({ cmd: 'echo hi', creates: '/etc/passwd' })).toEqual({
        ...notRun,
        rc: 0,
        cmd: ['echo', 'hi'],
        msg: "Did not run command since '/etc/passwd' exists",
        stdout: 'skipped, since /etc/passwd exists',
        stdout_lines: ['skipped, since /etc/passwd exists'],
        stderr: '',
        stderr_lines: [],
      });
    });

    it('counts a dangling link as existing', async () => {
      symlinkSync('/no/such/place', join(scratch.path, 'link'));
      expect(await run({ cmd: 'echo hi', creates: join(scratch.path, 'link') })).toMatchObject({
        changed: false,
      });
    });

    it('fails where it cannot change into the folder', async () => {
      expect(await run({ cmd: 'ls', chdir: '/no/such' })).toMatchObject({
        ...notRun,
        failed: true,
        rc: null,
        msg: "Unable to change directory before execution: [Errno 2] No such file or directory: b'/no/such'",
      });
      mkdirSync(join(scratch.path, '-d'));
      expect(await run({ cmd: 'pwd', chdir: scratch.path })).toMatchObject({ stdout: scratch.path });
    });

    it('feeds stdin, with a line end unless told otherwise', async () => {
      expect(await run({ cmd: 'od -An -c', stdin: 'ab' })).toMatchObject({
        stdout: expect.stringMatching(/a +b +\\n/),
      });
      expect(await run({ cmd: 'od -An -c', stdin: 'ab', stdin_add_newline: false })).toMatchObject({
        stdout: expect.not.stringContaining('\\n'),
      });
    });

    it('strips line ends at the end of the output, unless told otherwise', async () => {
      const argv = ['printf', 'a\\n\\nb\\r\\n\\r\\n\\n'];
      expect(await run({ argv })).toMatchObject({ stdout: 'a\n\nb', stdout_lines: ['a', '', 'b'] });
      expect(await run({ argv, strip_empty_ends: false })).toMatchObject({ stdout: 'a\n\nb\r\n\r\n\n' });
    });

    it('decodes bytes that are no UTF-8 with replacement', async () => {
      expect(await run({ argv: ['printf', 'a\\377b'] })).toMatchObject({ stdout: 'a\ufffdb' });
    });

    it('predicts nothing in check mode, except by creates and removes', async () => {
      const path = join(scratch.path, 'made');
      expect(await run({ argv: ['touch', path] }, true)).toMatchObject({
        ...notRun,
        skipped: true,
        msg: 'Command would have run if not in check mode',
      });
      const conditional = await run({ argv: ['touch', path], creates: path }, true);
      expect(conditional).toMatchObject({ changed: true, rc: 0 });
      expect(conditional).not.toHaveProperty('skipped');
      expect(await run({ cmd: 'echo', creates: path })).toMatchObject({ changed: true });
      expect(await run({ cmd: 'echo', creates: '/etc/passwd' }, true)).toMatchObject({
        changed: false,
        msg: "Would not run command since '/etc/passwd' exists",
      });
    });
  });
}

it.each([
  [{}, 'no command given'],
  [{ cmd: '  ' }, 'no command given'],
  [{ cmd: 'a', argv: ['b'] }, 'only command or argv can be given, not both'],
])('refuses %j', async (args, msg) => {
  expect(await play(command, args)).toMatchObject({ failed: true, rc: 256, msg, cmd: null });
});

it('costs nothing in check mode when nothing can be known', async () => {
  const context = localContext({ checkMode: true });
  await play(command, { cmd: 'id' }, context);
  expect(context.roundTrips()).toBe(0);
});
