import type { ModuleContext } from '../module/context.ts';
import { removeArtifact, replaceContent, settleAttributes } from '../module/kit/crypto/artifact.ts';
import { certificateIn, describeCertificate } from '../module/kit/crypto/described-certificate.ts';
import { diffSide } from '../module/kit/crypto/described-request.ts';
import { momentText } from '../module/kit/crypto/validity.ts';
import { defineFileModule } from '../module/kit/file-module.ts';
import { expandPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { statusOf } from '../module/kit/status.ts';
import {
  type CertificateArguments,
  certificateArguments,
  refusedProviders,
} from '../module/openssl/certificate-arguments.ts';
import { type FoundIngredients, withIngredients } from '../module/openssl/ingredients.ts';
import { isIssued, issue, type WantedCertificate } from '../module/openssl/issue.ts';
import { wantedCertificate, wantedTimes } from '../module/openssl/provider.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';

export default defineFileModule({
  name: 'x509_certificate',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  aliases: ['openssl_certificate'],
  summary: 'Makes certificates that their own key or an authority at hand signs',
  args: certificateArguments,
  mutuallyExclusive: [
    ['csr_path', 'csr_content'],
    ['privatekey_path', 'privatekey_content'],
    ['ownca_path', 'ownca_content'],
    ['ownca_privatekey_path', 'ownca_privatekey_content'],
  ],
  requiredIf: [['state', 'present', ['provider']]],
  returns: {
    filename: 'The file.',
    privatekey: 'The file of the private key.',
    csr: 'The file of the request.',
    ca_cert: "The file of the authority's certificate.",
    ca_privatekey: "The file of the authority's private key.",
    notBefore: 'From when it is valid.',
    notAfter: 'Until when it is valid.',
    serial_number: 'Its number; null for one that is only predicted.',
    certificate: 'The certificate, with `return_content`.',
    backup_file: 'Where the old certificate went.',
  },
  examples: `
- name: A certificate that the web server signs itself
  community.crypto.x509_certificate:
    path: /etc/ssl/www.pem
    privatekey_path: /etc/ssl/private/www.pem
    csr_path: /etc/ssl/www.csr
    provider: selfsigned
    selfsigned_not_after: +52w
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    if (args.state === 'absent') return remove(context, path, args);
    refuseWhatCannotBe(args);
    const times = wantedTimes(args, new Date());
    return withIngredients(context, { path, args }, (found) => make(context, { path, args, times }, found));
  },
});

interface Task {
  readonly path: string;
  readonly args: CertificateArguments;
  readonly times: Pick<WantedCertificate, 'notBefore' | 'notAfter'>;
}

function refuseWhatCannotBe(args: CertificateArguments): void {
  const { provider } = args;
  if (provider === 'acme' || provider === 'entrust')
    throw new ModuleFailure(`the provider ${provider} is not supported: ${refusedProviders[provider]}`);
  const version = provider === 'ownca' ? args.ownca_version : args.selfsigned_version;
  if (version !== 3)
    throw new ModuleFailure(`certificates of version ${version} cannot be made: 3 is what there is`);
  const isSigned = (...names: readonly (string | undefined)[]): boolean =>
    names.some((name) => name !== undefined);
  if (provider === 'selfsigned' && !isSigned(args.privatekey_path, args.privatekey_content))
    throw new ModuleFailure('selfsigned needs privatekey_path or privatekey_content');
  if (provider !== 'ownca') return;
  if (!isSigned(args.csr_path, args.csr_content))
    throw new ModuleFailure('ownca needs csr_path or csr_content');
  if (!isSigned(args.ownca_path, args.ownca_content))
    throw new ModuleFailure('ownca needs ownca_path or ownca_content');
  if (!isSigned(args.ownca_privatekey_path, args.ownca_privatekey_content))
    throw new ModuleFailure('ownca needs ownca_privatekey_path or ownca_privatekey_content');
}

async function remove(
  context: ModuleContext,
  path: string,
  args: CertificateArguments,
): Promise<ModuleResult> {
  const { status } = await read(context, { status: statusOf(path, { follow: false }) });
  const removed = await removeArtifact(context, { path, backup: args.backup }, status);
  return { ...removed, ...resultKeys(path, args, undefined) };
}

async function make(context: ModuleContext, task: Task, found: FoundIngredients): Promise<ModuleResult> {
  const { path, args, times } = task;
  const { artifact, current, ingredients, missing } = found;
  const predicted = {
    ...predictedKeys(times),
    ...resultKeys(path, args, undefined),
    ...diffOf(context, current, current),
  };
  if (ingredients === undefined) {
    if (!context.checkMode) throw new ModuleFailure(`${missing} is not there`);
    context.warn(`${missing} is not there yet: this works only if an earlier task makes it`);
    return { changed: true, ...predicted };
  }
  const wanted = wantedCertificate(args, ingredients, times);
  const certificate = certificateIn(current);
  const isWanted =
    !args.force &&
    certificate !== undefined &&
    isIssued(certificate, wanted, {
      ignoreTimestamps: args.ignore_timestamps,
      publicKey:
        args.provider === 'ownca' ? ingredients.privateKey?.publicKey : ingredients.request?.publicKey,
    });
  if (isWanted) {
    const changed = artifact.plan.changes.length > 0;
    if (!context.checkMode) await settleAttributes(context, artifact);
    return { changed, ...certificateKeys(path, args, current), ...diffOf(context, current, current) };
  }
  if (context.checkMode) {
    await wanted.issuer.key.checkSigning(wanted.algorithm.digest);
    return { changed: true, ...predicted };
  }
  const content = await issue(wanted);
  const backupFile = await replaceContent(context, artifact, { ...args, content });
  return {
    changed: true,
    ...certificateKeys(path, args, content),
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
    ...diffOf(context, current, content),
  };
}

type Keys = Readonly<Record<string, ResultData>>;

function resultKeys(filename: string, args: CertificateArguments, content: string | undefined): Keys {
  return {
    filename,
    privatekey: args.privatekey_path ?? null,
    csr: args.csr_path ?? null,
    ...(args.provider === 'ownca' && args.state === 'present'
      ? { ca_cert: args.ownca_path ?? null, ca_privatekey: args.ownca_privatekey_path ?? null }
      : {}),
    ...(args.return_content ? { certificate: content ?? null } : {}),
  };
}

function certificateKeys(path: string, args: CertificateArguments, content: string | undefined): Keys {
  const certificate = certificateIn(content);
  if (certificate === undefined) return resultKeys(path, args, content);
  const { serialNumber } = certificate;
  return { ...predictedKeys(certificate), serial_number: serialNumber, ...resultKeys(path, args, content) };
}

function predictedKeys({ notBefore, notAfter }: Task['times']): Keys {
  return { notBefore: momentText(notBefore), notAfter: momentText(notAfter), serial_number: null };
}

function diffOf(
  { diffMode }: ModuleContext,
  before: string | undefined,
  after: string | undefined,
): Pick<ModuleResult, 'diff'> {
  const side = (text: string | undefined): Keys =>
    diffSide(text, 'can_parse_certificate', () => {
      const certificate = certificateIn(text);
      return certificate === undefined ? undefined : describeCertificate(certificate, new Date());
    });
  return diffMode ? { diff: { before: side(before), after: side(after) } } : {};
}
