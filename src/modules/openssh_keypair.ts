import { randomBytes } from 'node:crypto';
import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import {
  type Artifact,
  artifactBeside,
  artifactOf,
  artifactReadings,
  removeArtifact,
  replaceByFile,
  replaceContent,
  settleAttributes,
} from '../module/kit/crypto/artifact.ts';
import { type PassphraseFile, withPassphrase } from '../module/kit/crypto/passphrase.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { directoryOf, expandPath, joinPath } from '../module/kit/paths.ts';
import { read, together } from '../module/kit/reading.ts';
import { statusOf } from '../module/kit/status.ts';
import { regenerateChoices } from '../module/openssl/key-decision.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';
import { type FoundKeyPair, keyPairReading, newKeyPairScript } from '../module/ssh/key-pair.ts';
import { decideKeyPair, sizeOf, type WantedKeyPair } from '../module/ssh/key-pair-decision.ts';
import { parseSshPublicKey, type SshPublicKey } from '../module/ssh/public-key-line.ts';

const spec = {
  path: {
    type: 'path',
    required: true,
    description: 'The private key; the public one is beside it, as `.pub`.',
  },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'Whether the pair is there.',
  },
  type: {
    type: 'str',
    choices: ['rsa', 'dsa', 'rsa1', 'ecdsa', 'ed25519'],
    default: 'rsa',
    description: 'The algorithm; rsa1 is refused, since no ssh-keygen knows it any more.',
  },
  size: { type: 'int', description: 'Bits: 4096 of rsa, 256 of ecdsa when not given.' },
  comment: { type: 'str', description: 'The comment of the public key.' },
  passphrase: {
    type: 'str',
    noLog: true,
    description:
      'What the private key is encrypted with. It reaches ssh-keygen by a file of the session alone.',
  },
  private_key_format: {
    type: 'str',
    choices: ['auto', 'pkcs1', 'pkcs8', 'ssh'],
    default: 'auto',
    description: 'How the private key is written. Needs backend=cryptography, as with Ansible.',
  },
  backend: {
    type: 'str',
    choices: ['auto', 'cryptography', 'opensshbin'],
    default: 'auto',
    description: 'Always the ssh-keygen of the target; cryptography allows private_key_format.',
  },
  regenerate: {
    type: 'str',
    choices: regenerateChoices,
    default: 'partial_idempotence',
    description: 'When a new pair may take the place of one that is not as wanted.',
  },
  force: { type: 'bool', default: false, description: 'Make a new pair in any case.' },
  ...fileArguments,
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineFileModule({
  name: 'openssh_keypair',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  summary: 'Makes key pairs for SSH, with the ssh-keygen of the target',
  args: spec,
  returns: {
    filename: 'The private key.',
    type: 'The algorithm that was asked for.',
    size: 'The size that was asked for.',
    fingerprint: 'The fingerprint of the key.',
    public_key: 'The public key, without its comment.',
    comment: 'The comment of the public key.',
  },
  examples: `
- name: A key for the backup
  community.crypto.openssh_keypair:
    path: /root/.ssh/backup
    type: ed25519
    comment: backup
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    return withPassphrase(context, args.passphrase, (passphrase) =>
      args.state === 'absent' ? remove(context, path, passphrase) : make(context, { path, args, passphrase }),
    );
  },
});

async function remove(
  context: ModuleContext,
  path: string,
  passphrase: PassphraseFile,
): Promise<ModuleResult> {
  const found = await read(context, {
    privateStatus: statusOf(path, { follow: false }),
    publicStatus: statusOf(`${path}.pub`, { follow: false }),
    pair: keyPairReading(path, passphrase),
  });
  const removals = [
    await removeArtifact(context, { path, backup: false }, found.privateStatus),
    await removeArtifact(context, { path: `${path}.pub`, backup: false }, found.publicStatus),
  ];
  return {
    changed: removals.some(({ changed }) => changed),
    ...{ filename: path, type: 'rsa', size: sizeOf('rsa', undefined), comment: '', public_key: '' },
    fingerprint: publicKeyOf(found.pair)?.fingerprint ?? '',
    ...(context.diffMode ? { diff: { before: described(found.pair), after: {} } } : {}),
  };
}

interface Task {
  readonly path: string;
  readonly args: Arguments;
  readonly passphrase: PassphraseFile;
}

interface State {
  readonly pair: FoundKeyPair;
  readonly privateFile: Artifact;
  readonly publicFile: Artifact;
}

async function make(context: ModuleContext, task: Task): Promise<ModuleResult> {
  const { path, args, passphrase } = task;
  const wanted = wantedPair(args);
  const publicPath = `${path}.pub`;
  const found = await read(context, {
    privateFile: together(artifactReadings(context, path, args)),
    publicFile: together(artifactReadings(context, publicPath, args)),
    pair: keyPairReading(path, passphrase),
  });
  const privateFile = await artifactOf(context, { path, wanted: args }, found.privateFile);
  const publicFile = artifactBeside({ path: publicPath, wanted: args }, found.publicFile);
  const { pair } = found;
  const decision = decideKeyPair(pair, wanted);
  const isChanged = decision !== 'keep' || hasChanges(privateFile) || hasChanges(publicFile);
  if (context.checkMode || !isChanged)
    return { changed: isChanged, ...resultKeys(path, wanted, pair), ...diffOf(context, pair, pair) };
  const state = { pair, privateFile, publicFile };
  const after =
    decision === 'generate'
      ? await generate(context, { ...task, wanted }, state)
      : await settle(context, { ...task, wanted }, state);
  return { changed: true, ...resultKeys(path, wanted, after), ...diffOf(context, pair, after) };
}

function wantedPair(args: Arguments): WantedKeyPair {
  if (args.type === 'rsa1') throw new ModuleFailure('no ssh-keygen makes keys of the type rsa1 any more');
  if (args.private_key_format !== 'auto' && args.backend !== 'cryptography')
    throw new ModuleFailure('private_key_format needs backend=cryptography');
  if (args.comment !== undefined && /[\n\r\0]/.test(args.comment))
    throw new ModuleFailure('a comment is one line');
  return {
    type: args.type,
    size: sizeOf(args.type, args.size),
    format: args.private_key_format === 'auto' ? undefined : args.private_key_format,
    comment: args.comment,
    regenerate: args.force ? 'always' : args.regenerate,
  };
}

function hasChanges({ status, plan }: Artifact): boolean {
  return status !== undefined && plan.changes.length > 0;
}

interface WantedTask extends Task {
  readonly wanted: WantedKeyPair;
}

async function generate(
  context: ModuleContext,
  { path, args, wanted, passphrase }: WantedTask,
  { privateFile, publicFile }: State,
): Promise<FoundKeyPair> {
  const target = joinPath(directoryOf(path), `.tsplay-${randomBytes(8).toString('hex')}`);
  const { type, size, comment = '', format = 'auto' } = wanted;
  const script = newKeyPairScript({ type, size, comment, format, passphrase, target });
  const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal });
  const publicKey = parseSshPublicKey(stdout.toString());
  if (rc !== 0 || publicKey === undefined)
    throw new ModuleFailure(`ssh-keygen made no key: ${stderr.toString().trim()}`, { rc });
  const { unsafe_writes } = args;
  const put = (file: Artifact, temporary: string, mode: number): Promise<string | undefined> =>
    replaceByFile(context, withMode(file, mode), { temporary, backup: false, unsafe_writes });
  await put(publicFile, `${target}.pub`, 0o644);
  await put(privateFile, target, 0o600);
  return { privateKey: { kind: 'key', publicKey, format: 'ssh' }, publicFile: publicKey };
}

/** A new key has this mode unless the task asks for another, whatever stood there before. */
function withMode(file: Artifact, mode: number): Artifact {
  return { ...file, plan: { ...file.plan, mode: file.plan.mode ?? mode } };
}

/** The private key stays: its public file is written where it is not as wanted, and both get owner and mode. */
async function settle(
  context: ModuleContext,
  { args, wanted }: WantedTask,
  { pair, privateFile, publicFile }: State,
): Promise<FoundKeyPair> {
  await settleAttributes(context, privateFile);
  if (pair.privateKey.kind !== 'key' || decideKeyPair(pair, wanted) === 'keep') {
    await settleAttributes(context, publicFile);
    return pair;
  }
  const { publicKey } = pair.privateKey;
  const comment = wanted.comment ?? '';
  const content = `${publicKey.text}${comment === '' ? '' : ` ${comment}`}\n`;
  const file = publicFile.status === undefined ? withMode(publicFile, 0o644) : publicFile;
  await replaceContent(context, file, { content, backup: false, unsafe_writes: args.unsafe_writes });
  return { ...pair, publicFile: { ...publicKey, comment } };
}

function publicKeyOf({ privateKey }: FoundKeyPair): SshPublicKey | undefined {
  return privateKey.kind === 'key' ? privateKey.publicKey : undefined;
}

function resultKeys(
  filename: string,
  { type, size }: WantedKeyPair,
  pair: FoundKeyPair,
): Readonly<Record<string, ResultData>> {
  return {
    filename,
    type,
    size,
    fingerprint: publicKeyOf(pair)?.fingerprint ?? '',
    public_key: pair.publicFile?.text ?? '',
    comment: pair.publicFile?.comment ?? '',
  };
}

function described(pair: FoundKeyPair): Readonly<Record<string, ResultData>> {
  const key = publicKeyOf(pair);
  const { publicFile } = pair;
  return {
    ...(key === undefined ? {} : { fingerprint: key.fingerprint, size: key.size, type: key.type }),
    ...(publicFile === undefined
      ? {}
      : { comment: publicFile.comment, public_key: publicFile.text.replace(/^\S+ /, '') }),
  };
}

function diffOf(
  { diffMode }: ModuleContext,
  before: FoundKeyPair,
  after: FoundKeyPair,
): Pick<ModuleResult, 'diff'> {
  return diffMode ? { diff: { before: described(before), after: described(after) } } : {};
}
