import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import copy from '../../src/modules/copy.ts';
import template from '../../src/modules/template.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

const at = (name: string): string => join(scratch.path, name);
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

for (const flavour of ['system', 'busybox'] as const) {
  /** Check mode predicts, the first run changes, the second does not and costs one round trip. */
  const converge = async (args: Readonly<Record<string, unknown>>) => {
    const before =
      existsSync(String(args['dest'])) && statSync(String(args['dest'])).isFile()
        ? readFileSync(String(args['dest']))
        : undefined;
    const predicted = await play(copy, args, localContext({ flavour, checkMode: true, diffMode: true }));
    expect(predicted).toMatchObject({ changed: true });
    if (before !== undefined) expect(readFileSync(String(args['dest']))).toEqual(before);
    const first = await play(copy, args, localContext({ flavour, diffMode: true }));
    expect(first).toMatchObject({ changed: true });
    expect(first.diff).toEqual(predicted.diff);
    const context = localContext({ flavour });
    expect(await play(copy, args, context)).toMatchObject({ changed: false });
    return { first, roundTrips: context.roundTrips() };
  };

  describe(`copy to a ${flavour} target`, () => {
    it('predicts a file in a folder that an earlier task of check mode would have made', async () => {
      const context = localContext({ flavour, checkMode: true });
      const result = await play(copy, { content: 'x', dest: at('later/conf') }, context);
      expect(result).toMatchObject({ changed: true });
      expect(context.warnings).toEqual([expect.stringContaining('only if an earlier task makes it')]);
      expect(existsSync(at('later'))).toBe(false);
    });

    it('puts text in a file', async () => {
      const dest = at("it's\n a file");
      const { first, roundTrips } = await converge({ content: 'hello\n', dest, mode: '0600' });
      expect(first).toMatchObject({
        dest,
        checksum: 'f572d396fae9206628714fb2ce00f72e94f2258f',
        md5sum: 'b1946ac92492d2347c6235b4d2611184',
        mode: '0600',
        size: 6,
        state: 'file',
        diff: [{ before: '', after: 'hello\n' }],
      });
      expect(readFileSync(dest, 'utf8')).toBe('hello\n');
      expect(roundTrips).toBe(1);
    });

    it('keeps mode and owner of the file it replaces, and a backup', async () => {
      const dest = at('-conf');
      writeFileSync(dest, 'old');
      chmodSync(dest, 0o4751);
      const { first } = await converge({ content: 'new', dest, backup: true });
      expect(first).toMatchObject({ mode: '04751', diff: [{ before: 'old', after: 'new' }] });
      expect(readFileSync(String(first['backup_file']), 'utf8')).toBe('old');
      expect(first['backup_file']).toMatch(/-conf\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~$/);
    });

    it('changes the mode alone in place', async () => {
      const dest = at('conf');
      writeFileSync(dest, 'same');
      chmodSync(dest, 0o644);
      const inode = statSync(dest).ino;
      await converge({ content: 'same', dest, mode: 'g+w' });
      expect([modeOf(dest), statSync(dest).ino]).toEqual([0o664, inode]);
    });

    it('copies a file into a directory, making one that is written with a slash', async () => {
      writeFileSync(at('src.bin'), Buffer.from([0, 255, 10, 13, 0]));
      const { first } = await converge({ src: at('src.bin'), dest: `${at('new/deep')}/` });
      expect(first).toMatchObject({ dest: at('new/deep/src.bin'), size: 5 });
      expect(first.diff).toMatchObject([{ prepared: expect.stringContaining('binary') }]);
      expect(readFileSync(at('new/deep/src.bin'))).toEqual(readFileSync(at('src.bin')));
      expect(
        await play(copy, { src: at('src.bin'), dest: at('new/deep') }, localContext({ flavour })),
      ).toMatchObject({ changed: false });
    });

    it('replaces a link, or follows it', async () => {
      writeFileSync(at('target'), 'old');
      symlinkSync('target', at('link'));
      await play(copy, { content: 'followed', dest: at('link'), follow: true }, localContext({ flavour }));
      expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('target'), 'utf8')]).toEqual([
        true,
        'followed',
      ]);
      await play(copy, { content: 'replaced', dest: at('link') }, localContext({ flavour }));
      expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('target'), 'utf8')]).toEqual([
        false,
        'followed',
      ]);
    });

    it('leaves a file that is there when force is off', async () => {
      writeFileSync(at('conf'), 'mine');
      expect(
        await play(copy, { content: 'yours', dest: at('conf'), force: false }, localContext({ flavour })),
      ).toMatchObject({ changed: false });
      expect(readFileSync(at('conf'), 'utf8')).toBe('mine');
    });

    it('validates before it puts the file in place, and leaves nothing behind', async () => {
      writeFileSync(at('conf'), 'old');
      const refused = await play(
        copy,
        { content: 'bad', dest: at('conf'), validate: 'grep -q "good one" %s' },
        localContext({ flavour }),
      );
      expect(refused).toMatchObject({
        failed: true,
        exit_status: 1,
        msg: expect.stringContaining('was refused by'),
      });
      expect([readFileSync(at('conf'), 'utf8'), readdirSync(scratch.path)]).toEqual(['old', ['conf']]);
      const taken = await play(
        copy,
        { content: 'good one', dest: at('conf'), validate: 'grep -q "good one" %s' },
        localContext({ flavour }),
      );
      expect(taken).toMatchObject({ changed: true });
    });

    it('copies a directory, with modes, empty folders and links', async () => {
      mkdirSync(at('src/sub/empty'), { recursive: true });
      writeFileSync(at('src/ü\n1'), 'one');
      writeFileSync(at('src/sub/-two'), '');
      writeFileSync(at("src/sub/it's"), Buffer.alloc(5000, 7));
      symlinkSync('ü\n1', at('src/link'));
      const { first, roundTrips } = await converge({
        src: at('src'),
        dest: at('dest'),
        mode: '0640',
        directory_mode: '0710',
      });
      expect(first).toMatchObject({ dest: `${at('dest')}/`, src: at('src') });
      expect(roundTrips).toBe(1);
      expect(readdirSync(at('dest/src'), { recursive: true }).sort()).toEqual(
        readdirSync(at('src'), { recursive: true }).sort(),
      );
      expect(readFileSync(at("dest/src/sub/it's"))).toEqual(readFileSync(at("src/sub/it's")));
      expect(readFileSync(at('dest/src/link'), 'utf8')).toBe('one');
      expect([modeOf(at('dest/src/sub/-two')), modeOf(at('dest/src/sub/empty')), modeOf(at('dest'))]).toEqual(
        [0o640, 0o710, 0o710],
      );
      await converge({ src: `${at('src')}/`, dest: at('flat'), local_follow: false });
      expect(readlinkSync(at('flat/link'))).toBe('ü\n1');
    });

    it('copies a file and a directory from one place of the target to another', async () => {
      mkdirSync(at('src/sub'), { recursive: true });
      writeFileSync(at('src/sub/a'), 'a');
      chmodSync(at('src/sub/a'), 0o600);
      const { first } = await converge({ src: at('src/sub/a'), dest: at('b'), remote_src: true });
      expect(first).toMatchObject({
        dest: at('b'),
        mode: '0644',
        checksum: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
      });
      await converge({ src: at('src/sub/a'), dest: at('b'), remote_src: true, mode: 'preserve' });
      await converge({ src: at('src'), dest: at('dest'), remote_src: true });
      expect([readFileSync(at('dest/src/sub/a'), 'utf8'), modeOf(at('dest/src/sub/a'))]).toEqual([
        'a',
        0o600,
      ]);
    });
  });
}

