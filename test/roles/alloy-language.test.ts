import { expect, it } from 'vitest';
import { fromJs } from '../../src/values/convert.ts';
import { renderRole } from './render-role.ts';

/** What the role writes for jobs, without the white space that separates it. */
function configuration(jobs: Readonly<Record<string, unknown>>): string {
  const wanted = Object.entries(jobs).map(([key, value]) => ({ key, value }));
  const given = {
    log_wanted_jobs: wanted,
    log_loki_url: 'http://monit1:3100/loki/api/v1/push',
    log_loki_tenant: '',
    log_loki_username: '',
    log_labels: { host: 'web1' },
  };
  const values = new Map(Object.entries(given).map(([name, value]) => [name, fromJs(value)]));
  return renderRole('alloy', values).template('config.alloy.j2').replace(/\s+/g, ' ');
}

/** A stage as Promtail is told it, and in Alloy's language. */
const stages: readonly (readonly [unknown, string])[] = [
  [{ regex: { expression: '^"(?P<a>\\S+)\t' } }, 'stage.regex { expression = "^\\"(?P<a>\\\\S+)\\t" }'],
  [
    { json: { expressions: { level: null, at: 'time' }, drop_malformed: true } },
    'stage.json { expressions = { "level" = "", "at" = "time", } drop_malformed = true }',
  ],
  [{ labels: { level: null, of: 'app' } }, 'stage.labels { values = { "level" = "", "of" = "app", } }'],
  [{ static_labels: { number: 7 } }, 'stage.static_labels { values = { "number" = "7", } }'],
  [{ labeldrop: ['filename', 'é'] }, 'stage.label_drop { values = ["filename", "é"] }'],
  [{ labelallow: ['job'] }, 'stage.label_keep { values = ["job"] }'],
  [{ limit: { rate: 10, burst: 20, drop: true } }, 'stage.limit { rate = 10 burst = 20 drop = true }'],
  [
    { timestamp: { source: 'at', format: 'RFC3339', fallback_formats: ['Unix'] } },
    'stage.timestamp { source = "at" format = "RFC3339" fallback_formats = ["Unix"] }',
  ],
  [{ decolorize: null }, 'stage.decolorize { }'],
  [
    {
      match: {
        selector: '{job="a"}',
        stages: [{ docker: {} }, { match: { selector: '{b="c"}', stages: [{ cri: {} }] } }],
      },
    },
    'stage.match { selector = "{job=\\"a\\"}" stage.docker { } stage.match { selector = "{b=\\"c\\"}" stage.cri { } } }',
  ],
];

it.each(stages)('writes the stage %j', (stage, written) => {
  expect(configuration({ a: { paths: ['/var/log/a'], stages: [stage] } })).toContain(
    `stage.static_labels { values = { "job" = "a", } } ${written} }`,
  );
});

it('leads files that fit through their stages to Loki', () => {
  const text = configuration({
    shop: { paths: ['/a/*.log', '/b'], exclude: '/a/c.log', labels: { type: 'x' } },
  });
  expect(text).toContain(
    'local.file_match "shop" { path_targets = [ {"__path__" = "/a/*.log", "__path_exclude__" = "/a/c.log"}, {"__path__" = "/b", "__path_exclude__" = "/a/c.log"}, ] }',
  );
  expect(text).toContain('targets = local.file_match.shop.targets forward_to = [loki.process.shop.receiver]');
  expect(text).toContain('loki.process "shop" { forward_to = [loki.write.default.receiver]');
  expect(text).toContain('{ "job" = "shop", "type" = "x", }');
});

it('makes labels out of the fields of the journal', () => {
  const text = configuration({
    units: { journal: { json: true, matches: 'A=b' }, relabel: { unit: '__journal__systemd_unit' } },
  });
  expect(text).toContain('rule { source_labels = ["__journal__systemd_unit"] target_label = "unit" }');
  expect(text).toContain(
    'loki.source.journal "units" { format_as_json = true matches = "A=b" relabel_rules = loki.relabel.units.rules forward_to = [loki.process.units.receiver] }',
  );
});
