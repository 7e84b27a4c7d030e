import { describe, expect, test } from 'vitest';
import { play, playText } from './play-text.ts';

const retried = (more: string) =>
  play(
    `- {name: one, command: "false", until: false, retries: 3, delay: 0.02, ${more}}`,
    '  ignore_errors: true\n',
  );

async function hostsInOrder(text: string): Promise<string> {
  const { events } = await playText(text, { hosts: ['a', 'b'] });
  return events.flatMap((event) => (event.type === 'task-retried' ? [event.host] : [])).join('');
}

describe('throttle', () => {
  test('lets no more hosts do a task at a time', async () => {
    expect(['aaabbb', 'bbbaaa']).toContain(await hostsInOrder(retried('throttle: 1')));
  });

  test('of zero limits nothing', async () => {
    expect(['aaabbb', 'bbbaaa']).not.toContain(await hostsInOrder(retried('throttle: 0')));
  });
});

describe('strategy free', () => {
  const text = play(
    '- {name: one, command: "false", until: false, retries: 5, delay: 0.05, ignore_errors: true, when: inventory_hostname == "a"}\n- {name: two, ping: {}}\n- {name: three, ping: {}}',
    '  strategy: free\n',
  );

  test('lets a quick host go on while another is at an earlier task', async () => {
    const { lines } = await playText(text, { hosts: ['a', 'b'] });
    expect(lines.indexOf('b three: ok')).toBeLessThan(lines.indexOf('a two: ok'));
  });

  test('speaks of one task, however late hosts come to it', async () => {
    const { events } = await playText(text, { hosts: ['a', 'b'] });
    const started = events.filter((event) => event.type === 'task-started');
    const ids = new Set(started.map((event) => event.task.id));
    expect(started).toHaveLength(6);
    expect(ids.size).toBe(3);
    expect(started.map((event) => event.host).sort()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  });

  test('comes to the end of every host before it tells that the play itself is wrong', async () => {
    const wrong = play(
      '- {name: one, ping: {}}\n- {name: two, command: "true", notify: nobody, when: inventory_hostname == "a"}\n- {name: three, ping: {}}',
      '  strategy: free\n',
    );
    await expect(playText(wrong, { hosts: ['a', 'b'] })).rejects.toThrow('nobody');
  });
});
