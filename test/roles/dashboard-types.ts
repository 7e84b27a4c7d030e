import type { Dashboard, Panel, RowPanel } from '@grafana/schema';
import type { Options as BarGauge } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as Logs } from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type { Options as Stat } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type {
  Options as TimeSeries,
  FieldConfig as TimeSeriesField,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** A type of Grafana's as JSON is written: an enum's values are plain texts and numbers there. */
type Written<T> = T extends string
  ? `${T}`
  : T extends number
    ? `${T}` extends `${infer N extends number}`
      ? N
      : T
    : T extends readonly (infer Item)[]
      ? readonly Written<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Written<T[Key]> }
        : T;

type WrittenPanel<Type extends string, Options, Custom = never> = Omit<
  Written<Panel>,
  'type' | 'options' | 'fieldConfig'
> & {
  readonly type: Type;
  readonly options: Written<Options>;
  readonly fieldConfig: Omit<NonNullable<Written<Panel>['fieldConfig']>, 'defaults'> & {
    readonly defaults: Omit<NonNullable<Written<Panel>['fieldConfig']>['defaults'], 'custom'> & {
      readonly custom?: Written<Custom>;
    };
  };
};

/** What Grafana's own types allow in the file of a dashboard that has no panels but these. */
export type DashboardJson = Omit<Written<Dashboard>, 'panels'> & {
  readonly panels: readonly (
    | Written<RowPanel>
    | WrittenPanel<'timeseries', TimeSeries, TimeSeriesField>
    | WrittenPanel<'stat', Stat>
    | WrittenPanel<'bargauge', BarGauge>
    | WrittenPanel<'logs', Logs>
  )[];
};
