import { describe, expect, test } from 'vitest';
import { play, playText } from './play-text.ts';

describe('roles and includes', () => {
  const files = {
    'roles/web/defaults/main.yml': 'listens: 80\nname: web\n',
    'roles/web/tasks/main.yml':
      '- {name: say, debug: {msg: "{{ name }}:{{ listens }} {{ role_name }}"}}\n- {name: poke, command: "true", notify: reload}\n',
    'roles/web/handlers/main.yml': '- {name: reload, ping: {}}\n',
    'roles/web/meta/main.yml': 'dependencies: [base]\n',
    'roles/base/tasks/main.yml': '- {name: prepare, ping: {}}\n',
    'more.yml': '- {name: included, debug: {msg: "{{ item }} {{ given }}"}}\n',
  };

  test('play a role with its dependencies, defaults, parameters and handlers', async () => {
    const { lines, result } = await playText(
      '- hosts: all\n  gather_facts: false\n  roles:\n    - {role: web, listens: 8080}\n',
      { files },
    );
    expect(lines).toEqual([
      'a base : prepare: ok',
      'a web : say: ok',
      'a web : poke: changed',
      'a handler web : reload: ok',
    ]);
    expect(result('a', 'web : say').msg).toBe('web:8080 web');
  });

  test('play a role once on each host, however often it is named in the same way', async () => {
    const { lines } = await playText(
      '- hosts: all\n  gather_facts: false\n  roles: [base, web, {role: web, listens: 1}, base]\n',
      { files },
    );
    expect(lines.filter((line) => line.includes('base'))).toEqual(['a base : prepare: ok']);
    expect(lines.filter((line) => line.includes('say'))).toHaveLength(2);
  });

  test('include a file for each item, with its variables', async () => {
    const { result, events, lines } = await playText(
      play('- include_tasks: more.yml\n  loop: [1, 2]\n  vars: {given: "g{{ item }}"}'),
      { files },
    );
    expect(lines.filter((line) => line.includes('included'))).toEqual(['a included: ok', 'a included: ok']);
    expect(events.filter((event) => event.type === 'task-included')).toHaveLength(2);
    expect(result('a', 'included').msg).toBe('2 g2');
  });

  test('include a role in the middle of a play, handlers included', async () => {
    const { lines } = await playText(play('- include_role: {name: web}\n- {name: last, ping: {}}'), {
      files,
    });
    expect(lines.slice(1)).toEqual([
      'a base : prepare: ok',
      'a web : say: ok',
      'a web : poke: changed',
      'a last: ok',
      'a handler web : reload: ok',
    ]);
  });

  test('include variables, which outrank those of the play', async () => {
    const { result } = await playText(
      play('- include_vars: v.yml\n- {name: one, debug: {msg: "{{ x }}"}}', '  vars: {x: play}\n'),
      { files: { 'v.yml': 'x: "{{ y }}"\ny: file\n' } },
    );
    expect(result('a', 'one').msg).toBe('file');
  });
});
