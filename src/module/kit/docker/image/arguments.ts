import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { connectionArguments } from '../connection.ts';

const limits = {
  memory: { type: 'int', description: 'Bytes of memory.' },
  memswap: { type: 'int', description: 'Bytes of memory and swap together; -1: no limit.' },
  cpushares: { type: 'int', description: 'Their weight.' },
  cpusetcpus: { type: 'str', description: 'The processors they may run on.' },
} as const satisfies ArgumentSpec;

const build = {
  path: { type: 'path', required: true, description: 'The folder on the target with what goes in.' },
  dockerfile: { type: 'str', description: 'Another Dockerfile, from that folder on.' },
  args: { type: 'dict', description: 'Values of ARG.' },
  cache_from: { type: 'list', elements: 'str', description: 'Images whose layers may be used.' },
  container_limits: { type: 'dict', options: limits, description: 'What the steps may use.' },
  etc_hosts: { type: 'dict', description: 'Addresses by host name, for the steps.' },
  http_timeout: { type: 'int', description: 'Seconds that it may take.' },
  network: { type: 'str', description: 'The network of the steps.' },
  nocache: { type: 'bool', default: false, description: 'Use nothing of earlier times.' },
  platform: { type: 'str', description: 'The platform: linux/arm64.' },
  pull: { type: 'bool', default: false, description: 'Look for newer ones of the images that it builds on.' },
  rm: { type: 'bool', default: true, description: 'Remove the containers of the steps.' },
  target: { type: 'str', description: 'The stage to end with.' },
  use_config_proxy: {
    type: 'bool',
    description:
      'Taken for compatibility: the docker program always gives steps the proxies that it is set up for.',
  },
} as const satisfies ArgumentSpec;

export const imageArguments = {
  name: { type: 'str', required: true, description: 'The image, with a tag or not; or its ID.' },
  tag: { type: 'str', default: 'latest', description: 'The tag when the name has none.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether it should be there.',
  },
  source: {
    type: 'str',
    choices: ['build', 'load', 'pull', 'local'],
    description: 'Where it comes from when it is missing.',
  },
  force_source: { type: 'bool', default: false, description: 'Get it also when it is there.' },
  build: { type: 'dict', options: build, description: 'How it is built.' },
  load_path: { type: 'path', description: 'The archive on the target that it is loaded from.' },
  pull: {
    type: 'dict',
    options: { platform: { type: 'str', description: 'The platform: linux/arm64.' } },
    description: 'How it is pulled.',
  },
  archive_path: { type: 'path', description: 'An archive on the target to write it to.' },
  repository: { type: 'str', description: 'Another name that it gets.' },
  force_tag: { type: 'bool', default: false, description: 'Take that name from another image.' },
  push: { type: 'bool', default: false, description: 'Send it to its registry.' },
  force_absent: { type: 'bool', default: false, description: 'Remove it with all its names.' },
  ...connectionArguments,
} as const satisfies ArgumentSpec;

export type ImageArguments = ArgumentsOf<typeof imageArguments>;
export type BuildArguments = ArgumentsOf<typeof build>;
