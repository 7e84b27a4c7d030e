import { describe, expect, it } from 'vitest';
import assertModule from '../../src/modules/assert.ts';
import debug from '../../src/modules/debug.ts';
import fail from '../../src/modules/fail.ts';
import ping from '../../src/modules/ping.ts';
import set_fact from '../../src/modules/set_fact.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { Undefined } from '../../src/values/types.ts';
import { localContext, play } from '../module/local-context.ts';

const variables = { x: 'one', yes: true, no: false };
const text = (content: string): TemplateText => new TemplateText(content);

describe('debug', () => {
  it('says hello, a message, or data as it is', async () => {
    expect(await play(debug, {})).toEqual({ changed: false, msg: 'Hello world!' });
    expect(await play(debug, { msg: [1, 'a'] })).toEqual({ changed: false, msg: [1, 'a'] });
  });
  it('shows the value of an expression under its text', async () => {
    expect(await play(debug, { var: text('x') }, localContext({ variables }))).toEqual({
      changed: false,
      x: 'one',
    });
  });
  it('renders a variable in braces, and does not evaluate what comes out', async () => {
    const context = localContext({ variables: { name: 'x', x: 'one' } });
    expect(await play(debug, { var: text('{{ name }}') }, context)).toEqual({
      changed: false,
      '{{ name }}': 'x',
    });
  });
  it('says that a variable is not defined instead of failing', async () => {
    const context = localContext();
    const templating = { ...context.templating, expression: () => new Undefined("'y' is undefined", 'y') };
    expect(await play(debug, { var: text('y') }, { ...context, templating })).toMatchObject({
      y: 'VARIABLE IS NOT DEFINED!',
    });
  });
  it('keeps silent below its verbosity', async () => {
    expect(await play(debug, { verbosity: 2 })).toMatchObject({ skipped: true });
  });
  it('takes one of msg and var', async () => {
    expect(await play(debug, { msg: 'a', var: 'x' })).toMatchObject({ failed: true });
  });
});

describe('assert', () => {
  it('passes when all conditions hold', async () => {
    const context = localContext({ variables });
    expect(await play(assertModule, { that: ['yes', "x == 'one'"] }, context)).toEqual({
      changed: false,
      msg: 'All assertions passed',
    });
    expect(await play(assertModule, { that: 'yes', success_msg: 'good' }, context)).toEqual({
      changed: false,
      msg: 'good',
    });
  });
  it('fails with the first that does not', async () => {
    const result = await play(
      assertModule,
      { that: ['yes', 'no'], fail_msg: ['a', 'b'] },
      localContext({ variables }),
    );
    expect(result).toEqual({
      changed: false,
      failed: true,
      msg: ['a', 'b'],
      assertion: 'no',
      evaluated_to: false,
    });
  });
  it('needs conditions, and messages of text', async () => {
    expect(await play(assertModule, {})).toMatchObject({
      failed: true,
      msg: expect.stringContaining("missing argument 'that'"),
    });
    expect(await play(assertModule, { that: 'yes', msg: { a: 1 } })).toMatchObject({ failed: true });
  });
});

describe('fail', () => {
  it('fails with its message', async () => {
    expect(await play(fail, {})).toMatchObject({ failed: true, changed: false });
    expect(await play(fail, { msg: 'because' })).toMatchObject({ failed: true, msg: 'because' });
  });
});

describe('set_fact', () => {
  it('sets what it is given, with booleans of the four words', async () => {
    const result = await play(set_fact, { a: 'Yes', b: 'no', c: '5', d: [1], e: 'on', f: 'TRUE' });
    expect(result).toEqual({
      changed: false,
      ansible_facts: { a: true, b: false, c: '5', d: [1], e: 'on', f: true },
    });
  });
  it('passes on that values shall be kept', async () => {
    expect(await play(set_fact, { a: 1, cacheable: 'yes' })).toMatchObject({
      ansible_facts: { a: 1 },
      _ansible_facts_cacheable: true,
    });
  });
  it('refuses no values, and names that are none', async () => {
    expect(await play(set_fact, { cacheable: true })).toMatchObject({ failed: true });
    expect(await play(set_fact, { 'a-b': 1 })).toMatchObject({
      failed: true,
      msg: expect.stringContaining("'a-b'"),
    });
  });
});

describe('ping', () => {
  it('answers, and crashes when asked to', async () => {
    expect(await play(ping, {}, localContext({ flavour: 'busybox' }))).toEqual({
      changed: false,
      ping: 'pong',
    });
    expect(await play(ping, { data: 'crash' })).toMatchObject({ failed: true });
  });
});
