import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { connectionArguments } from '../connection.ts';

const { docker_host, tls, validate_certs, ca_cert, client_cert, client_key, tls_hostname, api_version } =
  connectionArguments;

export const composeArguments = {
  project_src: { type: 'path', description: "The project's folder on the target." },
  project_name: { type: 'str', description: "The project's name; otherwise that of its folder or file." },
  files: { type: 'list', elements: 'path', description: 'Other Compose files, from the folder on.' },
  definition: { type: 'dict', description: 'What a Compose file would say, instead of one.' },
  env_files: { type: 'list', elements: 'path', description: 'Files with variables for the Compose files.' },
  profiles: { type: 'list', elements: 'str', description: 'Profiles to switch on.' },
  check_files_existing: {
    type: 'bool',
    default: true,
    description: 'Fail when there is no Compose file in the folder.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present', 'stopped', 'restarted'],
    default: 'present',
    description: 'What should be with the services.',
  },
  services: { type: 'list', elements: 'str', description: 'The services that it is about; otherwise all.' },
  dependencies: { type: 'bool', default: true, description: 'Those that they depend on, too.' },
  scale: { type: 'dict', description: 'How many containers, by service.' },
  build: {
    type: 'str',
    choices: ['always', 'never', 'policy'],
    default: 'policy',
    description: 'When images are built.',
  },
  pull: {
    type: 'str',
    choices: ['always', 'missing', 'never', 'policy'],
    default: 'policy',
    description: 'When images are pulled.',
  },
  recreate: {
    type: 'str',
    choices: ['always', 'never', 'auto'],
    default: 'auto',
    description: 'When containers are made anew.',
  },
  ignore_build_events: {
    type: 'bool',
    default: true,
    description: 'A build alone is no change; containers made anew are.',
  },
  renew_anon_volumes: { type: 'bool', default: false, description: 'New volumes where they have no name.' },
  remove_orphans: { type: 'bool', default: false, description: 'Remove containers of other services.' },
  remove_images: {
    type: 'str',
    choices: ['all', 'local'],
    description: 'With `absent`, images that go too.',
  },
  remove_volumes: { type: 'bool', default: false, description: 'With `absent`, volumes go too.' },
  timeout: { type: 'int', description: 'Seconds until a container that does not stop is killed.' },
  wait: { type: 'bool', default: false, description: 'Wait until services run, or are healthy.' },
  wait_timeout: { type: 'int', description: 'How many seconds at most.' },
  assume_yes: { type: 'bool', default: false, description: 'Yes to all questions: volumes are made anew.' },
  docker_cli: { type: 'path', description: 'Another docker program.' },
  cli_context: { type: 'str', description: 'The context of the program.' },
  docker_host,
  tls,
  validate_certs,
  ca_path: { ...ca_cert, aliases: ['ca_cert', 'tls_ca_cert', 'cacert_path'] },
  client_cert,
  client_key,
  tls_hostname,
  api_version,
} as const satisfies ArgumentSpec;

export type ComposeArguments = ArgumentsOf<typeof composeArguments>;
