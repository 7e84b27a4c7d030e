import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import {
  artifactOf,
  artifactReadings,
  removeArtifact,
  replaceContent,
  settleAttributes,
} from '../module/kit/crypto/artifact.ts';
import { diffieHellmanSize } from '../module/kit/crypto/diffie-hellman.ts';
import { openssl } from '../module/kit/crypto/private-key-file.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { statusOf } from '../module/kit/status.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';
import { fetchText } from '../module/text/fetch-text.ts';

const spec = {
  path: { type: 'path', required: true, description: 'The file of the parameters.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether they are there.',
  },
  size: { type: 'int', default: 4096, description: 'Bits of the prime. Making 4096 takes minutes.' },
  force: { type: 'bool', default: false, description: 'Make new parameters in any case.' },
  select_crypto_backend: {
    type: 'str',
    choices: ['auto', 'cryptography', 'openssl'],
    default: 'auto',
    description: 'Without effect: the openssl of the target does it.',
  },
  return_content: { type: 'bool', default: false, description: 'Return the parameters themselves.' },
  backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
  ...fileArguments,
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineFileModule({
  name: 'openssl_dhparam',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  summary: 'Makes parameters for the key exchange of Diffie and Hellman, with the openssl of the target',
  args: spec,
  returns: {
    filename: 'The file.',
    size: 'The size that was asked for.',
    dhparams: 'The parameters, with `return_content`.',
    backup_file: 'Where the old ones went.',
  },
  examples: `
- name: Parameters for the mail server
  community.crypto.openssl_dhparam:
    path: /etc/ssl/dhparams.pem
    size: 2048
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    return args.state === 'absent' ? remove(context, path, args) : make(context, path, args);
  },
});

async function remove(context: ModuleContext, path: string, args: Arguments): Promise<ModuleResult> {
  const { status } = await read(context, { status: statusOf(path, { follow: false }) });
  const removed = await removeArtifact(context, { path, backup: args.backup }, status);
  return { ...removed, ...resultKeys(path, args, undefined) };
}

async function make(context: ModuleContext, path: string, args: Arguments): Promise<ModuleResult> {
  const found = await read(context, {
    ...artifactReadings(context, path, args),
    content: fetchText(path),
  });
  const artifact = await artifactOf(context, { path, wanted: args }, found);
  const current = found.content?.text;
  const isWanted = !args.force && current !== undefined && diffieHellmanSize(current) === args.size;
  if (isWanted || context.checkMode) {
    const changed = !isWanted || artifact.plan.changes.length > 0;
    if (isWanted && !context.checkMode) await settleAttributes(context, artifact);
    return { changed, ...resultKeys(path, args, current) };
  }
  const content = await generate(context, args.size);
  const backupFile = await replaceContent(context, artifact, { ...args, content });
  return {
    changed: true,
    ...resultKeys(path, args, content),
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
  };
}

async function generate(context: ModuleContext, size: number): Promise<string> {
  const { stdout } = await runOrFail(context, `(${openssl}\nopenssl dhparam ${size})`, {
    failure: 'openssl made no parameters',
  });
  if (diffieHellmanSize(stdout) !== size)
    throw new ModuleFailure(`openssl made no parameters of ${size} bits`, { stdout });
  return stdout;
}

function resultKeys(
  filename: string,
  { size, return_content }: Arguments,
  content: string | undefined,
): Readonly<Record<string, ResultData>> {
  return { filename, size, ...(return_content ? { dhparams: content ?? null } : {}) };
}
