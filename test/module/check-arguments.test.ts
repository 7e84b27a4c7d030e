import { describe, expect, it } from 'vitest';
import { checkArguments } from '../../src/module/check-arguments.ts';
import type { AnyModule } from '../../src/module/define.ts';
import assertModule from '../../src/modules/assert.ts';
import copy from '../../src/modules/copy.ts';
import file from '../../src/modules/file.ts';
import { fromJs } from '../../src/values/convert.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';

const t = (text: string): TemplateText => new TemplateText(text);

const check = (module: unknown, args: Record<string, unknown>, spans?: ReadonlyMap<string, never>) =>
  checkArguments(
    module as AnyModule,
    new Map<Value, Value>(
      Object.entries(args).map(([key, value]) => [
        key,
        value instanceof TemplateText ? value : fromJs(value),
      ]),
    ),
    spans === undefined ? {} : { arguments: spans },
  );

describe('before anything is rendered', () => {
  it('a task that is right draws nothing, whatever its templates may hold', () => {
    expect(
      check(file, { path: t('/etc/{{ x }}'), state: t('{{ wanted }}'), mode: '0644', recurse: t('{{ x }}') }),
    ).toEqual([]);
    expect(
      check(copy, { content: t('{{ x }}'), src: t('{{ y | default(omit) }}'), dest: t('/etc/x') }),
    ).toEqual([]);
    expect(check(assertModule, { that: [t('x == 1')] })).toEqual([]);
  });

  it('a wrong name is found with the nearest one', () => {
    expect(check(copy, { src: t('a'), dets: t('/b'), dest: t('/b') })).toMatchObject([
      {
        code: 'unknown-argument',
        message: expect.stringContaining("unknown argument 'dets'"),
        hint: "did you mean 'dest'?",
      },
    ]);
  });

  it('a missing argument, a wrong literal and a bad choice are all found at once', () => {
    const found = check(file, { state: t('present'), recurse: t('maybe') });
    expect(found.map(({ code }) => code).sort()).toEqual(['bad-choice', 'missing-argument', 'wrong-type']);
  });

  it('literals that exclude each other are found', () => {
    expect(check(copy, { src: t('a'), content: t('b'), dest: t('c') })).toMatchObject([
      { code: 'argument-rule' },
    ]);
  });

  it('a diagnostic stands where its argument does', () => {
    const span = { file: { path: 'x.yml', text: '' }, start: 3, end: 5 };
    const found = checkArguments(
      file as unknown as AnyModule,
      new Map<Value, Value>([
        ['path', t('/x')],
        ['state', t('bogus')],
      ]),
      {
        arguments: new Map([['state', span]]),
      },
    );
    expect(found).toMatchObject([{ code: 'bad-choice', span }]);
  });
});
