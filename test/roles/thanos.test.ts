import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVariables, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import { fromJs } from '../../src/values/convert.ts';
import type { Value } from '../../src/values/types.ts';
import { renderRole } from './render-role.ts';

const variables = (given: object) => renderRole('thanos', fromJs(given) as ReadonlyMap<string, Value>);

/** The words of a line of ExecStart, as systemd reads it. */
function wordsOf(line: string): readonly string[] {
  const words = line.replaceAll('\\\n', ' ').match(/"(?:[^"\\]|\\.)*"|[^\s"]\S*/g) ?? [];
  return words.map((word) =>
    (word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word).replace(/([%$])\1/g, '$1'),
  );
}

describe('the command of a component', () => {
  const options = fc.array(fc.stringMatching(/^--[a-z]+=[ -~äß€]{0,12}$/), { maxLength: 4 });

  it('holds whatever options are given, as systemd reads them', () => {
    fc.assert(
      fc.property(options, (given) => {
        const command = variables({ thanos_component: 'store', thanos_store_options: given }).variable(
          'thanos_command',
        );
        expect(wordsOf(String(command))).toEqual([
          ...['/opt/thanos/current/thanos', 'store', '--log.level=info'],
          ...[
            '--http-address=0.0.0.0:10906',
            '--grpc-address=0.0.0.0:10905',
            '--data-dir=/var/lib/thanos/store',
          ],
          ...given,
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('gives labels of a rule as Go quotes them', () => {
    const command = variables({
      thanos_component: 'rule',
      thanos_rule_labels: { site: 'a "b" \\c' },
      thanos_rule_query_urls: [],
      thanos_rule_alertmanager_urls: [],
    }).variable('thanos_command');
    expect(wordsOf(String(command))).toContain('--label=site="a \\"b\\" \\\\c"');
  });
});

describe('where a component finds the others', () => {
  const inventory = {
    groups: { all: ['a', 'b', 'c', 'd'], alertmanager: ['d'] },
    hostvars: {
      a: { thanos_components: ['sidecar'], ansible_host: '192.0.2.1' },
      b: { thanos_components: ['sidecar', 'rule'], thanos_sidecar_grpc_port: 20901 },
      c: { thanos_components: ['query', 'store', 'compact'], thanos_address: '2001:db8::1' },
      d: {},
    },
  };

  it('query asks sidecars, stores and rules, rule asks queries and tells alertmanagers', () => {
    const { variable } = variables(inventory);
    expect(variable('thanos_query_endpoints')).toEqual([
      '192.0.2.1:10901',
      'b:20901',
      'b:10910',
      '[2001:db8::1]:10905',
    ]);
    expect(variable('thanos_rule_query_urls')).toEqual(['http://[2001:db8::1]:10904']);
    expect(variable('thanos_rule_alertmanager_urls')).toEqual(['http://d:9093']);
  });

  it('is nowhere when the inventory has none', () => {
    const { variable } = variables({ ...inventory, groups: { all: ['d'] } });
    expect(variable('thanos_query_endpoints')).toEqual([]);
    expect(variable('thanos_rule_alertmanager_urls')).toEqual([]);
  });

  it.each([
    [{}, 'http://127.0.0.1:9090'],
    [{ prometheus_listen: '192.0.2.9:9999' }, 'http://192.0.2.9:9999'],
    [{ prometheus_listen: ':9091' }, 'http://127.0.0.1:9091'],
    [{ prometheus_listen: '[::]:9091', prometheus_tls_certificate: '/x.crt' }, 'https://127.0.0.1:9091'],
  ])('the Prometheus of %j is at %s', (given, url) => {
    expect(variables(given).variable('thanos_sidecar_prometheus_url')).toBe(url);
  });
});

describe('how sidecar asks a Prometheus', () => {
  it('with users: as the role prometheus does', () => {
    const shown = variables({ prometheus_web_username: 'operator', prometheus_web_password: 'p"a$s: #' });
    const text = shown.template('prometheus-client.yml.j2');
    const written = variablesOrThrow(parseVariables({ path: 'client.yml', text }));
    expect(written).toEqual(fromJs({ basic_auth: { username: 'operator', password: 'p"a$s: #' } }));
  });

  it('without users: with nothing', () => {
    expect(variables({}).variable('thanos_sidecar_prometheus_client')).toEqual({});
  });
});

describe('the ports in the firewall', () => {
  it('are those of the components, for those who may ask', () => {
    const given = { thanos_components: ['query', 'compact'], thanos_allowed_networks: ['192.0.2.0/24'] };
    const ports = variables(given).variable('thanos_open_ports') as readonly { readonly port: number }[];
    expect(ports.map(({ port }) => port)).toEqual([10904, 10912, 10903]);
    expect(ports[0]).toEqual({ port: 10904, protocol: 'tcp', from: ['192.0.2.0/24'] });
  });
});
