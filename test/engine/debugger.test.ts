import { describe, expect, test } from 'vitest';
import { readDebuggerCommand } from '../../src/engine/debugger-commands.ts';
import { play, playText } from './play-text.ts';

describe('the debugger', () => {
  test.each([
    ['c', { kind: 'continue' }],
    [' redo ', { kind: 'redo' }],
    ['', { kind: 'nothing' }],
    ['p host', { kind: 'print', path: { root: 'host', keys: [] } }],
    ['p result._result["msg"][0]', { kind: 'print', path: { root: 'result', keys: ['msg', 0] } }],
    ['task_vars["v"]', { kind: 'print', path: { root: 'task_vars', keys: ['v'] } }],
    [
      "task.args['a b'] = [1, '=']",
      { kind: 'set', path: { root: 'task.args', keys: ['a b'] }, literal: "[1, '=']" },
    ],
    ['import os', { kind: 'unknown', text: 'import os' }],
    ['p __import__("os")', { kind: 'unknown', text: 'p __import__("os")' }],
  ])('reads %j', (line, command) => {
    expect(readDebuggerCommand(line)).toEqual(command);
  });

  const failing = play(
    '- {name: one, command: "test {{ v }} = good", register: r}\n- {name: two, debug: {msg: "{{ r.rc }} {{ v }}"}}',
    '  debugger: on_failed\n  vars: {v: bad}\n',
  );

  test('runs a task again with other variables, and counts the last try alone', async () => {
    const typed = ['task_vars["v"] = "good"', 'u', 'r'];
    const { lines, stats, result } = await playText(failing, { typed });
    expect(lines).toEqual(['a one: failed', 'a one: changed', 'a two: ok']);
    expect(stats['a']).toMatchObject({ ok: 2, failed: 0 });
    expect(result('a', 'two')['msg']).toBe('0 bad');
  });

  test('takes changed variables only once they are updated', async () => {
    const { lines } = await playText(failing, { typed: ['task_vars["v"] = "good"', 'r', 'c'] });
    expect(lines).toEqual(['a one: failed', 'a one: failed']);
  });

  test('changes arguments', async () => {
    const { lines } = await playText(failing, { typed: ['task.args["_raw_params"] = "true"', 'r'] });
    expect(lines).toEqual(['a one: failed', 'a one: changed', 'a two: ok']);
  });

  test.each([[['q']], [[]]])('ends the run when it is told to, or when nobody answers: %j', async (typed) => {
    const { events, lines } = await playText(failing, { typed });
    expect(lines).toEqual(['a one: failed']);
    const finished = events.at(-1);
    expect(finished?.type === 'run-finished' && finished.interrupted).toBe(true);
  });

  test('says what is asked of it, and nothing of a secret result', async () => {
    const secret = play('- {name: one, command: "false", no_log: true, debugger: always}');
    const { events } = await playText(secret, { typed: ['p host', 'p result', 'nonsense', 'c'] });
    const said = events.flatMap((event) => (event.type === 'message' ? [event.text] : []));
    expect(said.slice(0, 2)).toEqual(['a', "'hidden: no_log'"]);
    expect(said[2]).toContain("'nonsense' is no command");
  });

  test.each([
    ['debug', 1],
    ['linear', 0],
  ])('is there for failures with the strategy %s: %i', async (strategy, talks) => {
    const { events } = await playText(
      play('- {name: one, command: "false"}\n- {name: two, ping: {}}', `  strategy: ${strategy}\n`),
      { typed: ['p host', 'c'] },
    );
    expect(events.filter((event) => event.type === 'message')).toHaveLength(talks);
  });
});

describe('--step', () => {
  const tasks = play('- {name: one, ping: {}}\n- {name: two, ping: {}}\n- {name: three, ping: {}}');

  test.each([
    [
      ['y', 'n', 'yes'],
      ['one', 'three'],
    ],
    [
      ['', 'c'],
      ['two', 'three'],
    ],
    [['y'], ['one']],
  ])('plays what is answered for: %j', async (typed, names) => {
    const { lines } = await playText(tasks, { typed, options: { step: true } });
    expect(lines).toEqual(names.map((name) => `a ${name}: ok`));
  });
});
