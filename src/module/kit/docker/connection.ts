import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';
import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';

/** How the engine is reached: what all modules of community.docker share. The program's own settings serve the rest. */
export const connectionArguments = {
  docker_host: {
    type: 'str',
    aliases: ['docker_url'],
    description:
      'The socket or address of the engine: unix:///run/docker.sock, tcp://h:2376, ssh://h. Otherwise DOCKER_HOST, or what the program is set up for.',
  },
  tls: { type: 'bool', default: false, description: 'Speak TLS, to whomever answers.' },
  validate_certs: {
    type: 'bool',
    default: false,
    aliases: ['tls_verify'],
    description: 'Speak TLS, and only to a host whose certificate is good.',
  },
  ca_cert: {
    type: 'path',
    aliases: ['ca_path', 'tls_ca_cert', 'cacert_path'],
    description: 'Who signs certificates: a file on the target.',
  },
  client_cert: {
    type: 'path',
    aliases: ['tls_client_cert', 'cert_path'],
    description: 'The certificate to show: a file on the target.',
  },
  client_key: {
    type: 'path',
    aliases: ['tls_client_key', 'key_path'],
    description: 'The key of that certificate: a file on the target.',
  },
  tls_hostname: {
    type: 'str',
    description: 'The name in the certificate.',
    unsupported: 'the docker program always expects the name of the host that it goes to',
  },
  ssl_version: {
    type: 'str',
    description: 'A version of SSL.',
    unsupported: 'the docker program chooses the newest that both sides know',
  },
  api_version: {
    type: 'str',
    default: 'auto',
    aliases: ['docker_api_version'],
    description: "The version of the API to speak: '1.41'; `auto`: the engine's own.",
  },
  timeout: { type: 'int', default: 60, description: 'Seconds to wait for an answer.' },
  use_ssh_client: {
    type: 'bool',
    default: false,
    description: 'Taken for compatibility: an ssh:// host is always reached with ssh.',
  },
  debug: { type: 'bool', default: false, description: 'Return the steps that were taken.' },
} as const satisfies ArgumentSpec;

export type ConnectionArguments = ArgumentsOf<typeof connectionArguments>;

/** What of the connection becomes flags of the program. */
type Flags = Pick<
  ConnectionArguments,
  'docker_host' | 'tls' | 'validate_certs' | 'ca_cert' | 'client_cert' | 'client_key'
>;

/** Another program, and further flags for it. */
interface ProgramOptions {
  readonly program?: string;
  readonly flags?: readonly string[];
}

/**
 * Shell text that defines `engine`: docker with the flags of the connection, or podman where there is no docker. Ends
 * the (sub)shell with 127 when there is neither.
 */
export function engineFunction(args: Flags, { program, flags: more = [] }: ProgramOptions = {}): string {
  const define = (name: string, flags: readonly string[]): string =>
    `engine() { ${[name, ...more, ...flags].map(quote).join(' ')} "$@"; }`;
  if (program !== undefined) return define(program, dockerFlags(args));
  return `if command -v docker >/dev/null 2>&1; then ${define('docker', dockerFlags(args))}
elif command -v podman >/dev/null 2>&1; then ${define('podman', podmanFlags(args))}
else echo 'there is neither docker nor podman' >&2; exit 127; fi`;
}

function dockerFlags(args: Flags): readonly string[] {
  const flags = [
    ['--host', hostAddress(args.docker_host)],
    ['--tlscacert', args.ca_cert],
    ['--tlscert', args.client_cert],
    ['--tlskey', args.client_key],
  ] as const;
  return [
    ...flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value])),
    ...(args.validate_certs ? ['--tlsverify'] : args.tls ? ['--tls'] : []),
  ];
}

function podmanFlags(args: Flags): readonly string[] {
  const host = hostAddress(args.docker_host);
  return host === undefined ? [] : ['--url', host];
}

/** As the programs take it. Ansible's own default has two slashes only, and the API's scheme is https there. */
function hostAddress(host: string | undefined): string | undefined {
  return host?.replace(/^unix:\/\/(?!\/)/, 'unix:///').replace(/^https?:\/\//, 'tcp://');
}

/** What stands before the path of every request. Throws ModuleFailure for what is no version. */
export function versionPrefix({ api_version: version }: ConnectionArguments): string {
  if (version === 'auto') return '';
  if (!/^\d+\.\d+$/.test(version)) {
    throw new ModuleFailure(`'${version}' is no version of docker's API: it is like 1.41, or auto`);
  }
  return `/v${version}`;
}
