/** How a vendor packs one program: a new stand-in is its file in programs/ and its entry here. */
export interface ArchiveLayout {
  /** The archive's name at the vendor's. */
  readonly file: (version: string) => string;
  /** The member that is the program. */
  readonly program: (version: string) => string;
  /** Further members, by path, with their text. */
  readonly more?: (version: string) => Readonly<Record<string, string>>;
  /** Whether the members of a tar begin with `./`. */
  readonly dotted?: (version: string) => boolean;
  /** Further parts of programs/ that go before the stand-in, for what several have in common. */
  readonly parts?: readonly string[];
}

export const layouts = {
  influxd: {
    file: (version) => `influxdb2-${version}_linux_amd64.tar.gz`,
    program: (version) => `influxdb2-${version}/usr/bin/influxd`,
    more: (version) => ({ [`influxdb2-${version}/README.md`]: 'InfluxDB\n' }),
  },
  influx: {
    file: (version) => `influxdb2-client-${version}-linux-amd64.tar.gz`,
    program: () => 'influx',
    more: () => ({ LICENSE: 'MIT\n', 'README.md': 'influx\n' }),
    dotted: () => true,
  },
  telegraf: {
    file: (version) => `telegraf-${version}_linux_amd64.tar.gz`,
    program: (version) => `telegraf-${version}/usr/bin/telegraf`,
    more: (version) => ({ [`telegraf-${version}/etc/telegraf/telegraf.conf`]: '[agent]\n' }),
    dotted: (version) => version.localeCompare('1.39.1', 'en', { numeric: true }) < 0,
  },
  loki: {
    file: () => 'loki-linux-amd64.zip',
    program: () => 'loki-linux-amd64',
    parts: ['settings'],
  },
  promtail: {
    file: () => 'promtail-linux-amd64.zip',
    program: () => 'promtail-linux-amd64',
    parts: ['settings', 'log-agent'],
  },
  alloy: {
    file: () => 'alloy-linux-amd64.zip',
    program: () => 'alloy-linux-amd64',
    parts: ['log-agent'],
  },
  grafana: {
    // The build's number cannot be told from the version.
    file: (version) => `grafana_${version}_33191028959_linux_amd64.tar.gz`,
    program: (version) => `grafana-${version}/bin/grafana`,
    parts: ['settings'],
    more: (version) => ({
      [`grafana-${version}/conf/defaults.ini`]: '[server]\nhttp_port = 3000\n',
      [`grafana-${version}/public/build/index.html`]: '<!doctype html>\n',
      [`grafana-${version}/data/plugins-bundled/influxdb/plugin.json`]: '{"id": "influxdb"}\n',
    }),
  },
  thanos: {
    file: (version) => `thanos-${version}.linux-amd64.tar.gz`,
    program: (version) => `thanos-${version}.linux-amd64/thanos`,
    parts: [
      'settings',
      'promql',
      'kingpin',
      'thanos-flags',
      'thanos-bucket',
      'thanos-rules',
      'thanos-component',
      'thanos-sidecar',
    ],
    more: (version) => ({
      [`thanos-${version}.linux-amd64/LICENSE`]: 'Apache License\n',
      [`thanos-${version}.linux-amd64/NOTICE`]: 'Thanos\n',
    }),
  },
} as const satisfies Readonly<Record<string, ArchiveLayout>>;

export type StandIn = keyof typeof layouts;