describe('copy', () => {
  it('makes JSON of data', async () => {
    await play(copy, { content: { a: [1, true, null] }, dest: at('json') });
    expect(readFileSync(at('json'), 'utf8')).toBe('{"a": [1, true, null]}');
  });

  const refused: readonly (readonly [args: Readonly<Record<string, unknown>>, message: RegExp])[] = [
    [{ content: 'x', dest: 'nowhere/conf' }, /the directory .*nowhere is not there/],
    [{ content: 'x', dest: 'folder' }, /is a directory/],
    [{ content: 'x', dest: 'folder/' }, /is a directory/],
    [{ content: 'x', dest: 'conf', validate: 'true' }, /validate must hold %s/],
    [{ content: 'x', dest: 'conf', checksum: '0000' }, /has the checksum .*, not 0000/],
    [{ content: 'x', dest: 'conf', owner: 'no-such-user' }, /there is no user 'no-such-user'/],
    [{ content: 'x', src: 'y', dest: 'conf' }, /'src' and 'content' exclude each other/],
    [{ dest: 'conf' }, /one of 'src' or 'content' is required/],
    [{ src: '/nowhere', dest: 'conf', remote_src: true }, /there is nothing to copy at \/nowhere/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      mkdirSync(at('folder'));
      const result = await play(copy, {
        ...args,
        dest: `${at(String(args['dest']))}${String(args['dest']).endsWith('/') ? '/' : ''}`,
      });
      expect(result).toMatchObject({ failed: true, msg: expect.stringMatching(message) });
      expect(readdirSync(scratch.path)).toEqual(['folder']);
    });
  }
});

describe('template', () => {
  it('renders, writes, and changes nothing the second time', async () => {
    writeFileSync(at('app.conf.j2'), 'port = {{ port }}\n');
    const args = { src: at('app.conf.j2'), dest: at('app.conf'), mode: '0640' };
    const variables = { port: 8080 };
    expect(await play(template, args, localContext({ variables, checkMode: true }))).toMatchObject({
      changed: true,
    });
    expect(await play(template, args, localContext({ variables }))).toMatchObject({
      changed: true,
      dest: at('app.conf'),
      mode: '0640',
    });
    const context = localContext({ variables });
    expect(await play(template, args, context)).toMatchObject({ changed: false });
    expect([readFileSync(at('app.conf'), 'utf8'), context.roundTrips()]).toEqual(['port = 8080\n', 1]);
  });

  it('does not render what a copied text holds', async () => {
    await play(
      copy,
      { content: new TemplateText('{{ port }}').text, dest: at('plain') },
      localContext({ variables: { port: 1 } }),
    );
    expect(readFileSync(at('plain'), 'utf8')).toBe('{{ port }}');
  });
});
