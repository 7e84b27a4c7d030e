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

/** Resolves when a host runs what it ran before and no more. */
export async function settledTo(host: LabHost, before: readonly string[]): Promise<void> {
  let left: readonly string[] = [];
  await poll('processes to end', async () => {
    left = await processesOf(host);
    return left.join('\n') === before.join('\n') ? true : undefined;
  }).catch((error: Error) => {
    const extra = left.filter((line) => !before.includes(line));
    throw new Error(`${error.message} on ${host.name}: ${extra.join('; ')}`);
  });
}

/** Resolves when a command with this text runs on a host. */
export function runningOn(host: LabHost, text: string): Promise<true> {
  return poll(`'${text}' on ${host.name}`, async () =>
    (await processesOf(host)).some((line) => line.includes(text)) ? true : undefined,
  );
}
