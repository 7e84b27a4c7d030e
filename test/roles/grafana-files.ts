import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseVariables } from '../../src/inventory/variable-file.ts';
import { formatJson } from '../../src/values/json.ts';
import { projectFolder } from '../e2e/support/programs.ts';

export interface DashboardPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: Readonly<Record<string, unknown>> };
  readonly options?: Readonly<Record<string, unknown>>;
  readonly targets?: readonly Readonly<Record<string, unknown>>[];
}

export interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly DashboardPanel[];
  readonly templating: { readonly list: readonly Readonly<Record<string, unknown>>[] };
}

const folder = join(projectFolder, 'roles/grafana/files/dashboards');

/** The dashboards that the role brings, by the names of their files. */
export const dashboards: ReadonlyMap<string, DashboardFile> = new Map(
  readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
);

/** A query, and where it stands. */
export interface Query {
  readonly place: string;
  readonly datasource: string;
  readonly text: string;
}

/** What Grafana puts in for variables of dashboards before it sends a query. */
const interpolated: readonly (readonly [RegExp, string])[] = [
  [/\$\{\w+:regex\}/g, '(web1|web2\\.example\\.test)'],
  [/\$__auto\b/g, '1m'],
  [/\$(job|host|search)\b/g, 'web1'],
];

/** All queries of all dashboards, those of their variables among them, as they are sent. */
export function dashboardQueries(): readonly Query[] {
  return [...dashboards].flatMap(([name, { panels, templating }]) => [
    ...panels.flatMap((panel) =>
      (panel.targets ?? []).map((target) => query(`${name}: ${panel.title}`, panel.datasource?.uid, target)),
    ),
    ...templating.list
      .filter(({ type, query: asked }) => type === 'query' && typeof asked === 'string')
      .map((variable) => query(`${name}: variable ${variable['name']}`, 'influxdb', variable)),
  ]);
}

/** A provisioning file as Grafana's YAML reads it. */
export function readProvisioning(text: string): Readonly<Record<string, unknown>> {
  const { values, diagnostics } = parseVariables({ path: 'provisioning.yml', text });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return JSON.parse(formatJson(values as never));
}

export interface AlertRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly for: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: readonly {
    readonly refId: string;
    readonly datasourceUid: string;
    readonly model: Readonly<Record<string, unknown>>;
  }[];
}

/** The rules of a provisioning file. */
export function rulesOf(text: string): readonly AlertRule[] {
  const { groups } = readProvisioning(text) as {
    readonly groups: readonly { readonly rules: readonly AlertRule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

/** The first query of each rule. */
export function ruleQueries(rules: readonly AlertRule[]): readonly Query[] {
  return rules.map(({ uid, data }) => query(`alert ${uid}`, data[0]?.datasourceUid, data[0]?.model ?? {}));
}

function query(
  place: string,
  datasource: string | undefined,
  source: Readonly<Record<string, unknown>>,
): Query {
  const written = source['query'] ?? source['expr'];
  const text = interpolated.reduce(
    (sent, [variable, value]) => sent.replace(variable, value),
    typeof written === 'string' ? written : '',
  );
  return { place, datasource: datasource ?? 'none', text };
}
