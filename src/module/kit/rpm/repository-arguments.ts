import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';

const flag = (description: string) => ({ type: 'bool', description }) as const;
const text = (description: string) => ({ type: 'str', description }) as const;
const list = (description: string) => ({ type: 'list', elements: 'str', description }) as const;

/** What of yum_repository's arguments stands in the file under the argument's own name. */
export const repositoryOptions = {
  async: flag('Fetch metadata and packages side by side.'),
  bandwidth: text('Bytes a second that there are, for throttle.'),
  baseurl: list('Where the folder repodata is; one URL or several.'),
  cost: text('What using it costs beside others: 1000 is usual.'),
  deltarpm_metadata_percentage: text(
    'How big the metadata of differences may be, in percent of the packages.',
  ),
  deltarpm_percentage: text('How big a difference may be, in percent of its package.'),
  enabled: flag('Whether it is used.'),
  enablegroups: flag('Whether its groups count.'),
  exclude: list('Packages never to be taken from it; patterns are allowed.'),
  failovermethod: {
    type: 'str',
    choices: ['roundrobin', 'priority'],
    description: 'Which of several URLs is tried next.',
  },
  gpgcakey: text('The URL of the key that signs the keys.'),
  gpgcheck: flag('Whether the signatures of packages are checked.'),
  gpgkey: list('The URLs of the keys that sign packages.'),
  http_caching: {
    type: 'str',
    choices: ['all', 'packages', 'none'],
    description: 'What caches on the way may keep.',
  },
  include: text('Another configuration to read here.'),
  includepkgs: list('The only packages to be taken from it; patterns are allowed.'),
  ip_resolve: {
    type: 'str',
    choices: ['4', '6', 'IPv4', 'IPv6', 'whatever'],
    description: 'Which addresses of a name are used.',
  },
  keepalive: flag('Fetch several files over one connection.'),
  keepcache: { type: 'str', choices: ['0', '1'], description: 'Whether packages are kept when installed.' },
  metadata_expire: text('How long the metadata count, in seconds or as 6h, 7d, never.'),
  metadata_expire_filter: {
    type: 'str',
    choices: ['never', 'read-only:past', 'read-only:present', 'read-only:future'],
    description: 'Which commands may do with metadata that are too old.',
  },
  metalink: text('The URL of a list of mirrors with checksums.'),
  mirrorlist: text('The URL of a list of mirrors.'),
  mirrorlist_expire: text('Seconds for which the list of mirrors counts.'),
  module_hotfixes: flag('Whether its packages count beside those of modules.'),
  password: { type: 'str', noLog: true, description: 'The password for the server.' },
  priority: text('Which repository comes first: 1 to 99.'),
  protect: flag('Keep its packages from being updated from others.'),
  proxy: text('The URL of the proxy; _none_ for no proxy.'),
  proxy_password: { type: 'str', noLog: true, description: 'The password for the proxy.' },
  proxy_username: text('The user for the proxy.'),
  repo_gpgcheck: flag('Whether the signature of the metadata is checked.'),
  retries: text('How often fetching is tried; 0 for ever.'),
  s3_enabled: flag('Whether it is in S3.'),
  skip_if_unavailable: flag('Go on without it when it cannot be reached.'),
  ssl_check_cert_permissions: flag('Whether the modes of certificates are checked.'),
  sslcacert: { type: 'str', aliases: ['ca_cert'], description: 'The authorities that are trusted.' },
  sslclientcert: { type: 'str', aliases: ['client_cert'], description: 'The certificate to show.' },
  sslclientkey: { type: 'str', aliases: ['client_key'], description: 'The key of that certificate.' },
  sslverify: {
    type: 'bool',
    aliases: ['validate_certs'],
    description: 'Check the certificate of the server.',
  },
  throttle: text('Bytes a second to use at most; k, M and G may follow, or a percentage.'),
  timeout: text('Seconds to wait for a connection.'),
  ui_repoid_vars: text('Variables to show after the name.'),
  username: text('The user for the server.'),
} as const satisfies ArgumentSpec;

/** Names of the options whose values stand on lines of their own. */
const onLines: ReadonlySet<string> = new Set(['baseurl', 'gpgkey']);

/** The options of a section as the file has them: flags are 1 and 0, lists words or lines. */
export function optionsOf(
  args: ArgumentsOf<typeof repositoryOptions>,
  description: string,
): ReadonlyMap<string, string> {
  const options = new Map([['name', description]]);
  for (const name of Object.keys(repositoryOptions)) {
    const value = args[name as keyof typeof args];
    if (value === undefined) continue;
    if (typeof value === 'boolean') options.set(name, value ? '1' : '0');
    else if (typeof value === 'string') options.set(name, value);
    else options.set(name, value.join(onLines.has(name) ? '\n' : ' '));
  }
  return options;
}
