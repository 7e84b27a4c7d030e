import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseNames, usualBases } from './bases/recipes.ts';
import { bundle } from './bundle.ts';
import { describeLab } from './describe-lab.ts';
import { waitForBanner } from './host/banner.ts';
import { type Lab, startLab } from './lab.ts';
import { withLock } from './lock.ts';
import { labFolder } from './paths.ts';
import { capture, type Output, waitUntil } from './processes.ts';
import { initPidOf, type LabState, readState } from './state.ts';
import { removeLeftovers } from './teardown.ts';
import { tracesOf } from './traces.ts';

const systemdBases = baseNames.filter((base) => base !== 'busybox');

describeLab('the lab', () => {
  let lab: Lab;
  let state: LabState | undefined;

  beforeAll(async () => {
    lab = await startLab({
      hosts: [...baseNames.map((base) => ({ name: base, base })), { name: 'other-port', port: 2222 }],
    });
    state = await readState(lab.name);
  });
  afterAll(() => lab?.stop());

  function ssh(
    host: string,
    command: string,
    { user = 'root', options = [] as string[] } = {},
  ): Promise<Output> {
    const { address, port } = lab.host(host);
    const files = ['-i', lab.privateKeyFile, '-o', `UserKnownHostsFile=${lab.knownHostsFile}`];
    const strict = [
      '-F',
      '/dev/null',
      '-o',
      'GlobalKnownHostsFile=/dev/null',
      '-o',
      'StrictHostKeyChecking=yes',
    ];
    return capture('ssh', [...options, ...files, ...strict, '-p', `${port}`, '-l', user, address, command]);
  }

  test.each([...baseNames, 'other-port'])(
    '%s takes the lab key over ssh and shows a known host key',
    async (host) => {
      const { code, stdout } = await ssh(host, 'id -un; hostname');
      expect([code, stdout]).toEqual([0, `root\n${host}\n`]);
    },
  );

  describe.each(usualBases)('%s', (base) => {
    test('lets admin use sudo freely, operator with the password, appuser not at all', async () => {
      const asAdmin = await ssh(base, 'sudo -n id -u', { user: 'admin' });
      const withoutPassword = await ssh(base, 'sudo -n id -u', { user: 'operator' });
      const withPassword = await ssh(base, 'echo operator-pw | sudo -S -p "" id -u', { user: 'operator' });
      const asAppuser = await ssh(base, 'echo appuser-pw | sudo -S -p "" id -u', { user: 'appuser' });
      expect([asAdmin.stdout, withPassword.stdout]).toEqual(['0\n', '0\n']);
      expect([withoutPassword.code, asAppuser.code]).toEqual([1, 1]);
    });

    test("lets operator become root by su with root's password", async () => {
      const { stdout } = await ssh(base, 'echo root-pw | su -c "id -u" root', { user: 'operator' });
      expect(stdout).toMatch(/0$/m);
      const own = await ssh(base, 'id -u; touch /root/x', { user: 'operator' });
      expect([own.code, own.stdout]).toEqual([1, '1001\n']);
    });

    test('takes the right password and refuses a wrong one', async () => {
      const { address } = lab.host(base);
      const login = (password: string): Promise<Output> => {
        const options = [
          '-F',
          '/dev/null',
          '-o',
          `UserKnownHostsFile=${lab.knownHostsFile}`,
          '-o',
          'PubkeyAuthentication=no',
        ];
        return capture('sshpass', ['-e', 'ssh', ...options, `operator@${address}`, 'echo in'], {
          env: { ...process.env, SSHPASS: password },
        });
      };
      expect((await login('operator-pw')).stdout).toBe('in\n');
      expect((await login('wrong')).code).not.toBe(0);
    });

    test('shows its files from outside, and what exec writes', async () => {
      await lab.host(base).exec('echo outside > /tmp/mark; echo outside > /root/mark');
      for (const file of ['tmp/mark', 'root/mark']) {
        expect(await readFile(path.join(lab.host(base).rootfs, file), 'utf8')).toBe('outside\n');
      }
    });

    test("cannot touch this machine's clock, kernel settings or devices", async () => {
      for (const attempt of ['echo 1 > /proc/sys/kernel/panic', 'mknod /root/disk b 8 0']) {
        expect((await ssh(base, attempt)).code, attempt).not.toBe(0);
      }
      // BusyBox says that it failed, and exits with 0.
      const { stdout, stderr } = await ssh(base, 'date -s 2020-01-01 > /tmp/said; date +%Y');
      expect(stderr).toContain('Operation not permitted');
      expect(stdout).toBe(`${new Date().getUTCFullYear()}\n`);
    });
  });

  test.each(systemdBases)('%s reaches the systemd state running', async (base) => {
    const { stdout } = await lab.host(base).exec('systemctl is-system-running --wait');
    expect(stdout).toBe('running\n');
  });

  test.each(['bullseye', 'trixie'])('%s installs a package from its cache', async (base) => {
    const install = 'apt-get -q -y --no-download install hello && hello';
    const { code, stdout, stderr } = await ssh(base, `export DEBIAN_FRONTEND=noninteractive; ${install}`);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Hello, world!');
  });

  test.each(['bookworm', 'no-python'])('%s installs a package and runs its service', async (base) => {
    const { code, stderr } = await ssh(base, 'DEBIAN_FRONTEND=noninteractive apt-get -q -y install nginx');
    expect(code, stderr).toBe(0);
    const page = await fetch(`http://${lab.host(base).address}/`);
    expect(page.status).toBe(200);
  });

  test('a service of one host is none of another', async () => {
    await lab.host('bookworm').exec('systemd-run --unit only-here sleep 1000');
    const { stdout } = await lab.host('no-python').exec('find /sys/fs/cgroup -name "*.service"');
    expect(stdout).toContain('ssh.service');
    expect(stdout).not.toContain('only-here');
  });

  test('no-python has no Python at all', async () => {
    const { stdout } = await ssh(
      'no-python',
      'find / -xdev -name "python*" -perm -u+x -type f; command -v python3',
    );
    expect(stdout).toBe('');
  });

  test('busybox has nothing but BusyBox on its PATH, besides sudo and the ssh server', async () => {
    const listing =
      'for folder in /usr/local/bin /usr/bin /usr/sbin; do for f in $folder/*; do readlink -f $f; done; done | sort -u';
    const { stdout } = await ssh('busybox', listing);
    const programs = stdout
      .trim()
      .split('\n')
      .filter((line) => !line.endsWith('/*'));
    expect(programs).toEqual(['/usr/bin/busybox', '/usr/bin/sudo', '/usr/sbin/sshd']);
    expect((await ssh('busybox', 'stat --version')).stderr).toContain('BusyBox');
  });

  test('its inventory serves the real Ansible', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-lab-'));
    const inventory = path.join(folder, 'lab.yml');
    await writeFile(inventory, lab.inventory({ user: 'admin' }));
    const args = [
      'bookworm,bullseye,trixie,other-port',
      '-i',
      inventory,
      '--one-line',
      '-m',
      'command',
      '-a',
      'id -un',
    ];
    const { stdout } = await capture('ansible', args, {
      env: { ...process.env, ANSIBLE_LOCAL_TEMP: folder, ANSIBLE_NOCOLOR: '1' },
    });
    await rm(folder, { recursive: true });
    expect(stdout.match(/\(stdout\) admin/g)).toHaveLength(4);
  });

  test.each(baseNames)('%s comes back from a reboot with its files, but for /run and /tmp', async (base) => {
    const host = lab.host(base);
    await host.exec('echo kept > /root/kept; echo lost > /tmp/lost');
    const before = initPidOf(lab.name, base);
    await ssh(base, 'reboot');
    const hasNewInit = async (): Promise<boolean> => ![undefined, before].includes(initPidOf(lab.name, base));
    await waitUntil('a new init', hasNewInit, { timeoutMs: 30_000 });
    const stillStarting = (): Promise<void> => Promise.resolve();
    await waitForBanner({ host: host.address, port: host.port, timeoutMs: 30_000, stillStarting });
    expect((await ssh(base, 'cat /root/kept; ls /tmp/lost')).stdout).toBe('kept\n');
  });

  test('a lab of the same name is refused while this one is up', async () => {
    await expect(startLab({ name: lab.name, hosts: [{ name: 'h1' }] })).rejects.toThrow('is up already');
  });

  test('a second lab has a network of its own, and stopping it leaves the first alone', async () => {
    const second = await startLab({ hosts: [{ name: 'bookworm', base: 'busybox' }] });
    expect(second.host('bookworm').address).not.toBe(lab.host('bookworm').address);
    await second.stop();
    expect((await ssh('bookworm', 'true')).code).toBe(0);
  });

  test('stop leaves nothing behind', async () => {
    if (state === undefined) throw new Error('the lab wrote no state');
    expect((await tracesOf(state)).length).toBeGreaterThan(10);
    await lab.stop();
    expect(await tracesOf(state)).toEqual([]);
  });
});

describeLab('a lab whose process was killed', () => {
  const name = `crash-${process.pid}`;

  test('loses its hosts at once, and the next lab removes the rest', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-lab-'));
    const program = path.join(folder, 'crash.mjs');
    await bundle(
      `import { startLab } from './lab.ts';
       await startLab({ name: '${name}', hosts: [{ name: 'h1' }, { name: 'h2', base: 'busybox' }] });
       console.log('up');
       setInterval(() => undefined, 1000);`,
      program,
    );
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const state = await readState(name);
    if (state === undefined) throw new Error('the lab wrote no state');
    const inits = state.hosts.map((host) => initPidOf(name, host.name) ?? 0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const areGone = async (): Promise<boolean> => {
      const names = await Promise.all(
        inits.map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')),
      );
      return names.join('') === '';
    };
    await waitUntil('the hosts to end', areGone, { timeoutMs: 10_000 });
    expect(await tracesOf(state)).not.toEqual([]);

    const removed = await withLock(path.join(labFolder, 'labs.lock'), removeLeftovers);
    expect(removed).toContain(name);
    expect(await tracesOf(state)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
