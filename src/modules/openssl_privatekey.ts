import { randomBytes } from 'node:crypto';
import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import {
  type Artifact,
  artifactOf,
  artifactReadings,
  removeArtifact,
  replaceByFile,
  settleAttributes,
} from '../module/kit/crypto/artifact.ts';
import { curveNames } from '../module/kit/crypto/curves.ts';
import { type PassphraseFile, withPassphrase } from '../module/kit/crypto/passphrase.ts';
import {
  type PrivateKeyFile,
  parseDescribedKey,
  privateKeyReading,
} from '../module/kit/crypto/private-key-file.ts';
import { fingerprints } from '../module/kit/crypto/public-key.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { directoryOf, expandPath, joinPath, quotePath } from '../module/kit/paths.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { statusOf } from '../module/kit/status.ts';
import { describeKeyFile } from '../module/openssl/describe-key.ts';
import { decideKey, formatFor, regenerateChoices, type WantedKey } from '../module/openssl/key-decision.ts';
import {
  checkFormat,
  existingKeySource,
  newKeySource,
  writeKeyScript,
} from '../module/openssl/key-program.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';

const spec = {
  path: { type: 'path', required: true, description: 'The file of the key.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether the key is there.',
  },
  type: {
    type: 'str',
    choices: ['DSA', 'ECC', 'Ed25519', 'Ed448', 'RSA', 'X25519', 'X448'],
    default: 'RSA',
    description: 'The algorithm that the key is for.',
  },
  size: { type: 'int', default: 4096, description: 'Bits, of RSA and DSA.' },
  curve: { type: 'str', choices: curveNames, description: 'The curve, of ECC.' },
  passphrase: {
    type: 'str',
    noLog: true,
    description: 'What the key is encrypted with. It reaches openssl by a file of the session alone.',
  },
  cipher: { type: 'str', description: 'How it is encrypted: auto, which is AES of 256 bits.' },
  format: {
    type: 'str',
    choices: ['pkcs1', 'pkcs8', 'raw', 'auto', 'auto_ignore'],
    default: 'auto_ignore',
    description: 'How the key is written; auto_ignore takes any format for a key that is there.',
  },
  format_mismatch: {
    type: 'str',
    choices: ['regenerate', 'convert'],
    default: 'regenerate',
    description: 'What becomes of a key that only its format is wrong of.',
  },
  regenerate: {
    type: 'str',
    choices: regenerateChoices,
    default: 'full_idempotence',
    description: 'When a new key may take the place of one that is not as wanted.',
  },
  force: { type: 'bool', default: false, description: 'Make a new key in any case.' },
  select_crypto_backend: {
    type: 'str',
    choices: ['auto', 'cryptography'],
    default: 'auto',
    description: 'Without effect: the openssl of the target does it.',
  },
  return_content: { type: 'bool', default: false, description: 'Return the key itself.' },
  backup: { type: 'bool', default: false, description: 'Keep the old key beside the new one.' },
  ...fileArguments,
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineFileModule({
  name: 'openssl_privatekey',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  summary: 'Makes private keys, with the openssl of the target',
  args: spec,
  requiredTogether: [['cipher', 'passphrase']],
  requiredIf: [['type', 'ECC', ['curve']]],
  returns: {
    filename: 'The file.',
    type: 'The algorithm.',
    size: 'The size that was asked for.',
    curve: 'The curve, of ECC.',
    fingerprint: 'Digests of the public key, by their names.',
    privatekey: 'The key, with `return_content`; in base64 when it is raw.',
    backup_file: 'Where the old key went.',
  },
  examples: `
- name: A key for the web server
  community.crypto.openssl_privatekey:
    path: /etc/ssl/private/www.pem
    type: ECC
    curve: secp256r1
    owner: root
    group: ssl-cert
    mode: '0640'
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    if (args.cipher !== undefined && args.cipher !== 'auto')
      throw new ModuleFailure(`the cipher '${args.cipher}' is not known: auto is the only one`);
    return args.state === 'absent' ? remove(context, path, args) : make(context, path, args);
  },
});

async function remove(context: ModuleContext, path: string, args: Arguments): Promise<ModuleResult> {
  const { status } = await read(context, { status: statusOf(path, { follow: false }) });
  const removed = await removeArtifact(context, { path, backup: args.backup }, status);
  return {
    ...removed,
    ...resultKeys(path, args),
    fingerprint: null,
    ...(args.return_content ? { privatekey: null } : {}),
    ...(context.diffMode ? { diff: { before: {}, after: {} } } : {}),
  };
}

async function make(context: ModuleContext, path: string, args: Arguments): Promise<ModuleResult> {
  const wanted = wantedKey(args);
  checkFormat(args.type, formatFor(wanted));
  return withPassphrase(context, args.passphrase, (passphrase) =>
    makeWith(context, { path, args, wanted, passphrase }),
  );
}

interface Task {
  readonly path: string;
  readonly args: Arguments;
  readonly wanted: WantedKey;
  readonly passphrase: PassphraseFile;
}

async function makeWith(context: ModuleContext, task: Task): Promise<ModuleResult> {
  const { path, args, wanted, passphrase } = task;
  const attributes = { ...args, mode: args.mode ?? '0600' };
  const found = await read(context, {
    ...artifactReadings(context, path, attributes),
    key: privateKeyReading(path, passphrase, args.type),
    content: args.return_content ? contentReading(path) : noReading(undefined),
  });
  const artifact = await artifactOf(context, { path, wanted: attributes }, found);
  const decision = decideKey(found.key, wanted);
  if (decision === 'keep' || context.checkMode) {
    const changed = decision !== 'keep' || artifact.plan.changes.length > 0;
    if (decision === 'keep' && !context.checkMode) await settleAttributes(context, artifact);
    return {
      changed,
      ...keyResult(task, found.key, found.content),
      ...diffOf(context, found.key, found.key),
    };
  }
  const source =
    decision === 'generate'
      ? newKeySource(args)
      : existingKeySource(path, { ...args, ...formatOf(found.key), passphrase });
  const { key, backupFile } = await place(context, task, { artifact, source });
  const content = args.return_content
    ? (await read(context, { content: contentReading(path) })).content
    : undefined;
  return {
    changed: true,
    ...keyResult(task, key, content),
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
    ...diffOf(context, found.key, key),
  };
}

function wantedKey(args: Arguments): WantedKey {
  return {
    type: args.type,
    size: args.size,
    curve: args.curve,
    hasPassphrase: args.passphrase !== undefined,
    format: args.format,
    formatMismatch: args.format_mismatch,
    regenerate: args.force ? 'always' : args.regenerate,
  };
}

function formatOf(key: PrivateKeyFile): { readonly format: 'pkcs1' | 'pkcs8' | 'raw' } {
  return { format: key.kind === 'key' ? key.format : 'pkcs8' };
}

async function place(
  context: ModuleContext,
  { path, args, wanted, passphrase }: Task,
  { artifact, source }: { readonly artifact: Artifact; readonly source: string },
): Promise<{ readonly key: PrivateKeyFile; readonly backupFile: string | undefined }> {
  const temporary = joinPath(directoryOf(path), `.tsplay-${randomBytes(8).toString('hex')}`);
  const request = { type: args.type, format: formatFor(wanted), passphrase, target: temporary };
  const { rc, stdout, stderr } = await context.target.run(writeKeyScript(request, source), {
    signal: context.signal,
  });
  if (rc !== 0) throw new ModuleFailure(`openssl made no key: ${stderr.toString().trim()}`, { rc });
  const key = parseDescribedKey(stdout);
  const backupFile = await replaceByFile(context, artifact, { ...args, temporary });
  return { key, backupFile };
}

function contentReading(path: string): Reading<Buffer | undefined> {
  return {
    script: `cat < ${quotePath(path)} 2>/dev/null`,
    inline: 'prints',
    parse: ({ stdout, rc }) => (rc === 0 ? stdout : undefined),
  };
}

function resultKeys(
  filename: string,
  { type, size, curve }: Arguments,
): Readonly<Record<string, ResultData>> {
  return { filename, type, size, ...(type === 'ECC' ? { curve } : {}) };
}

function keyResult(
  { path, args }: Task,
  key: PrivateKeyFile,
  content: Buffer | undefined,
): Readonly<Record<string, ResultData>> {
  const isRaw = key.kind === 'key' && key.format === 'raw';
  return {
    ...resultKeys(path, args),
    fingerprint: key.kind === 'key' ? fingerprints(key.publicKey.der) : null,
    ...(args.return_content ? { privatekey: content?.toString(isRaw ? 'base64' : 'utf8') ?? null } : {}),
  };
}

function diffOf(
  { diffMode }: ModuleContext,
  before: PrivateKeyFile,
  after: PrivateKeyFile,
): Pick<ModuleResult, 'diff'> {
  return diffMode ? { diff: { before: describeKeyFile(before), after: describeKeyFile(after) } } : {};
}
