import { describe, expect, test } from 'vitest';
import { play, playText } from './play-text.ts';

describe('handlers', () => {
  const handlers =
    '  handlers:\n    - {name: first, ping: {}}\n    - {name: second, ping: {}, listen: topic}\n';

  test('run once for each notified host, in the order of their definition', async () => {
    const { lines } = await playText(
      play(
        '- {name: one, command: "true", notify: [topic, first]}\n- {name: two, command: "true", notify: first}\n- {name: three, ping: {}}',
        handlers,
      ),
    );
    expect(lines).toEqual([
      'a one: changed',
      'a two: changed',
      'a three: ok',
      'a handler first: ok',
      'a handler second: ok',
    ]);
  });

  test('are not notified by a task that changed nothing', async () => {
    const { lines } = await playText(play('- {name: one, ping: {}, notify: first}', handlers));
    expect(lines).toEqual(['a one: ok']);
  });

  test('run at meta: flush_handlers and not again later', async () => {
    const { lines } = await playText(
      play(
        '- {name: one, command: "true", notify: first}\n- meta: flush_handlers\n- {name: two, ping: {}}',
        handlers,
      ),
    );
    expect(lines).toEqual(['a one: changed', 'a handler first: ok', 'a two: ok']);
  });

  test('do not run on a host that failed, unless they are forced', async () => {
    const tasks = '- {name: one, command: "true", notify: first}\n- {name: two, fail: {}}';
    expect((await playText(play(tasks, handlers))).lines).toEqual(['a one: changed', 'a two: failed']);
    const forced = await playText(play(tasks, `  force_handlers: true\n${handlers}`));
    expect(forced.lines).toEqual(['a one: changed', 'a two: failed', 'a handler first: ok']);
    expect(forced.stats.a).toMatchObject({ failed: 1 });
  });

  test('are missed with a hint when nobody has the name', async () => {
    await expect(
      playText(play('- {name: one, command: "true", notify: frist}', handlers)),
    ).rejects.toMatchObject({
      code: 'unknown-handler',
      hint: expect.stringContaining("'first'"),
    });
  });
});
