import { capture, type Output, type RunOptions } from '../processes.ts';

/** Runs a shell command inside a host, from outside: not through ssh, nor through what is under test. */
export function execInHost(pid: number, command: string, options: RunOptions = {}): Promise<Output> {
  const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup', '--root', '--wd'];
  return capture('nsenter', ['--target', String(pid), ...namespaces, '--', '/bin/sh', '-c', command], {
    ...options,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      LANG: 'C.UTF-8',
      DEBIAN_FRONTEND: 'noninteractive',
      ...options.env,
    },
  });
}
