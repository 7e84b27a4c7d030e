import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostsOf } from '../../src/inventory/group-order.ts';
import { type LoadedInventory, loadInventory } from '../../src/inventory/load.ts';
import { toJs } from '../../src/values/convert.ts';
import { writeFiles } from './cases/write-files.ts';

function loadScript(text: string, name = 'hosts', mode = 0o755): LoadedInventory {
  const directory = writeFiles({ [name]: text });
  chmodSync(join(directory, name), mode);
  return loadInventory([name], { directory });
}

function printing(document: unknown): string {
  return `#!/bin/sh\n[ "$1" = --list ] || exit 9\ncat <<'END'\n${JSON.stringify(document)}\nEND\n`;
}

function variablesOf({ inventory }: LoadedInventory, host: string): unknown {
  return toJs(new Map(inventory.hosts.get(host)?.vars));
}

describe('an inventory that is a program', () => {
  test('gives groups with hosts, vars and children, and the variables of hosts under _meta', () => {
    const loaded = loadScript(
      printing({
        web: { hosts: ['w1', 'w2'], vars: { a: 1, t: '{{ 1 + 1 }}' }, children: ['sub'] },
        plain: ['p1', 'w1'],
        sub: { hosts: ['s1'] },
        all: { vars: { everywhere: [1] } },
        _meta: { hostvars: { w1: { x: { y: 1 } }, nobody: { z: 1 } } },
      }),
    );
    const { inventory, diagnostics } = loaded;
    expect(diagnostics).toEqual([]);
    expect(hostsOf(inventory.all).map(({ name }) => name)).toEqual(['w1', 'w2', 'p1', 's1']);
    expect(variablesOf(loaded, 'w1')).toEqual({ x: { y: 1 } });
    expect(inventory.groups.get('sub')?.parents.map(({ name }) => name)).toEqual(['web']);
    expect(inventory.hosts.has('nobody')).toBe(false);
  });

  test('is never a template, whatever it prints', () => {
    const { inventory } = loadScript(
      printing({ web: { hosts: ['w1'], vars: { t: '{{ 1 + 1 }}' } }, _meta: {} }),
    );
    expect(inventory.groups.get('web')?.vars.get('t')).toBe('{{ 1 + 1 }}');
  });

  test('is asked for each host when it prints no _meta', () => {
    const loaded = loadScript(
      `#!/bin/sh\nif [ "$1" = --list ]; then echo '{"g": ["h1", "h 2; x"]}'; else echo "{\\"me\\": \\"$2\\"}"; fi\n`,
    );
    expect(loaded.diagnostics).toEqual([]);
    expect(variablesOf(loaded, 'h1')).toEqual({ me: 'h1' });
    expect(variablesOf(loaded, 'h 2; x')).toEqual({ me: 'h 2; x' });
  });

  test('may name a host by a group without hosts, in the oldest form', () => {
    const loaded = loadScript(printing({ lone: { port: 22 }, _meta: {} }));
    expect(variablesOf(loaded, 'lone')).toEqual({ port: 22 });
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(['same-name-group-and-host']);
  });

  test.each([
    ['no JSON', '#!/bin/sh\necho "{broken"\n', 'no JSON'],
    ['a list', '#!/bin/sh\necho "[1]"\n', 'it is a list'],
    ['a group that is a number', printing({ g: 1 }), "group 'g' is a int"],
    ['a failure', '#!/bin/sh\necho oops >&2\nexit 3\n', 'exit code 3: oops'],
    ['an interpreter that is not there', '#!/nonexistent/interpreter\n', 'could not be run'],
  ])('that prints %s is an error', (_what, text, message) => {
    expect(loadScript(text).diagnostics).toMatchObject([
      { severity: 'error', code: 'inventory-script', message: expect.stringContaining(message) },
    ]);
  });

  test('needs the permission to be executed', () => {
    expect(loadScript('#!/bin/sh\necho {}\n', 'hosts', 0o644).diagnostics).toMatchObject([
      { code: 'inventory-script', hint: expect.stringContaining('chmod +x') },
    ]);
  });

  test('that complains but succeeds is believed, and what it says is shown', () => {
    const { diagnostics } = loadScript('#!/bin/sh\necho careful >&2\necho "{}"\n');
    expect(diagnostics).toMatchObject([{ severity: 'warning', message: expect.stringContaining('careful') }]);
  });

  test('is not what data is that may be executed', () => {
    expect(loadScript('[web]\nb\n', 'hosts.ini').inventory.hosts.has('b')).toBe(true);
    expect(loadScript('all: {hosts: {c: }}\n', 'hosts.yml').inventory.hosts.has('c')).toBe(true);
  });
});
