import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe-lab.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { zipOf } from '../stand-ins/zip.ts';
import { tsplayOutcome } from './support/outcomes.ts';
import { projectFolder, tsplay } from './support/programs.ts';
import { projectWith } from './support/project.ts';

/** A program that says its version and sleeps. */
const archive = (version: string) =>
  zipOf('sleeper-linux-amd64', Buffer.from(`#!/bin/sh\necho 'sleeper ${version}'\nexec sleep infinity\n`));
const sha256 = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

const playbook = `
- hosts: all
  tasks:
    - ansible.builtin.include_role: {name: vendor_program}
      vars:
        vendor_program_name: sleeper
        vendor_program_url: ""
        vendor_program_archive: "sleeper-{{ vendor_program_version }}.zip"
        vendor_program_binary: sleeper-linux-amd64
        vendor_program_folders: [{path: /var/lib/sleeper, writable: true}]
        vendor_program_unit:
          Service: {ExecStart: /opt/sleeper/current/sleeper-linux-amd64}
        vendor_program_unit_overrides:
          Service: {RestrictRealtime: null, Environment: [A=1, B=2]}
        vendor_program_ports: [{port: 9999}]
        vendor_program_notify: Restart sleeper
  handlers:
    - name: Restart sleeper
      ansible.builtin.systemd: {name: sleeper, state: restarted, daemon_reload: true}
`;

describeLab('a program in a zip that the controller holds, without its own role', () => {
  let lab: Lab;
  beforeAll(async () => {
    // Nothing but a shell: no Python on the target.
    lab = await startLab({ hosts: [{ name: 'h1', base: 'no-python' }] });
  });
  afterAll(() => lab?.stop());

  test('is installed and runs; a second run changes nothing; a wrong checksum is refused', async () => {
    const folder = await projectWith({
      'play.yml': playbook,
      'ansible.cfg': `[defaults]\nroles_path = ${join(projectFolder, 'roles')}\n`,
      'lab.yml': lab.inventory(),
    });
    for (const version of ['1.0', '1.1']) {
      await writeFile(join(folder, `sleeper-${version}.zip`), archive(version));
    }
    const play = (version: string, checksum: string) =>
      tsplay(
        [
          ...['run', 'play.yml', '-i', 'lab.yml', '--output', 'json'],
          ...['-e', JSON.stringify({ vendor_program_version: version, vendor_program_checksum: checksum })],
        ],
        {},
        folder,
      );
    const onHost = async (command: string) => (await lab.host('h1').exec(command)).stdout.trim();

    const first = tsplayOutcome(await play('1.0', sha256(archive('1.0'))));
    expect(first.tasks.filter((line) => line.endsWith(': failed'))).toEqual([]);
    expect(first.code).toBe(0);
    expect(await onHost('systemctl show --property=MainPID --value sleeper | xargs ps -o user= -p')).toBe(
      'sleeper',
    );
    const unit = await onHost('cat /etc/systemd/system/sleeper.service');
    expect(unit).toContain('ProtectSystem=strict\n');
    expect(unit).toContain('Environment=A=1\nEnvironment=B=2\n');
    expect(unit).not.toContain('RestrictRealtime');
    const second = tsplayOutcome(await play('1.0', sha256(archive('1.0'))));
    expect(second.recap['h1']).toMatchObject({ changed: 0, failed: 0 });

    const refused = tsplayOutcome(await play('1.1', sha256(archive('1.0'))));
    expect(refused.code).toBe(2);
    expect(refused.tasks.at(-1)).toBe("vendor_program : Compare the archive's checksum | h1: failed");
    expect(await onHost('readlink /opt/sleeper/current; ls /opt/sleeper')).toBe(
      'sleeper-1.0\ncurrent\nsleeper-1.0',
    );
    const withoutChecksum = await play('1.1', '');
    expect(withoutChecksum.stdout).toContain('no checksum of its archive is given');
  });
});
