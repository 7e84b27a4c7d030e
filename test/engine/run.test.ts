import { describe, expect, test } from 'vitest';
import { play, playText } from './play-text.ts';

describe('tasks and conditions', () => {
  test('plays tasks in order on every host and counts them', async () => {
    const { lines, stats } = await playText(
      play('- {name: one, command: "true"}\n- {name: two, debug: {msg: hi}}'),
      { hosts: ['a', 'b'] },
    );
    expect(lines.filter((line) => line.includes('one'))).toHaveLength(2);
    expect(lines.slice(0, 2).every((line) => line.endsWith('one: changed'))).toBe(true);
    expect(stats.a).toEqual({
      ok: 2,
      changed: 1,
      unreachable: 0,
      failed: 0,
      skipped: 0,
      rescued: 0,
      ignored: 0,
    });
    expect(stats.b).toEqual(stats.a);
  });

  test('skips a task whose condition is false on that host alone', async () => {
    const { lines } = await playText(play('- {name: one, ping: {}, when: inventory_hostname == "a"}'), {
      hosts: ['a', 'b'],
    });
    expect([...lines].sort()).toEqual(['a one: ok', 'b one: skipped']);
  });

  test('registers results and shows them to later conditions', async () => {
    const { lines } = await playText(
      play(
        '- {name: one, command: echo hi, register: r}\n- {name: two, debug: {msg: x}, when: r.stdout == "hi" and r is changed}',
      ),
    );
    expect(lines).toEqual(['a one: changed', 'a two: ok']);
  });

  test('takes a host out when a task fails and plays on with the others', async () => {
    const { lines, stats } = await playText(
      play('- {name: one, fail: {msg: bad}, when: inventory_hostname == "a"}\n- {name: two, ping: {}}'),
      { hosts: ['a', 'b'] },
    );
    expect([...lines].sort()).toEqual(['a one: failed', 'b one: skipped', 'b two: ok']);
    expect(stats.a?.failed).toBe(1);
    expect(stats.b?.failed).toBe(0);
  });

  test('goes on after an ignored failure and counts it as ok and ignored', async () => {
    const { lines, stats } = await playText(
      play('- {name: one, command: "false", ignore_errors: true}\n- {name: two, ping: {}}'),
    );
    expect(lines).toEqual(['a one: failed (ignored)', 'a two: ok']);
    expect(stats.a).toMatchObject({ ok: 2, changed: 1, failed: 0, ignored: 1 });
  });

  test.each([
    ['changed_when: false', 'ok'],
    ['changed_when: "\'x\' in r.stdout"', 'ok'],
    ['failed_when: r.rc == 0', 'failed'],
    ['failed_when: [r.rc == 0, r.stdout == "no"]', 'changed'],
    ['changed_when: [true, r.rc == 0]', 'changed'],
  ])('%s decides on the status', async (keyword, status) => {
    const { lines } = await playText(play(`- {name: one, command: echo hi, register: r, ${keyword}}`));
    expect(lines).toEqual([`a one: ${status}`]);
  });

  test('says which variable is undefined, and where', async () => {
    const { events } = await playText(play('- name: one\n  debug:\n    msg: "{{ nope }} there"'));
    const finished = events.find((event) => event.type === 'task-finished');
    expect(finished?.type === 'task-finished' && finished.status).toBe('failed');
    const diagnostic = finished?.type === 'task-finished' ? finished.diagnostics[0] : undefined;
    expect(diagnostic?.message).toContain("'nope' is undefined");
    const span = diagnostic?.span;
    expect(span?.file.text.slice(span.start, span.end)).toBe('nope');
  });

  test('hides the result of a no_log task in every event', async () => {
    const { events } = await playText(
      play('- {name: one, command: echo s3cret, no_log: true, loop: [s3cret]}'),
    );
    const shown = events.filter((event) => event.type === 'task-finished' || event.type === 'item-finished');
    expect(shown).toHaveLength(2);
    for (const event of shown) {
      expect([...event.result.keys()].sort()).toEqual(['censored', 'changed']);
      expect(event.item).toBeUndefined();
    }
  });
});

