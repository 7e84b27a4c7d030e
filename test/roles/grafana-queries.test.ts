import { beforeAll, describe, expect, it } from 'vitest';
import { createFluxCheck, type FluxCheck } from './flux.ts';
import { dashboardQueries, ruleQueries, rulesOf } from './grafana-files.ts';
import { logqlProblems } from './logql.ts';
import { renderRole } from './render-role.ts';

const queries = [
  ...dashboardQueries(),
  ...ruleQueries(rulesOf(renderRole('grafana').template('rules.yml.j2'))),
];
const of = (datasource: string) => queries.filter((query) => query.datasource === datasource);

describe('the queries of dashboards and alerts', () => {
  let check: FluxCheck;
  beforeAll(async () => {
    check = await createFluxCheck();
  });

  it('are all for one of the two data sources', () => {
    expect(of('influxdb').length).toBeGreaterThan(35);
    expect(of('loki').length).toBeGreaterThan(4);
    expect(of('influxdb').length + of('loki').length).toBe(queries.length);
  });

  it.each(of('influxdb'))('$place: InfluxData takes the Flux', async ({ text }) => {
    expect(text).toContain('bucket: v.defaultBucket');
    expect(text).not.toMatch(/\$\w|\$\{/);
    expect(await check(text)).toEqual([]);
  });

  it.each(of('loki'))('$place: Grafana takes the LogQL', ({ text }) => {
    expect(text).not.toMatch(/\$\w|\$\{/);
    expect(logqlProblems(text)).toEqual([]);
  });

  it.each([
    [
      'a function that there is not',
      'from(bucket: "a") |> rang(start: v.timeRangeStart)',
      'undefined identifier rang',
    ],
    [
      'a wrong type',
      'from(bucket: "a") |> range(start: v.timeRangeStart) |> filter(fn: (r) => 1)',
      'expected bool',
    ],
    ['a variable that Grafana does not set', 'from(bucket: v.nonsense)', 'nonsense'],
  ])('the check of Flux refuses %s', async (_, text, problem) => {
    expect((await check(text)).join()).toContain(problem);
  });

  it('the checks refuse what is no query at all', () => {
    expect(() => check(' ')).toThrow('no query');
    expect(() => logqlProblems('')).toThrow('no query');
    expect(logqlProblems('sum by (host) (rate({job="a"}[5m])')).not.toEqual([]);
  });
});
