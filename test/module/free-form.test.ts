import { describe, expect, it } from 'vitest';
import { type AnyModule, defineModule } from '../../src/module/define.ts';
import { parseFreeForm } from '../../src/module/free-form.ts';
import { str } from '../../src/values/printing.ts';

const common = {
  collection: 'test.test',
  summary: '',
  returns: {},
  examples: '',
  check: 'none',
  diff: false,
  run: async () => ({}),
} as const;
const command = defineModule({
  ...common,
  name: 'command',
  freeForm: 'cmd',
  args: { cmd: { type: 'str', description: 'Command.' }, chdir: { type: 'path', description: 'Folder.' } },
}) as unknown as AnyModule;
const plain = defineModule({
  ...common,
  name: 'plain',
  args: { msg: { type: 'raw', description: 'Text.' } },
}) as unknown as AnyModule;

const parsed = (module: AnyModule, text: string) =>
  Object.fromEntries([...parseFreeForm(module, text)].map(([key, value]) => [key, str(value)]));

describe('the arguments of an ad-hoc call', () => {
  it('are words of key=value', () => {
    expect(parsed(plain, 'msg="hello {{ who }}"')).toEqual({ msg: 'hello {{ who }}' });
  });
  it('may be JSON', () => {
    expect(parsed(plain, '{"msg": [1, "a"]}')).toEqual({ msg: "[1, 'a']" });
  });
  it('leave a command as it is, but for the options of the module', () => {
    expect(parsed(command, 'echo a=b "c  d" chdir=/tmp | cat')).toEqual({
      cmd: 'echo a=b "c  d" | cat',
      chdir: '/tmp',
    });
  });
  it('are refused when they are not for the module', () => {
    expect(() => parseFreeForm(plain, 'hello')).toThrow(/takes key=value arguments, but "hello" is none/);
  });
  it('are no JSON when a template opens them', () => {
    expect(parsed(command, '{{ x }} y')).toEqual({ cmd: '{{ x }} y' });
  });
});