describe('blocks', () => {
  const text = play(
    `- block:
    - {name: one, fail: {msg: bad}, when: inventory_hostname == "a"}
    - {name: two, ping: {}}
  rescue:
    - {name: three, debug: {msg: "{{ ansible_failed_task.name }}: {{ ansible_failed_result.msg }}"}}
  always:
    - {name: four, ping: {}}
- {name: five, ping: {}}`,
  );

  test('rescue the hosts that failed and always play the always section', async () => {
    const { lines, stats, result } = await playText(text, { hosts: ['a', 'b'] });
    expect(lines.filter((line) => line.startsWith('a'))).toEqual([
      'a one: failed',
      'a three: ok',
      'a four: ok',
      'a five: ok',
    ]);
    expect(lines.filter((line) => line.startsWith('b'))).toEqual([
      'b one: skipped',
      'b two: ok',
      'b four: ok',
      'b five: ok',
    ]);
    expect(stats.a).toMatchObject({ failed: 0, rescued: 1 });
    expect(result('a', 'three').msg).toBe('one: bad');
  });

  test('leave a host failed when the rescue fails as well, after the always section', async () => {
    const { lines, stats } = await playText(
      play(
        '- block: [{name: one, fail: {}}]\n  rescue: [{name: two, fail: {}}]\n  always: [{name: three, ping: {}}]\n- {name: four, ping: {}}',
      ),
    );
    expect(lines).toEqual(['a one: failed', 'a two: failed', 'a three: ok']);
    expect(stats.a).toMatchObject({ failed: 1, rescued: 1 });
  });
});

describe('plays', () => {
  test('run in batches of serial', async () => {
    const { events } = await playText(play('- {name: one, ping: {}}', '  serial: [1, "50%"]\n'), {
      hosts: ['a', 'b', 'c', 'd'],
    });
    const batches = events.flatMap((event) => (event.type === 'play-started' ? [event.hosts] : []));
    expect(batches).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  test('leave out hosts that failed in an earlier play', async () => {
    const text = `- hosts: all\n  gather_facts: false\n  tasks: [{name: one, fail: {}, when: inventory_hostname == "a"}]\n- hosts: all\n  gather_facts: false\n  tasks: [{name: two, ping: {}}]\n`;
    const { lines } = await playText(text, { hosts: ['a', 'b'] });
    expect([...lines].sort()).toEqual(['a one: failed', 'b one: skipped', 'b two: ok']);
  });

  test('play only what the tags select', async () => {
    const tasks =
      '- {name: one, ping: {}, tags: x}\n- {name: two, ping: {}}\n- {name: three, ping: {}, tags: always}';
    const only = await playText(play(tasks), { options: { tags: ['x'] } });
    expect(only.lines).toEqual(['a one: ok', 'a three: ok']);
    const skip = await playText(play(tasks), { options: { skipTags: ['x'] } });
    expect(skip.lines).toEqual(['a two: ok', 'a three: ok']);
  });

  test('gather facts first, which tasks see with and without the prefix', async () => {
    const { result, lines } = await playText(
      '- hosts: all\n  tasks:\n    - {name: one, debug: {msg: "{{ ansible_system }} {{ ansible_facts.system }}"}}\n',
    );
    expect(lines[0]).toBe('a Gathering Facts: ok');
    expect(result('a', 'one').msg).toBe('Linux Linux');
  });

  test('end for all hosts at the failure of one with any_errors_fatal', async () => {
    const { lines, events } = await playText(
      play(
        '- {name: one, fail: {}, when: inventory_hostname == "a"}\n- {name: two, ping: {}}',
        '  any_errors_fatal: true\n',
      ),
      { hosts: ['a', 'b'] },
    );
    expect([...lines].sort()).toEqual(['a one: failed', 'b one: skipped']);
    expect(events.some((event) => event.type === 'no-hosts-left')).toBe(true);
  });

  test('finish the steps in flight and say so when they are stopped', async () => {
    const stop = new AbortController();
    const { lines, events } = await playText(
      play('- {name: one, command: "true"}\n- {name: two, ping: {}}'),
      {
        stopSignal: stop.signal,
        onEvent: (event) => event.type === 'task-started' && stop.abort(),
      },
    );
    expect(lines.length).toBeLessThanOrEqual(1);
    const finished = events.at(-1);
    expect(finished?.type === 'run-finished' && finished.interrupted).toBe(true);
  });
});

describe('a run that is asked to stop', () => {
  const stopped = async (tasks: string, hosts: readonly string[] = ['a']) => {
    const stop = new AbortController();
    return playText(play(tasks), {
      hosts,
      stopSignal: stop.signal,
      onEvent: (event) =>
        ['item-finished', 'task-retried'].includes(event.type) && stop.abort(new Error('stop')),
    });
  };

  test('plays no further item of a loop', async () => {
    const { lines, result, stats } = await stopped('- {name: one, ping: {}, loop: [1, 2, 3]}');
    expect(lines).toEqual(['a one: failed']);
    expect(result('a', 'one')['msg']).toMatch(/^interrupted after [12] of 3 items$/);
    expect(stats['a']).toMatchObject({ ok: 0, failed: 1 });
  });

  test('waits for no further try', async () => {
    const { lines } = await stopped(
      '- {name: one, command: "false", until: false, delay: 3600}\n- {name: two, ping: {}}',
    );
    expect(lines).toEqual(['a one: failed']);
  });
});
