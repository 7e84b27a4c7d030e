import { chroot } from './chroot.ts';
import type { FactCollector } from './collector.ts';
import { dateTime } from './date-time.ts';
import { deviceLinks } from './device-links.ts';
import { devices } from './devices.ts';
import { distribution } from './distribution.ts';
import { environment } from './environment.ts';
import { firmware } from './firmware.ts';
import { fibreChannel, iscsi, nvme } from './initiators.ts';
import { kernelCommandLine } from './kernel-command-line.ts';
import { load, uptime } from './load.ts';
import { localFacts } from './local-facts.ts';
import { lsb } from './lsb.ts';
import { memory } from './memory.ts';
import { mounts } from './mounts.ts';
import { network } from './network.ts';
import { packageManager } from './package-manager.ts';
import { platform } from './platform.ts';
import { processor } from './processor.ts';
import { resolver } from './resolver.ts';
import { apparmor, fips, selinux } from './security.ts';
import { serviceManager } from './service-manager.ts';
import { sshKeys } from './ssh-keys.ts';
import { user } from './user.ts';
import { virtualization } from './virtualization.ts';

/** All collectors, in the order of their facts. */
export function factCollectors(localFactsScript: string): readonly FactCollector[] {
  return [
    platform,
    distribution,
    dateTime,
    user,
    environment,
    kernelCommandLine,
    resolver,
    selinux,
    apparmor,
    fips,
    sshKeys,
    lsb,
    serviceManager,
    packageManager,
    localFacts(localFactsScript),
    memory,
    processor,
    deviceLinks,
    devices,
    mounts,
    firmware,
    uptime,
    network,
    virtualization,
    load,
    chroot,
    iscsi,
    nvme,
    fibreChannel,
  ];
}
