import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { loadVarsFiles } from '../../src/variables/vars-files.ts';
import { writeFiles } from '../inventory/cases/write-files.ts';
import { dict, makePlay } from './cases/project.ts';

const files = {
  'one.yml': 'a: 1\nb: 1\n',
  'two.yml': 'b: 2\n',
  'vars/three.yml': 'c: 3\n',
  'web.yml': 'd: 4\n',
};

/** Stands for the template layer: one variable, `host`. */
function render(value: Value): Value {
  if (!(value instanceof TemplateText)) return value;
  if (value.text.includes('missing')) {
    throw new TsplayError({ code: 'undefined-variable', message: "'missing' is undefined" });
  }
  return value.text.replace('{{ host }}', 'web');
}

function load(value: Value) {
  return loadVarsFiles(makePlay({ vars_files: value }, writeFiles(files)), { render });
}

describe('vars_files', () => {
  test('the last file is the strongest', () => {
    expect(load(['one.yml', 'two.yml'])).toEqual([dict({ b: 2 }), dict({ a: 1, b: 1 })]);
  });

  test('one name alone, and files in vars/', () => {
    expect(load('three.yml')).toEqual([dict({ c: 3 })]);
  });

  test('of an inner list, the first file that exists', () => {
    expect(load([['none.yml', 'two.yml', 'one.yml']])).toEqual([dict({ b: 2 })]);
  });

  test('a name is rendered for the host', () => {
    expect(load([new TemplateText('{{ host }}.yml')])).toEqual([dict({ d: 4 })]);
  });

  test('a name that uses an undefined variable is passed over', () => {
    expect(load([new TemplateText('{{ missing }}.yml'), 'two.yml'])).toEqual([dict({ b: 2 })]);
  });

  test('a missing file is an error that says where it was looked for', () => {
    const refused = { code: 'vars-file-not-found', hint: expect.stringContaining('/vars/none.yml') };
    expect(() => load(['none.yml'])).toThrow(expect.objectContaining(refused));
  });

  test('no files without the keyword', () => {
    expect(loadVarsFiles(makePlay({}), { render })).toEqual([]);
  });
});
