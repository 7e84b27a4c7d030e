import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/errors.ts';
import { fromJs, toJs } from '../../src/values/convert.ts';
import type { Dict } from '../../src/values/types.ts';
import { JsonFactCache } from '../../src/variables/fact-cache.ts';

let folder: string;
let warnings: Diagnostic[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fact-cache-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function cache(timeout = 60): JsonFactCache {
  const warn = (diagnostic: Diagnostic): void => void warnings.push(diagnostic);
  return new JsonFactCache({ folder: join(folder, 'made'), prefix: 'p_', timeout, warn });
}

const facts = fromJs({ ansible_b: [1, 'é'], ansible_a: null }) as Dict;

describe('the fact cache in files', () => {
  test('gives back what was saved, in a file that only its owner can read', () => {
    cache().save('web', facts);
    const path = join(folder, 'made/p_web');
    expect(toJs(new Map(cache().load('web')))).toEqual({ ansible_a: null, ansible_b: [1, 'é'] });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(
      '{\n    "ansible_a": null,\n    "ansible_b": [\n        1,\n        "\\u00e9"\n    ]\n}',
    );
  });

  test('replaces a file that others could read by one of its own', () => {
    cache().save('web', facts);
    chmodSync(join(folder, 'made/p_web'), 0o644);
    cache().save('web', facts);
    expect(statSync(join(folder, 'made/p_web')).mode & 0o777).toBe(0o600);
  });

  test('uses no facts that are too old, unless they never are', () => {
    cache().save('web', facts);
    utimesSync(join(folder, 'made/p_web'), 1000, 1000);
    expect(cache(60).load('web')).toBeUndefined();
    expect(cache(0).load('web')).toBeDefined();
  });

  test('warns of a damaged file and goes on without it', () => {
    cache().save('web', facts);
    for (const text of ['{broken', '[1]', '']) {
      writeFileSync(join(folder, 'made/p_web'), text);
      expect(cache().load('web')).toBeUndefined();
    }
    expect(warnings.map(({ code }) => code)).toEqual(['fact-cache', 'fact-cache', 'fact-cache']);
  });

  test('reads the text that Ansible marks as no template', () => {
    cache().save('web', fromJs({ own: [{ __ansible_unsafe: '{{ x }}' }] }) as Dict);
    expect(toJs(new Map(cache().load('web')))).toEqual({ own: ['{{ x }}'] });
  });

  test('never leaves its folder, whatever a host is called', () => {
    cache().save('../../etc/passwd', facts);
    expect(cache().load('../../etc/passwd')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('forgets a host', () => {
    cache().save('web', facts);
    cache().clear('web');
    cache().clear('other');
    expect(cache().load('web')).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});
