import { describe, expect, it } from 'vitest';
import { validateArguments } from '../../src/module/arguments.ts';
import { type AnyModule, defineModule } from '../../src/module/define.ts';
import { fromJs } from '../../src/values/convert.ts';

const module = defineModule({
  name: 'sample',
  collection: 'test.test',
  summary: 'A declaration with every kind of argument',
  args: {
    path: { type: 'path', required: true, aliases: ['dest', 'name'], description: 'Path.' },
    state: { type: 'str', choices: ['present', 'absent'], default: 'present', description: 'State.' },
    enabled: { type: 'str', choices: ['yes', 'no', 'masked'], description: 'Words.' },
    force: { type: 'bool', default: false, description: 'Force.' },
    count: { type: 'int', description: 'Count.' },
    ratio: { type: 'float', description: 'Ratio.' },
    size: { type: 'bytes', description: 'Size.' },
    tags: { type: 'list', elements: 'str', description: 'Tags.' },
    codes: { type: 'list', elements: 'int', description: 'Codes.' },
    levels: { type: 'list', elements: 'str', choices: ['low', 'high'], description: 'Levels.' },
    headers: { type: 'dict', description: 'Headers.' },
    owner: {
      type: 'dict',
      options: { id: { type: 'int', required: true, description: 'Id.' } },
      description: 'Owner.',
    },
    rules: {
      type: 'list',
      elements: 'dict',
      options: {
        port: { type: 'int', description: 'Port.' },
        proto: { type: 'str', choices: ['tcp', 'udp'], default: 'tcp', description: 'P.' },
      },
      description: 'Rules.',
    },
    anything: { type: 'raw', description: 'Anything.' },
    token: { type: 'int', noLog: true, description: 'Secret.' },
    attributes: { type: 'str', unsupported: 'use chattr', description: 'Not supported.' },
  },
  mutuallyExclusive: [['count', 'ratio']],
  requiredIf: [['state', 'absent', ['force']]],
  requiredBy: { tags: ['count'] },
  returns: {},
  examples: '',
  check: 'full',
  diff: false,
  run: async () => ({}),
}) as unknown as AnyModule;

const validate = (args: Record<string, unknown>) =>
  validateArguments(module, new Map(Object.entries(args).map(([name, value]) => [name, fromJs(value)])));

describe('arguments come in the types that are declared', () => {
  const cases: readonly (readonly [given: Record<string, unknown>, coerced: Record<string, unknown>])[] = [
    [{ dest: '/x' }, { path: '/x', state: 'present', force: false }],
    [{ path: 12 }, { path: '12' }],
    [{ path: true }, { path: 'True' }],
    [{ path: ['a'] }, { path: "['a']" }],
    [{ path: '/x', force: 'Yes' }, { force: true }],
    [{ path: '/x', force: 'off' }, { force: false }],
    [{ path: '/x', force: 1 }, { force: true }],
    [{ path: '/x', count: ' 5 ' }, { count: 5 }],
    [{ path: '/x', ratio: '0.5' }, { ratio: 0.5 }],
    [{ path: '/x', size: '1.5K' }, { size: 1536 }],
    [{ path: '/x', count: 1, tags: 'a, b' }, { tags: ['a', ' b'] }],
    [{ path: '/x', count: 1, tags: [1, true] }, { tags: ['1', 'True'] }],
    [{ path: '/x', codes: '200, 201' }, { codes: [200, 201] }],
    [{ path: '/x', codes: 5 }, { codes: [5] }],
    [{ path: '/x', headers: '{"a": 1}' }, { headers: new Map([['a', 1]]) }],
    [
      { path: '/x', headers: 'a=1, b="x y"' },
      {
        headers: new Map([
          ['a', '1'],
          ['b', 'x y'],
        ]),
      },
    ],
    [{ path: '/x', owner: { id: '7' } }, { owner: { id: 7 } }],
    [{ path: '/x', rules: [{ port: '80' }] }, { rules: [{ port: 80, proto: 'tcp' }] }],
    [{ path: '/x', enabled: true }, { enabled: 'yes' }],
    [{ path: '/x', state: null }, { state: 'present' }],
  ];
  for (const [given, coerced] of cases) {
    it(JSON.stringify(given), () => {
      const result = validate(given);
      expect(result).toMatchObject({ ok: true, args: coerced });
    });
  }
});

it('lists no more names than help', () => {
  const names = Array.from({ length: 40 }, (_, index) => `argument_${index}`);
  const large = {
    ...module,
    args: Object.fromEntries(
      names.map((name) => [name, { type: 'str', description: 'One of many.' }] as const),
    ),
  };
  const result = validateArguments(large as AnyModule, new Map([['argument', 'x']]));
  expect(result).toMatchObject({
    ok: false,
    message: expect.stringMatching(
      /unknown argument 'argument'; tsplay doc MODULE shows the 40 .*did you mean/s,
    ),
  });
});

describe('arguments are refused', () => {
  const cases: readonly (readonly [given: Record<string, unknown>, message: RegExp])[] = [
    [{}, /missing argument 'path'/],
    [{ path: null }, /missing argument 'path'/],
    [
      { pth: '/x', path: '/x' },
      /unknown argument 'pth'; accepted: anything, attributes, codes.*did you mean 'path'/,
    ],
    [{ path: '/x', state: 'there' }, /'state' must be one of present, absent/],
    [{ path: '/x', levels: ['low', 'mid'] }, /'levels\[1\]' must be one of low, high/],
    [{ path: '/x', force: 'maybe' }, /'force' is "maybe" \(str\), but must be a boolean/],
    [{ path: '/x', count: 1.5 }, /'count' is 1.5 \(float\), but must be a whole number/],
    [{ path: '/x', count: '' }, /'count' is ""/],
    [
      { path: '/x', codes: ['x'] },
      /'codes' is "x" \(str\), but must be a list of which each item is a whole number/,
    ],
    [{ path: '/x', headers: 'zzz' }, /'headers' is "zzz" \(str\), but must be a dictionary/],
    [{ path: '/x', owner: {} }, /missing argument 'owner.id'/],
    [{ path: '/x', owner: { id: 1, idd: 2 } }, /unknown argument 'owner.idd'.*did you mean 'id'/],
    [{ path: '/x', rules: [{ proto: 'icmp' }] }, /'rules\[0\].proto' must be one of tcp, udp/],
    [{ path: '/x', count: 1, ratio: 2 }, /'count' and 'ratio' exclude each other/],
    [{ path: '/x', count: 1, tags: {} }, /'tags' is .* but must be a list/],
    [{ path: '/x', tags: 'a' }, /'tags' needs 'count'/],
    [{ path: '/x', state: 'absent' }, /with state=absent, 'force' is required/],
    [{ path: '/x', attributes: '+i' }, /'attributes' is not supported: use chattr/],
  ];
  for (const [given, message] of cases) {
    it(JSON.stringify(given), () => {
      const result = validate(given);
      expect(result.ok ? 'accepted' : result.message).toMatch(message);
    });
  }

  it('without showing a secret value', () => {
    const result = validate({ path: '/x', token: 'hunter2' });
    expect(result.ok ? 'accepted' : result.message).toMatch(/'token' is a hidden value, but must be/);
  });
});
