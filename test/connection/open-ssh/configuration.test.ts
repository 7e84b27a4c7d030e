import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { speaks } from '../../../src/connection/open-ssh/configuration.ts';
import { scratchEachTest } from '../../module/local-context.ts';

const scratch = scratchEachTest();

test.each<readonly [text: string, speaks: boolean]>([
  ['Host web1\n  HostName 10.0.0.1\n', true],
  ['Host *\n\tUser=deploy', true],
  ['  proxyjump gate', true],
  ['Match exec "true"\n  Compression yes', true],
  ['Include work/*', true],
  ['Host *\n  SendEnv LANG LC_*\n  HashKnownHosts yes\n  # User eve\n', false],
  ['Include /etc/ssh/ssh_config.d/*.conf\n', false],
  ['', false],
])('%j: %j', async (text, expected) => {
  mkdirSync(join(scratch.path, '.ssh'));
  const file = join(scratch.path, '.ssh/config');
  writeFileSync(file, text);
  expect(await speaks([file])).toBe(expected);
});

test('a file that is not there says nothing', async () => {
  expect(await speaks([join(scratch.path, 'nowhere/config')])).toBe(false);
});
