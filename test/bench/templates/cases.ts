import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What both tools compile and render. The variables are plain JSON data. */
export interface TemplateCase {
  readonly name: string;
  readonly kind: 'template' | 'expression';
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Texts among the variables are templates, rendered when they are asked for. */
  readonly lazy: boolean;
}

const server = (number: number) => ({
  address: `10.0.0.${number}`,
  ...(number % 2 === 0 ? {} : { port: 9000 + number }),
  active: number % 3 !== 0,
});

const backends = ['api', 'static', 'search', 'auth'].map((name, index) => ({
  name,
  sticky: index === 0,
  servers: Array.from({ length: index + 1 }, (_, at) => server(10 * index + at)),
}));

const site = (number: number) => ({
  names: [`www${number}.example.org`, `site${number}.example.org`],
  enabled: number !== 2,
  tls: number % 2 === 0,
  locations: backends.map(({ name }, index) => ({
    path: `/${name}`,
    backend: name,
    ...(index === 0 ? { timeout: 120, headers: { Host: '$host', 'X-Forwarded-For': '$remote_addr' } } : {}),
  })),
});

const proxyVariables = {
  ansible_managed: 'Ansible managed',
  inventory_hostname: 'proxy1',
  service: {
    name: 'Edge Proxy',
    workers: 4,
    connections: 1024,
    body_bytes: 16777216,
    root: '/srv/www',
    options: { tcp_nodelay: 'on', gzip: 'on', sendfile: 'on', server_tokens: 'off' },
  },
  backends,
  sites: [1, 2, 3, 4].map(site),
};

const names = Array.from({ length: 2000 }, (_, index) => `variable_${index + 1}`);

/** Each refers to the one of half its number: eleven deep at most, and all of them are wanted. */
const chained = Object.fromEntries(
  names.map((name, index) => {
    const half = (index + 1) >> 1;
    return [name, half === 0 ? 'root' : `{{ variable_${half} }}.${index + 1}`];
  }),
);

/** The four cases. The template is read from the checkout, where the bench is run. */
export function templateCases(): readonly TemplateCase[] {
  return [
    {
      name: 'configuration file, 60 lines',
      kind: 'template',
      source: readFileSync(path.resolve('test/bench/templates/proxy.conf.j2'), 'utf8'),
      variables: proxyVariables,
      lazy: false,
    },
    {
      name: 'small expression',
      kind: 'expression',
      source: "service.name | lower | replace(' ', '-') ~ ':' ~ (service.connections // 2)",
      variables: proxyVariables,
      lazy: false,
    },
    {
      name: 'condition',
      kind: 'expression',
      source: "service.workers >= 2 and inventory_hostname in ['proxy1', 'proxy2'] and not sites[1].enabled",
      variables: proxyVariables,
      lazy: false,
    },
    {
      name: '2,000 variables of each other',
      kind: 'template',
      source: names.map((name) => `{{ ${name} }}\n`).join(''),
      variables: chained,
      lazy: true,
    },
  ];
}
