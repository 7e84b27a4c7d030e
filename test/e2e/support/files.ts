import type { LabHost } from '../../lab/lab.ts';

/** Type, mode, owner, group and content of everything below some folders of a host, one line a file. */
export async function snapshot(host: LabHost, folders: readonly string[]): Promise<readonly string[]> {
  const script = `for f in ${folders.join(' ')}; do [ -e "$f" ] || [ -L "$f" ] && find "$f" -printf '%y %m %u %g %p %l\\n'; done 2>/dev/null | sort
for f in ${folders.join(' ')}; do [ -e "$f" ] && find "$f" -type f -exec sha256sum {} +; done 2>/dev/null | sort -k2`;
  const { stdout } = await host.exec(script);
  return stdout.split('\n').filter((line) => line !== '');
}
