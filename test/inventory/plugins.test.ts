import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyedGroupNames, safeGroupName } from '../../src/inventory/plugins/keyed-groups.ts';
import { recordedOutputs } from '../cli/recorded-output.ts';
import { type MainRan, runMain } from '../cli/run-main.ts';
import { scratchEachTest } from '../module/local-context.ts';

const folder = join(import.meta.dirname, '../cases/inventory-plugins');

describe('prints what ansible-inventory prints of constructed and generated inventories', () => {
  test.each(recordedOutputs(join(folder, 'recorded.txt')))('$options', async ({ options, output, code }) => {
    const words = options.split(' ').map((word) => (/\.yml$/.test(word) ? join(folder, word) : word));
    const ran = await runMain(['inventory', ...words]);
    expect([ran.stdout, ran.code]).toEqual([output, code]);
  });
});

describe('says what is wrong, and where', () => {
  const scratch = scratchEachTest();
  const inventory = async (plugin: string): Promise<MainRan> => {
    const file = join(scratch.path, 'plugin.yml');
    writeFileSync(file, plugin);
    return runMain(['inventory', '-i', join(folder, 'hosts.yml'), '-i', file, '--graph']);
  };

  test.each([
    [
      'an expression that fails for a host',
      'strict: true\ncompose: {x: nothere}',
      /'nothere' is undefined \(for host 'h1'\)\n --> .*plugin\.yml:3:14/,
    ],
    [
      'syntax, also when it is not strict',
      'groups: {x: "a =="}',
      /template-syntax[\s\S]*plugin\.yml:2:1[0-9]/,
    ],
    ['a value that names no group', 'keyed_groups: [{key: top}]', /'top' gives 1: groups are named after/],
    [
      'nothing to name a group after, when it is strict',
      'strict: yes\nkeyed_groups: [{key: empty}]',
      /'empty' gives nothing/,
    ],
    ['a keyed group without a key', 'keyed_groups: [{prefix: x}]', /'key' is missing/],
    [
      'options that exclude each other',
      'keyed_groups: [{key: os, default_value: x, trailing_separator: no}]',
      /not both/,
    ],
    ['an option of a wrong type', 'compose: [a]', /'compose' is a mapping; this is a list/],
    ['a flag that is none', 'strict: perhaps', /'strict' is true or false; this is 'perhaps'/],
  ])('%s', async (_, options, message) => {
    const ran = await inventory(`plugin: constructed\n${options}\n`);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.match(/^error/gm)).toHaveLength(1);
    expect(ran.code).not.toBe(0);
  });

  test('an option that there is not is passed over, and what may be meant is said', async () => {
    const ran = await inventory('plugin: constructed\nkeyed_group: []\n');
    expect(ran.stderr).toMatch(/^warning.*'keyed_group' is no option[\s\S]*did you mean 'keyed_groups'/);
    expect(ran.code).toBe(0);
  });

  test.each([
    ['plugin: generator\nlayers: {a: [1]}', /'hosts' is missing/],
    ['plugin: generator\nhosts: {name: "h{{ b }}"}\nlayers: {a: [1]}', /'b' is undefined/],
    ['plugin: generator\nhosts: {name: h}\nlayers: {a: b}', /the layer 'a' is a list; this is 'b'/],
    ['plugin: generater\nhosts: {name: h}', /not supported[\s\S]*did you mean 'generator'/],
    ['plugin: amazon.aws.aws_ec2', /not supported[\s\S]*ansible-inventory -i THIS_FILE --list/],
  ])('%j', async (text, message) => {
    const ran = await inventory(text);
    expect(ran.stderr).toMatch(message);
    expect(ran.code).not.toBe(0);
  });

  test('layers that come to more hosts than anybody has', async () => {
    const layer = `[${Array.from({ length: 60 }, (_, index) => index).join()}]`;
    const ran = await inventory(
      `plugin: generator\nhosts: {name: h}\nlayers: {a: ${layer}, b: ${layer}, c: ${layer}}\n`,
    );
    expect(ran.stderr).toMatch(/come to 216000 hosts/);
  });
});

test('the name of a group is one word, whatever it is made from', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(safeGroupName(name)).toMatch(/^(?:[\p{L}\p{N}_]*)$/u);
      expect(safeGroupName(name)).not.toMatch(/^\d/);
      expect(safeGroupName(safeGroupName(name))).toBe(safeGroupName(name));
    }),
  );
});

test('a dict makes a group of each key with its value', () => {
  const group = {
    prefix: 'p',
    separator: '-',
    defaultValue: undefined,
    trailingSeparator: false,
    leadingSeparator: true,
  };
  expect(
    keyedGroupNames(
      new Map([
        ['a', ''],
        ['b', 'x'],
      ]),
      group,
    ),
  ).toEqual(['p_a', 'p_b_x']);
});
