import type { ModuleContext } from '../module/context.ts';
import {
  type Artifact,
  artifactOf,
  artifactReadings,
  removeArtifact,
  replaceContent,
  settleAttributes,
} from '../module/kit/crypto/artifact.ts';
import {
  type CertificationRequest,
  requestInfo,
  signedRequest,
} from '../module/kit/crypto/certification-request.ts';
import { describeRequest, diffSide, requestIn } from '../module/kit/crypto/described-request.ts';
import type { Extension } from '../module/kit/crypto/extensions.ts';
import { withPassphrase } from '../module/kit/crypto/passphrase.ts';
import { signatureAlgorithm } from '../module/kit/crypto/signature-algorithm.ts';
import { type SigningKey, signingKeyReading } from '../module/kit/crypto/signing-key.ts';
import { defineFileModule } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { statusOf } from '../module/kit/status.ts';
import { type RequestArguments, requestArguments } from '../module/openssl/request-arguments.ts';
import { alternativeNames, hasExtensions, requestExtensions } from '../module/openssl/request-extensions.ts';
import { isSubject, type WantedSubject, wantedSubject } from '../module/openssl/subject.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';
import { fetchText } from '../module/text/fetch-text.ts';

const single = ['country_name', 'state_or_province_name', 'locality_name', 'organization_name'];
const others = ['organizational_unit_name', 'common_name', 'email_address', 'subject'];

export default defineFileModule({
  name: 'openssl_csr',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  summary: 'Makes requests for certificates, which a private key of the target signs there',
  args: requestArguments,
  mutuallyExclusive: [
    ['privatekey_path', 'privatekey_content'],
    ...[...single, ...others].map((name) => ['subject_ordered', name]),
  ],
  requiredTogether: [['authority_cert_issuer', 'authority_cert_serial_number']],
  requiredIf: [['state', 'present', ['privatekey_path', 'privatekey_content'], true]],
  returns: {
    filename: 'The file.',
    privatekey: 'The file of the private key.',
    subject: 'The parts of the subject with their names.',
    subjectAltName: 'The names that it is for.',
    keyUsage: 'What the key is for.',
    extendedKeyUsage: 'What it is for beyond.',
    basicConstraints: 'Whether it is an authority.',
    ocspMustStaple: 'Whether stapling is asked for.',
    name_constraints_permitted: 'The names that the authority may certify.',
    name_constraints_excluded: 'The names that the authority may not certify.',
    csr: 'The request, with `return_content`.',
    backup_file: 'Where the old request went.',
  },
  examples: `
- name: Ask for a certificate of the web server
  community.crypto.openssl_csr:
    path: /etc/ssl/www.csr
    privatekey_path: /etc/ssl/private/www.pem
    common_name: www.example.com
    subject_alt_name:
      - DNS:www.example.com
      - DNS:example.com
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    const subject = wantedSubject(args);
    if (args.state === 'absent') return remove(context, { path, args, subject });
    requestExtensions(args, subject, undefined);
    return withPassphrase(context, args.privatekey_passphrase, async (passphrase) => {
      const source = {
        path:
          args.privatekey_path === undefined ? undefined : await expandPath(context, args.privatekey_path),
        content: args.privatekey_content,
        passphrase: args.privatekey_passphrase,
      };
      const found = await read(context, {
        ...artifactReadings(context, path, args),
        key: signingKeyReading(context, source, passphrase),
        content: fetchText(path),
      });
      const artifact = await artifactOf(context, { path, wanted: args }, found);
      return make(
        context,
        { path, args, subject },
        { artifact, key: found.key, current: found.content?.text },
      );
    });
  },
});

interface Task {
  readonly path: string;
  readonly args: RequestArguments;
  readonly subject: WantedSubject;
}

interface State {
  readonly artifact: Artifact;
  readonly key: SigningKey | undefined;
  /** The text of the file as it is. */
  readonly current: string | undefined;
}

async function remove(context: ModuleContext, task: Task): Promise<ModuleResult> {
  const { path, args } = task;
  const { status } = await read(context, { status: statusOf(path, { follow: false }) });
  const removed = await removeArtifact(context, { path, backup: args.backup }, status);
  return { ...removed, ...resultKeys(task, undefined), ...diffOf(context, undefined, undefined) };
}

async function make(context: ModuleContext, task: Task, state: State): Promise<ModuleResult> {
  const { args } = task;
  const { artifact, key, current } = state;
  if (key === undefined && !context.checkMode)
    throw new ModuleFailure(`the private key ${args.privatekey_path} is not there`);
  if (key === undefined) {
    context.warn(
      `the private key ${args.privatekey_path} is not there yet: this works only if an earlier task makes it`,
    );
    return { changed: true, ...resultKeys(task, current), ...diffOf(context, current, current) };
  }
  const algorithm = signatureAlgorithm(key.publicKey.type, args.digest);
  const extensions = requestExtensions(args, task.subject, key.publicKey);
  const isWanted = !args.force && isRequest(requestIn(current), { key, extensions, subject: task.subject });
  if (isWanted || context.checkMode) {
    const changed = !isWanted || artifact.plan.changes.length > 0;
    if (!isWanted) await key.checkSigning(algorithm.digest);
    else if (!context.checkMode) await settleAttributes(context, artifact);
    return { changed, ...resultKeys(task, current), ...diffOf(context, current, current) };
  }
  const info = requestInfo({ subject: task.subject.attributes, publicKey: key.publicKey, extensions });
  const content = signedRequest(info, algorithm, await key.sign(info, algorithm.digest));
  const backupFile = await replaceContent(context, artifact, { ...args, content });
  return {
    changed: true,
    ...resultKeys(task, content),
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
    ...diffOf(context, current, content),
  };
}

interface Wanted {
  readonly key: SigningKey;
  readonly extensions: readonly Extension[];
  readonly subject: WantedSubject;
}

function isRequest(request: CertificationRequest | undefined, { key, extensions, subject }: Wanted): boolean {
  return (
    request?.isSignatureValid === true &&
    request.publicKey.der.equals(key.publicKey.der) &&
    isSubject(request.subject, subject) &&
    hasExtensions(request.extensions, extensions)
  );
}

function resultKeys(
  { path, args, subject }: Task,
  content: string | undefined,
): Readonly<Record<string, ResultData>> {
  return {
    filename: path,
    privatekey: args.privatekey_path ?? null,
    subject: subject.shown,
    subjectAltName: alternativeNames(args, subject) ?? null,
    keyUsage: args.key_usage ?? null,
    extendedKeyUsage: args.extended_key_usage ?? null,
    basicConstraints: args.basic_constraints ?? null,
    ocspMustStaple: args.ocsp_must_staple,
    name_constraints_permitted: args.name_constraints_permitted ?? [],
    name_constraints_excluded: args.name_constraints_excluded ?? [],
    ...(args.return_content ? { csr: content ?? null } : {}),
  };
}

function diffOf(
  { diffMode }: ModuleContext,
  before: string | undefined,
  after: string | undefined,
): Pick<ModuleResult, 'diff'> {
  const side = (text: string | undefined): Readonly<Record<string, ResultData>> =>
    diffSide(text, 'can_parse_csr', () => {
      const request = requestIn(text);
      return request === undefined ? undefined : describeRequest(request);
    });
  return diffMode ? { diff: { before: side(before), after: side(after) } } : {};
}
