import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import copy from '../../../src/modules/copy.ts';
import file from '../../../src/modules/file.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';

/** Only root may give files away, so only a host of the lab can show it. */
describeLab('owners, groups and setuid', () => {
  const bases = ['bookworm', 'no-python', 'busybox'] as const;
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: bases.map((base) => ({ name: base, base })) });
  });
  afterAll(() => lab?.stop());

  describe.each(bases)('on %s', (base) => {
    const host = () => lab.host(base);
    const look = async (path: string): Promise<string> =>
      (await host().exec(`stat -c '%a %U %G' ${path}`)).stdout.trim();
    /** The first run changes, and the second has nothing left to do. */
    const converge = async (run: () => Promise<unknown>): Promise<void> => {
      expect(await run()).toMatchObject({ changed: true });
      expect(await run()).toMatchObject({ changed: false });
    };

    test('a new file is born with its owner and its setuid bits', async () => {
      const args = { content: 'x', dest: '/srv/new', owner: 'appuser', group: 'admin', mode: '6755' };
      await converge(() => play(copy, args, labContext(host())));
      expect(await look('/srv/new')).toBe('6755 appuser admin');
    });

    test('new content keeps owner, group and setuid bits', async () => {
      await host().exec('echo old >/srv/old; chown appuser:admin /srv/old; chmod 6751 /srv/old');
      await converge(() => play(copy, { content: 'new', dest: '/srv/old' }, labContext(host())));
      expect(await look('/srv/old')).toBe('6751 appuser admin');
    });

    test('a mode with setuid that is right already outlives a change of the owner', async () => {
      await host().exec('echo x >/srv/suid; chown root:root /srv/suid; chmod 6755 /srv/suid');
      const args = { path: '/srv/suid', owner: 'appuser', group: 'admin', mode: '6755' };
      await converge(() => play(file, args, labContext(host())));
      expect(await look('/srv/suid')).toBe('6755 appuser admin');
    });

    test('below a directory all get the owner (and lose setuid), links themselves, and nothing behind links', async () => {
      await host().exec(
        'mkdir -p /srv/tree/sub; echo x >/srv/tree/sub/f; chmod 4755 /srv/tree/sub/f; ln -s /etc/passwd /srv/tree/link',
      );
      const args = { path: '/srv/tree', state: 'directory', recurse: true, owner: 'appuser', group: 'admin' };
      await converge(() => play(file, args, labContext(host())));
      expect([
        await look('/srv/tree'),
        await look('/srv/tree/sub'),
        await look('/srv/tree/sub/f'),
        (await look('/srv/tree/link')).replace(/^\d+ /, ''),
        await look('/etc/passwd'),
      ]).toEqual([
        '755 appuser admin',
        '755 appuser admin',
        '755 appuser admin',
        'appuser admin',
        '644 root root',
      ]);
    });

    test('numbers without a name are owners too', async () => {
      await converge(() =>
        play(
          copy,
          { content: 'x', dest: '/srv/numbers', owner: '4242', group: '4243', mode: '0600' },
          labContext(host()),
        ),
      );
      expect((await host().exec("stat -c '%a %u %g' /srv/numbers")).stdout.trim()).toBe('600 4242 4243');
    });

    test('an owner that is not there is refused before anything is written', async () => {
      const args = { content: 'x', dest: '/srv/refused', owner: 'no-such-user' };
      expect(await play(copy, args, labContext(host()))).toMatchObject({ failed: true });
      expect((await host().exec('test -e /srv/refused')).code).toBe(1);
    });
  });
});
