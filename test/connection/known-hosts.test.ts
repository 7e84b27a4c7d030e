import { createHmac } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkHostKey } from '../../src/connection/known-hosts.ts';
import { appendKnownHost, readKnownKeys } from '../../src/connection/known-hosts-file.ts';
import { entryMatches, parseKnownHosts } from '../../src/util/known-hosts.ts';
import { scratchFolder } from './embedded.ts';

function blob(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)]);
}

const KEY = blob('ssh-ed25519', 'one');
const OTHER = blob('ssh-ed25519', 'two');
const line = (names: string, key = KEY): string => `${names} ssh-ed25519 ${key.toString('base64')}`;

function hashed(name: string): string {
  const salt = Buffer.from('0123456789abcdefghij');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

describe('which hosts a line speaks of', () => {
  test.each([
    ['web1', 'web1', true],
    ['web1', 'web2', false],
    ['WEB1', 'web1', true],
    ['web1,10.0.0.1', '10.0.0.1', true],
    ['[web1]:2222', '[web1]:2222', true],
    ['web1', '[web1]:2222', false],
    ['web*', 'web17', true],
    ['web?', 'web17', false],
    ['*.example.org', 'a.b.example.org', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*,!db1', 'web1', true],
    ['*,!db1', 'db1', false],
    ['!db1', 'web1', false],
    [hashed('web1'), 'web1', true],
    [hashed('web1'), 'web2', false],
    [hashed('[web1]:2222'), '[web1]:2222', true],
    ['|1|broken', 'web1', false],
  ])('%s and %s: %s', (names, name, expected) => {
    const [entry] = parseKnownHosts(line(names), 'known_hosts');
    expect(entry !== undefined && entryMatches(entry, name)).toBe(expected);
  });
});

test('comments, blank lines, unknown markers and broken lines are passed over, and lines are counted', () => {
  const text = ['# comment', '', 'broken', '@future a b c', `  ${line('web1')} a comment`].join('\n');
  expect(parseKnownHosts(text, 'f')).toEqual([
    { file: 'f', line: 5, marker: undefined, patterns: ['web1'], type: 'ssh-ed25519', key: KEY },
  ]);
});

describe('a key that a server showed', () => {
  const verdict = (...lines: string[]) => checkHostKey(parseKnownHosts(lines.join('\n'), 'f'), KEY).kind;

  test.each([
    ['is known by one of several lines', [line('h', OTHER), line('h')], 'known'],
    ['is unknown without lines', [], 'unknown'],
    ['is unknown when only a certificate authority is known', [`@cert-authority ${line('h')}`], 'unknown'],
    ['is changed when only others are known', [line('h', OTHER)], 'changed'],
    ['is revoked even when it is known as well', [line('h'), `@revoked ${line('h')}`], 'revoked'],
  ] as const)('%s', (_title, lines, expected) => {
    expect(verdict(...lines)).toBe(expected);
  });
});

test('a recorded host is found again, in a file that only its owner may read', async () => {
  const file = join(await scratchFolder(), 'new', 'known_hosts');
  const address = { host: 'Web1', port: 2222 };
  await appendKnownHost(file, address, KEY);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { exact } = await readKnownKeys([file, '/nonexistent/known_hosts'], address);
  expect(checkHostKey(exact, KEY)).toEqual({ kind: 'known' });
});

test('a host is recorded on a line of its own when the last line lacks its end', async () => {
  const file = join(await scratchFolder(), 'known_hosts');
  await writeFile(file, line('web1'));
  await appendKnownHost(file, { host: 'web2', port: 22 }, OTHER);
  expect(await readFile(file, 'utf8')).toBe(`${line('web1')}\n${line('web2', OTHER)}\n`);
});
