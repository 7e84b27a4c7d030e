import { describe, expect, test } from 'vitest';
import { docPage } from '../../src/cli/doc-page.ts';
import { modules } from '../../src/modules/index.ts';
import { runMain } from './run-main.ts';

describe('tsplay doc', () => {
  test('shows modules by any of their names, in the order asked for', async () => {
    const ran = await runMain(['doc', 'systemd_service', 'ansible.legacy.copy']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^ansible\.builtin\.systemd\n[\s\S]*\n\nansible\.builtin\.copy\n/);
  });

  test('tells type, default, aliases and choices of an argument', async () => {
    const { stdout } = await runMain(['doc', 'file']);
    expect(stdout).toContain('  path  path; required; or dest, name\n      What to manage.\n');
    expect(stdout).toContain('  recurse  bool; default false\n');
    expect(stdout).toMatch(/ {6}.*One of `absent`,/);
  });

  test('without a name lists all modules, a line each, by name', async () => {
    const { stdout } = await runMain(['doc']);
    const names = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(names).toEqual([...names].sort());
    expect(names).toHaveLength(modules.length);
  });

  test('of an unknown name says what may be meant, after the pages of the others', async () => {
    const ran = await runMain(['doc', 'coppy', 'ping']);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/^ansible\.builtin\.ping\n/);
    expect(ran.stderr).toMatch(/no module 'coppy' comes with tsplay[\s\S]*did you mean 'copy'/);
  });
});

test.each(modules.map((module) => [module.name, module] as const))(
  'the page of %s keeps to its columns',
  (_, module) => {
    const page = docPage(module, { color: false, columns: 79 });
    const text = page.slice(0, page.lastIndexOf('\nEXAMPLE\n'));
    const tooLong = text.split('\n').filter((line) => line.length > 79 && line.trim().includes(' '));
    // The line of an argument's facts is not broken.
    expect(tooLong.filter((line) => !/^ {2}\S+ {2}\S/.test(line))).toEqual([]);
  },
);
