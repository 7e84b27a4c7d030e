import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type PlayOutcome, tsplayOutcome } from './support/outcomes.ts';
import { projectFolder, type Ran, tsplay } from './support/programs.ts';

const requests = [
  { name: 'full' },
  { name: 'bare', base: 'no-python' },
  { name: 'older', base: 'bullseye' },
  { name: 'newer', base: 'trixie' },
  { name: 'box', base: 'busybox' },
] as const;
const places = '/opt /etc/application.conf /etc/passwd /etc/group /etc/shadow';

/** What is there, without `find -printf`, which BusyBox lacks. */
const listing = `for place in ${places}; do [ -e "$place" ] || continue
find "$place" | sort | while read -r path; do stat -c '%n %a %u:%g %Y %F' "$path"; done
find "$place" -type f | sort | while read -r path; do cksum "$path"; done; done`;

describeLab('one playbook on three releases of Debian, without Python, and with BusyBox alone', () => {
  let lab: Lab;
  let folder: string;
  let server: Server;
  let arguments_: readonly string[];

  async function play(
    ...more: readonly string[]
  ): Promise<{ readonly outcome: PlayOutcome; readonly ran: Ran }> {
    const ran = await tsplay(['run', '--output', 'json', ...arguments_, ...more]);
    return { ran, outcome: tsplayOutcome(ran) };
  }
  const changedIn = ({ tasks }: PlayOutcome): readonly string[] =>
    tasks.filter((line) => line.endsWith(': changed'));
  const contents = () => Promise.all(lab.hosts.map(async (host) => (await host.exec(listing)).stdout));

  beforeAll(async () => {
    lab = await startLab({ hosts: requests });
    folder = await mkdtemp(join(tmpdir(), 'tsplay-bases-'));
    await cp(join(projectFolder, 'test/cases/bases'), folder, { recursive: true });
    await mkdir(join(folder, 'package'));
    await writeFile(join(folder, 'package/README'), 'unpacked\n');
    execFileSync('tar', ['-czf', join(folder, 'files/application.tar.gz'), '-C', folder, 'package']);
    await writeFile(join(folder, 'lab.yml'), lab.inventory());
    server = createServer((_request, response) => response.end('a download\n'));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const gateway = lab.host('full').address.replace(/\d+$/, '1');
    const url = `http://${gateway}:${port}`;
    arguments_ = ['-i', join(folder, 'lab.yml'), '-e', `server=${url}`, join(folder, 'site.yml')];
  });
  afterAll(async () => {
    server?.close();
    await lab?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let predicted: readonly string[];

  test('check mode changes nothing', async () => {
    const before = await contents();
    const { outcome, ran } = await play('--check', '--diff');
    expect(outcome.code, ran.stdout).toBe(0);
    predicted = changedIn(outcome);
    expect(predicted.length).toBeGreaterThan(30);
    expect(await contents()).toEqual(before);
  });

  test('the first run changes exactly what was predicted, on every base the same', async () => {
    const { outcome, ran } = await play();
    expect(outcome.code, ran.stdout).toBe(0);
    expect(changedIn(outcome)).toEqual(predicted);
    const statuses = (host: string): readonly string[] =>
      outcome.tasks
        .filter((line) => line.includes(` | ${host}: `))
        .map((line) => line.replace(` | ${host}`, ''));
    for (const host of ['bare', 'older', 'newer']) expect(statuses(host)).toEqual(statuses('full'));
    const beyondBusybox = /^(Group|User|Asked|Its answer|Looked up): /;
    expect(statuses('box').filter((line) => beyondBusybox.test(line))).toEqual([
      'Group: skipped',
      'User: skipped',
      'Looked up: skipped',
      'Asked: skipped',
      'Its answer: skipped',
    ]);
    const others = (line: string): boolean => !beyondBusybox.test(line);
    expect(statuses('box').filter(others)).toEqual(statuses('full').filter(others));
  });

  test('the second run changes nothing', async () => {
    const before = await contents();
    const { outcome } = await play();
    expect(outcome.code).toBe(0);
    expect(changedIn(outcome)).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  test('nothing of tsplay is left on the hosts', async () => {
    for (const host of lab.hosts) {
      const { stdout } = await host.exec('ls -A /tmp /var/tmp /root /root/.ansible 2>/dev/null');
      expect(stdout).not.toMatch(/tsplay|ansible/);
    }
  });
});
