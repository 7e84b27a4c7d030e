import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../e2e/support/programs.ts';
import { dashboards } from './grafana-files.ts';
import { renderRole } from './render-role.ts';

const cases = [...dashboards].map(([name, dashboard]) => ({ name, dashboard }));

/** What the TypeScript compiler says of texts of JSON as Grafana's type of a dashboard, one line a problem. */
async function problemsOf(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-dashboards-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  const types = JSON.stringify(join(projectFolder, 'test/roles/dashboard-types.ts'));
  for (const [name, text] of Object.entries(texts)) {
    const program = `import type { DashboardJson } from ${types};\nexport const written: DashboardJson = ${text};\n`;
    await writeFile(join(folder, `${name}.mts`), program);
  }
  const configuration = { extends: join(projectFolder, 'tsconfig.json'), include: ['*.mts'] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  const compiler = join(projectFolder, 'node_modules/.bin/tsc');
  const { stdout } = await promisify(execFile)(compiler, ['--project', folder]).catch(
    (failure: { readonly stdout: string }) => failure,
  );
  return stdout.split('\n').filter((line) => line !== '');
}

describe('the dashboards', () => {
  it('are what @grafana/schema allows, panels, their options and fields included', async () => {
    const texts = Object.fromEntries(cases.map(({ name, dashboard }) => [name, JSON.stringify(dashboard)]));
    expect(Object.keys(texts).length).toBe(4);
    expect(await problemsOf(texts)).toEqual([]);
  });

  it('are refused by it with an option or a value that Grafana does not know', async () => {
    const hosts = JSON.stringify(dashboards.get('hosts.json'));
    const broken = {
      option: hosts.replace('"graphMode"', '"graphMood"'),
      value: hosts.replace('"drawStyle":"line"', '"drawStyle":"curve"'),
      key: hosts.replace('"schemaVersion"', '"schemeVersion"'),
    };
    for (const text of Object.values(broken)) expect(text).not.toBe(hosts);
    const problems = (await problemsOf(broken)).join('\n');
    for (const name of Object.keys(broken)) expect(problems).toContain(`${name}.mts`);
  });

  it('have uids of their own, and are those that the role provides', () => {
    expect(new Set(cases.map(({ dashboard }) => dashboard.uid)).size).toBe(cases.length);
    const provided = renderRole('grafana').variable('grafana_stack_dashboards');
    expect(provided).toEqual(expect.arrayContaining(cases.map(({ name }) => `dashboards/${name}`)));
    expect(provided).toHaveLength(cases.length);
  });

  it.each(cases)(
    '$name: panels have ids of their own, do not overlap, and ask a data source of ours',
    ({ dashboard }) => {
      const { panels } = dashboard;
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const taken = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
        expect(x + w).toBeLessThanOrEqual(24);
        return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
      });
      expect(new Set(taken).size).toBe(taken.length);
      for (const { type, datasource, targets } of panels.filter((panel) => panel.type !== 'row')) {
        expect(['timeseries', 'stat', 'bargauge', 'logs']).toContain(type);
        expect([
          { type: 'influxdb', uid: 'influxdb' },
          { type: 'loki', uid: 'loki' },
        ]).toContainEqual(datasource);
        expect(targets?.length).toBeGreaterThan(0);
        for (const target of targets ?? []) expect(target['datasource']).toEqual(datasource);
      }
    },
  );
});
