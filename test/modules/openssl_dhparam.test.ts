import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import openssl_dhparam from '../../src/modules/openssl_dhparam.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

test.each(['system', 'busybox'] as const)('makes parameters once, with the tools of %s', async (flavour) => {
  const context = () => localContext({ flavour, programs: ['openssl'] });
  const path = join(scratch.path, 'a b');
  const args = { path, size: 512, return_content: true };
  const made = await play(openssl_dhparam, args, context());
  expect(made).toEqual({ changed: true, filename: path, size: 512, dhparams: readFileSync(path, 'utf8') });
  const again = context();
  expect(await play(openssl_dhparam, args, again)).toEqual({ ...made, changed: false });
  expect(again.roundTrips()).toBe(1);
});

test('a file of other parameters, or of none, is replaced', async () => {
  const path = join(scratch.path, 'dh');
  const checking = localContext({ checkMode: true });
  writeFileSync(path, '-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n');
  expect(await play(openssl_dhparam, { path, size: 512 }, checking)).toMatchObject({ changed: true });
  expect(await play(openssl_dhparam, { path, size: 512 })).toMatchObject({ changed: true });
  expect(await play(openssl_dhparam, { path, size: 513 }, checking)).toMatchObject({ changed: true });
});

test('says what openssl says of a size that cannot be', async () => {
  expect(await play(openssl_dhparam, { path: join(scratch.path, 'dh'), size: 1 })).toMatchObject({
    failed: true,
    msg: expect.stringContaining('openssl made no parameters'),
  });
});
