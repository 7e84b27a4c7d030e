import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parseVariables, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import { fromJs } from '../../src/values/convert.ts';
import type { Value } from '../../src/values/types.ts';
import { groupsWithVariables, groupVariables } from './inventory-files.ts';
import { type RenderedRole, renderRole } from './render-role.ts';

type Plugins = Readonly<Record<string, unknown>>;

const ofAll = groupVariables('all');

/** What the monitoring machine knows of all the others. */
const machines = fromJs({
  groups: { all: ['monit1', 'web1'], monit: ['monit1'] },
  hostvars: { monit1: { ansible_host: '192.0.2.10' }, web1: {} },
}) as ReadonlyMap<string, Value>;

/** The role on a machine of a group. */
function roleOf(group: string): RenderedRole {
  return renderRole('telegraf', new Map([...ofAll, ...machines, ...groupVariables(group)]));
}

function roleWith(yaml: string): RenderedRole {
  const written = variablesOrThrow(parseVariables({ path: 'group_vars/all.yml', text: yaml }));
  return renderRole('telegraf', written as ReadonlyMap<string, Value>);
}

/** Each plugin's options as TOML gives them: always a list, as each may be there more than once. */
const asTables = (plugins: Plugins) =>
  Object.fromEntries(
    Object.entries(plugins).map(([name, options]) => [name, Array.isArray(options) ? options : [options]]),
  );

describe('the configuration of telegraf, read by a parser of TOML', () => {
  it.each(groupsWithVariables)('of the group %s says what group_vars say', (group) => {
    const role = roleOf(group);
    const main = parse(role.template('telegraf.conf.j2'));
    expect(main).toMatchObject({
      agent: role.variable('telegraf_agent'),
      global_tags: role.variable('telegraf_global_tags'),
      inputs: asTables(role.variable('telegraf_inputs') as Plugins),
      outputs: { influxdb_v2: [{ token: '${INFLUX_TOKEN}', bucket: 'metrics' }] },
    });
    for (const part of role.variable('telegraf_parts') as readonly string[]) {
      const document = parse(role.template('part.conf.j2', `'${part}'`));
      const said = role.variable(`telegraf_inputs_${part}`) as Plugins;
      expect(document, part).toEqual({ inputs: asTables(said) });
    }
  });

  it('is there for every group that measures something of its own', () => {
    const measuring = groupsWithVariables.filter(
      (group) => (roleOf(group).variable('telegraf_parts') as readonly string[]).length > 0,
    );
    expect(measuring).toEqual(
      expect.arrayContaining([
        ...['apache', 'mariadb', 'mongodb', 'monit', 'moodle', 'nginx', 'peertube', 'postgresql'],
      ]),
    );
  });

  it('keeps texts, tables and lists of any sort as they are', () => {
    const role = roleWith(`
telegraf_inputs_odd:
  exec:
    - commands: ["a 'b' \\"c\\" \\\\d", "é\\t\\n"]
      environment: ["A=1"]
      tags: {"with space": "x#y", plain: z}
    - timeout: 5s
      number: 7
      float: 0.5
      flag: true
      nothing: null
      nested: [{key: a, inner: {deep: [1, 2]}}, {key: b}]
`);
    expect(parse(role.template('part.conf.j2', "'odd'"))).toEqual({
      inputs: {
        exec: [
          {
            commands: ['a \'b\' "c" \\d', 'é\t\n'],
            environment: ['A=1'],
            tags: { 'with space': 'x#y', plain: 'z' },
          },
          {
            timeout: '5s',
            number: 7,
            float: 0.5,
            flag: true,
            nested: [{ key: 'a', inner: { deep: [1, 2] } }, { key: 'b' }],
          },
        ],
      },
    });
  });

  it('is what the user wrote where that is TOML already', () => {
    const role = roleWith(
      'telegraf_inputs_own: "[[inputs.filecount]]\\n  directories = [\'/var/backups\']\\n"',
    );
    expect(parse(role.template('part.conf.j2', "'own'"))).toEqual({
      inputs: { filecount: [{ directories: ['/var/backups'] }] },
    });
  });
});
