/** One module's task, and what makes it change something. */
export interface BenchTask {
  readonly module: string;
  /** Played first: after that it finds nothing to do. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The same with something to do; absent for what never changes anything. */
  readonly changing?: Readonly<Record<string, unknown>>;
}

const file = '/etc/tsplay-bench';

export const benchTasks: readonly BenchTask[] = [
  {
    module: 'file',
    args: { path: '/srv/bench', state: 'directory', mode: '0755' },
    changing: { path: '/srv/bench', state: 'directory', mode: '0700' },
  },
  {
    module: 'copy',
    args: { content: 'one\n', dest: file, mode: '0644' },
    changing: { content: 'two\n', dest: file, mode: '0644' },
  },
  { module: 'lineinfile', args: { path: file, line: 'three' }, changing: { path: file, line: 'four' } },
  { module: 'blockinfile', args: { path: file, block: 'five' }, changing: { path: file, block: 'six' } },
  {
    module: 'replace',
    args: { path: file, regexp: 'nowhere', replace: 'x' },
    changing: { path: file, regexp: 'four', replace: 'eight' },
  },
  {
    module: 'ini_file',
    args: { path: '/etc/bench.ini', section: 's', option: 'o', value: '1' },
    changing: { path: '/etc/bench.ini', section: 's', option: 'o', value: '2' },
  },
  { module: 'user', args: { name: 'bench' }, changing: { name: 'bench', comment: 'Bench' } },
  { module: 'group', args: { name: 'benchers' }, changing: { name: 'benchers2' } },
  {
    module: 'authorized_key',
    args: {
      user: 'root',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA4qhyVQdWaYSsNyV5uXTeHjjUwbWmTgWwHgbLWLqgRg one',
    },
    changing: {
      user: 'root',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBPHG5kZg0Bi7eYLzc5RWTJsWHhHHQmNIVCvqKKH0Xyb two',
    },
  },
  {
    module: 'cron',
    args: { name: 'bench', job: '/bin/true', minute: '1' },
    changing: { name: 'bench', job: '/bin/true', minute: '2' },
  },
  {
    module: 'systemd',
    args: { name: 'cron', state: 'started', enabled: true },
    changing: { name: 'cron', state: 'restarted' },
  },
  {
    module: 'template',
    args: { src: 'one.j2', dest: '/etc/tsplay-bench.conf' },
    changing: { src: 'two.j2', dest: '/etc/tsplay-bench.conf' },
  },
  {
    module: 'assemble',
    args: { src: '/etc/apt/apt.conf.d', dest: '/etc/bench.assembled' },
    changing: { src: '/etc/apt/apt.conf.d', dest: '/etc/bench.assembled', delimiter: '### next' },
  },
  {
    module: 'service',
    args: { name: 'cron', state: 'started', enabled: true },
    changing: { name: 'cron', state: 'restarted' },
  },
  {
    module: 'timezone',
    args: { name: 'Etc/UTC' },
    changing: { name: 'Europe/Berlin' },
  },
  { module: 'hostname', args: { name: '{{ inventory_hostname }}' } },
  {
    module: 'sysctl',
    args: { name: 'net.ipv4.ip_forward', value: '1', sysctl_file: '/etc/sysctl.d/bench.conf', reload: false },
    changing: {
      name: 'net.ipv4.ip_forward',
      value: '0',
      sysctl_file: '/etc/sysctl.d/bench.conf',
      reload: false,
    },
  },
  {
    module: 'mount',
    args: { path: '/mnt/bench', src: 'tmpfs', fstype: 'tmpfs', state: 'present' },
    changing: { path: '/mnt/bench', src: 'tmpfs', fstype: 'tmpfs', state: 'present', opts: 'noatime' },
  },
  {
    module: 'known_hosts',
    args: {
      name: 'one.example',
      key: 'one.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA4qhyVQdWaYSsNyV5uXTeHjjUwbWmTgWwHgbLWLqgRg',
    },
    changing: {
      name: 'two.example',
      key: 'two.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBPHG5kZg0Bi7eYLzc5RWTJsWHhHHQmNIVCvqKKH0Xyb',
    },
  },
  {
    module: 'community.general.sudoers',
    args: { name: 'bench', user: 'root', commands: '/bin/true' },
    changing: { name: 'bench', user: 'root', commands: '/bin/false' },
  },
  {
    module: 'pam_limits',
    args: { domain: 'bench', limit_type: 'soft', limit_item: 'nofile', value: '1024' },
    changing: { domain: 'bench', limit_type: 'soft', limit_item: 'nofile', value: '2048' },
  },
  {
    module: 'apt_repository',
    args: {
      repo: 'deb [trusted=yes] http://localhost/one ./',
      filename: 'bench',
      update_cache: false,
      state: 'present',
    },
    changing: { repo: 'deb [trusted=yes] http://localhost/two ./', filename: 'bench', update_cache: false },
  },
  {
    module: 'dpkg_selections',
    args: { name: 'sudo', selection: 'install' },
    changing: { name: 'sudo', selection: 'hold' },
  },
  {
    module: 'debconf',
    args: { name: 'bench', question: 'bench/word', vtype: 'string', value: 'one' },
    changing: { name: 'bench', question: 'bench/word', vtype: 'string', value: 'two' },
  },
  { module: 'apt', args: { name: 'sudo', state: 'present' } },
  { module: 'command', args: { cmd: 'true' } },
  { module: 'shell', args: { cmd: 'true' } },
  { module: 'stat', args: { path: '/etc/passwd' } },
  { module: 'slurp', args: { src: '/etc/passwd' } },
  { module: 'find', args: { paths: '/etc/systemd', recurse: true } },
  { module: 'getent', args: { database: 'passwd', key: 'root' } },
  { module: 'wait_for', args: { path: '/etc/passwd' } },
  { module: 'package_facts', args: {} },
  { module: 'service_facts', args: {} },
  { module: 'setup', args: {} },
];

/** Templates beside the playbook. */
export const benchTemplates: Readonly<Record<string, string>> = {
  'one.j2': 'host {{ inventory_hostname }}\nword one\n',
  'two.j2': 'host {{ inventory_hostname }}\nword two\n',
};
