import type { FactCollector } from './collector.ts';
import { fileText } from './collector.ts';

export interface ServiceManagerHints {
  /** /proc/1/comm */
  readonly firstProcess: string;
  /** Marks that the probe found: systemd, openrc, upstart, offline-systemd, init.d. */
  readonly marks: ReadonlySet<string>;
}

const byFirstProcess: Readonly<Record<string, string>> = {
  'runit-init': 'runit',
  svscan: 'svc',
  'openrc-init': 'openrc',
};

/** Which program keeps the services. The first process names itself, unless it is a plain `init` or a shell. */
export function parseServiceManager({ firstProcess, marks }: ServiceManagerHints): string {
  const isNamed = firstProcess !== '' && firstProcess !== 'init' && !firstProcess.endsWith('sh');
  if (isNamed) return byFirstProcess[firstProcess] ?? firstProcess;
  if (marks.has('systemd')) return 'systemd';
  if (marks.has('upstart')) return 'upstart';
  if (marks.has('openrc')) return 'openrc';
  if (marks.has('offline-systemd')) return 'systemd';
  return marks.has('init.d') ? 'sysvinit' : 'service';
}

const script = `if command -v systemctl >/dev/null 2>&1; then
  if [ -d /run/systemd/system ]; then echo systemd
  else case $(readlink /sbin/init) in *systemd) echo offline-systemd ;; esac
  fi
fi
[ ! -x /sbin/initctl ] || [ ! -d /etc/init ] || echo upstart
[ ! -x /sbin/openrc ] || echo openrc
[ ! -d /etc/init.d ] || echo init.d`;

export const serviceManager: FactCollector = {
  name: 'service_mgr',
  minimal: true,
  subsets: [],
  requires: ['platform', 'distribution'],
  files: ['/proc/1/comm'],
  script,
  parse: (probe) => ({
    service_mgr: parseServiceManager({
      firstProcess: fileText(probe, '/proc/1/comm') ?? '',
      marks: new Set((probe.output.get('service_mgr') ?? '').split('\n')),
    }),
  }),
};
