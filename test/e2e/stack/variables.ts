import { join } from 'node:path';
import { projectFolder } from '../support/programs.ts';

export const influxToken = 'the-token-of-the-test';
export const grafanaPassword = 'pass"w;#$ord';
export const webhook = 'https://hooks.example.test/services/T0?key=a$b&c=${D}#e';
/** What systemd's files of environments, shells and templates each read otherwise. */
export const oddSecret = 'a"b\\c$d`e\'f #g';

/** What the tests set besides versions: secrets that are hard to quote, and something of each role. */
export const stackVariables: Readonly<Record<string, unknown>> = {
  vault_influxdb_password: 'quote" and $dollar',
  vault_influxdb_token: influxToken,
  vault_grafana_password: grafanaPassword,
  influxdb_cli: true,
  influxdb_buckets: [{ name: 'long', retention: 31_536_000 }],
  telegraf_agent_interval: '1s',
  telegraf_environment: { ODD: oddSecret },
  grafana_start_timeout: 20,
  grafana_dashboards_src: join(projectFolder, 'test/e2e/stack/dashboards'),
  grafana_smtp_host: 'mail.example.test:587',
  grafana_smtp_password: 'secret-of-mail',
  grafana_ini: { log: { level: 'warn #1' } },
  grafana_contact_points: [
    {
      name: 'Operators & $more',
      receivers: [
        { type: 'email', settings: { addresses: 'ops@example.test' } },
        { type: 'slack', settings: { recipient: '#ops' }, secrets: { url: webhook } },
      ],
    },
  ],
  grafana_alerts: { memory: { above: 85 }, cpu: { enabled: false } },
};
