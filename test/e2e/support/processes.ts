import type { LabHost } from '../../lab/lab.ts';
import { poll } from './poll.ts';

/** What runs on a host, as `user command`, sorted, without what looks at it. */
export async function processesOf(host: LabHost): Promise<readonly string[]> {
  const { stdout } = await host.exec('ps -eo user=,args=');
  return stdout
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !line.includes('ps -eo') && !line.includes('(sd-pam)'))
    .filter((line) => !/systemd --user|\[kworker|systemd-logind|dbus-daemon/.test(line))
    .sort();
}

/** Resolves when a host runs nothing that it did not run before; what has ended since (a job of its boot) is no matter. */
export async function settledTo(host: LabHost, before: readonly string[]): Promise<void> {
  let extra: readonly string[] = [];
  await poll('processes to end', async () => {
    extra = added(before, await processesOf(host));
    return extra.length === 0 ? true : undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message} on ${host.name}: ${extra.join('; ')}`);
  });
}

/** The lines of `after` that `before` has not, or has less often. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = [...before];
  return after.filter((line) => {
    const at = known.indexOf(line);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

/** Resolves when a command with this text runs on a host. */
export function runningOn(host: LabHost, text: string): Promise<true> {
  return poll(`'${text}' on ${host.name}`, async () =>
    (await processesOf(host)).some((line) => line.includes(text)) ? true : undefined,
  );
}
