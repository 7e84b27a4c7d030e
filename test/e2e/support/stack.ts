import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, type LabHost, startLab } from '../../lab/lab.ts';
import { startVendorSite, type VendorSite } from '../../stand-ins/vendor-site.ts';

/** Machines of inventory/hosts.yml, one of each kind: what is played on in the lab. */
export const stackHosts = ['monit1', 'web1', 'web2', 'db1'] as const;

export type StackHost = (typeof stackHosts)[number];

/** A lab of four hosts on which nothing of the stack is installed yet, and what a play of it must be told. */
export interface StackLab {
  readonly lab: Lab;
  readonly site: VendorSite;
  /** For files of a test's own. */
  readonly folder: string;
  /** The playbook and all options, for tsplay and ansible-playbook alike. */
  readonly arguments: readonly string[];
  stop(): Promise<void>;
}

/** What runs on a machine before anybody plays: Apache, and MariaDB that lets telegraf in by its socket. */
const prepared: Readonly<Record<StackHost, string>> = {
  monit1: '',
  web1: '',
  web2: 'install_packages apache2',
  db1: `install_packages mariadb-server
install -d -o mysql -g adm -m 2750 /var/log/mysql
printf '[mariadbd]\\nlog_error = /var/log/mysql/error.log\\n' > /etc/mysql/mariadb.conf.d/90-log.cnf
systemctl restart mariadb
mariadb -e "CREATE USER telegraf@localhost IDENTIFIED VIA unix_socket; GRANT PROCESS, REPLICATION CLIENT ON *.* TO telegraf@localhost"`,
};

/** Boots the four hosts and prepares them. `variables` come over those of the versions that the site gives out. */
export async function startStackLab(variables: Readonly<Record<string, unknown>> = {}): Promise<StackLab> {
  const lab = await startLab({ hosts: stackHosts.map((name) => ({ name })) });
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-stack-'));
  const site = await startVendorSite(lab);
  const stop = async (): Promise<void> => {
    await site.stop();
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(stackHosts.map((name) => prepare(lab.host(name), prepared[name])));
    const all = { ...(await versions(site)), ...variables };
    await writeFile(join(folder, 'variables.json'), JSON.stringify(all));
    await writeFile(join(folder, 'lab.yml'), lab.inventory({ user: 'admin' }));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    lab,
    site,
    folder,
    arguments: [
      'playbooks/monitoring.yml',
      ...['-i', 'inventory/hosts.yml', '-i', join(folder, 'lab.yml')],
      ...['--limit', stackHosts.join(','), '-e', `@${join(folder, 'variables.json')}`],
    ],
    stop,
  };
}

async function prepare(host: LabHost, own: string): Promise<void> {
  const { code, stdout, stderr } = await host.exec(`set -e
install_packages() { DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"; }
# What the stand-ins read their settings with.
install_packages python3-yaml
install -o root -g adm -m 640 /dev/null /var/log/syslog
${own}`);
  if (code !== 0) throw new Error(`${host.name} could not be prepared (${code}):\n${stdout}\n${stderr}`);
}

async function versions(site: VendorSite): Promise<Readonly<Record<string, unknown>>> {
  return {
    ...(await site.variables('influxdb', 'influxd', '2.9.1')),
    ...(await site.variables('influxdb_cli', 'influx', '2.8.0')),
    ...(await site.variables('telegraf', 'telegraf', '1.39.3')),
    ...(await site.variables('loki', 'loki', '3.7.6')),
    ...(await site.variables('promtail', 'promtail', '3.6.15')),
    ...(await site.variables('alloy', 'alloy', '1.18.1')),
    ...(await site.variables('grafana', 'grafana', '13.2.1')),
    vendor_program_download_retries: 1,
    log_system: 'files',
  };
}
