import { describe, expect, test } from 'vitest';
import { play, playText } from './play-text.ts';

describe('loops', () => {
  test('runs once for each item and combines the results', async () => {
    const { result, events } = await playText(
      play(
        '- {name: one, command: "echo {{ item }}", loop: [x, y], register: r}\n- {name: two, debug: {var: "r.results[1].stdout"}}',
      ),
    );
    expect(events.filter((event) => event.type === 'item-finished')).toHaveLength(2);
    expect(result('a', 'one')).toMatchObject({ changed: true, msg: 'All items completed' });
    expect(result('a', 'two')).toMatchObject({ 'r.results[1].stdout': 'y' });
  });

  test('takes with_items apart by one level, as Ansible does', async () => {
    const { result } = await playText(
      play('- {name: one, debug: {msg: "{{ item }}"}, with_items: [[1, 2], 3]}'),
    );
    expect((result('a', 'one').results as { msg: unknown }[]).map(({ msg }) => msg)).toEqual([1, 2, 3]);
  });

  test('ends when break_when holds after an item, which sees the result and the item', async () => {
    const { result } = await playText(
      play(
        '- {name: one, command: "echo {{ item }}", loop: [x, y, z], register: r, loop_control: {break_when: ["r.stdout == item", item == "y"]}}',
      ),
    );
    expect((result('a', 'one').results as { stdout: unknown }[]).map(({ stdout }) => stdout)).toEqual([
      'x',
      'y',
    ]);
  });

  test('fails when break_when cannot be evaluated', async () => {
    const { lines } = await playText(
      play('- {name: one, debug: , loop: [x, y], loop_control: {break_when: nothing_of_this_name}}'),
    );
    expect(lines).toContain('a one: failed');
  });

  test('names its variables by loop_control', async () => {
    const { result } = await playText(
      play(
        '- {name: one, debug: {msg: "{{ n }}={{ thing }} {{ ansible_loop.last }}"}, loop: [x, y], loop_control: {loop_var: thing, index_var: n, extended: true}}',
      ),
    );
    expect((result('a', 'one').results as { msg: unknown }[]).map(({ msg }) => msg)).toEqual([
      '0=x False',
      '1=y True',
    ]);
  });

  test('is skipped when every item is, and when there is none', async () => {
    const { lines } = await playText(
      play('- {name: one, ping: {}, loop: [1, 2], when: item > 5}\n- {name: two, ping: {}, loop: []}'),
    );
    expect(lines).toEqual(['a one: skipped', 'a two: skipped']);
  });

  test('does not need its list when the condition is false without it', async () => {
    const { lines } = await playText(play('- {name: one, ping: {}, loop: "{{ nope }}", when: false}'));
    expect(lines).toEqual(['a one: skipped']);
  });

  test('says what a loop takes when it is given a dict', async () => {
    const { result } = await playText(play('- {name: one, ping: {}, loop: "{{ {1: 2} }}"}'));
    expect(result('a', 'one').msg).toBe("'loop' takes a list, and this is of type dict");
  });

  test('tries again until its condition holds', async () => {
    const { result, events } = await playText(
      play(
        '- {name: one, shell: "echo x >> n; wc -l < n", args: {chdir: "{{ playbook_dir }}"}, register: r, until: r.stdout | int >= 3, retries: 5, delay: 0}',
      ),
    );
    expect(result('a', 'one')).toMatchObject({ attempts: 3, stdout: '3' });
    expect(events.filter((event) => event.type === 'task-retried')).toHaveLength(2);
  });
});
