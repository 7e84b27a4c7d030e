import type { ModuleContext } from '../context.ts';
import { type Artifact, artifactOf, artifactReadings } from '../kit/crypto/artifact.ts';
import { certificateIn } from '../kit/crypto/described-certificate.ts';
import { requestIn } from '../kit/crypto/described-request.ts';
import { withPassphrase } from '../kit/crypto/passphrase.ts';
import { type SigningKey, signingKeyReading } from '../kit/crypto/signing-key.ts';
import { expandPath } from '../kit/paths.ts';
import { mapReading, noReading, type Reading, read } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';
import { fetchText } from '../text/fetch-text.ts';
import type { CertificateArguments } from './certificate-arguments.ts';
import type { Ingredients } from './provider.ts';

/** What was found on the target of all that a certificate is made from. */
export interface FoundIngredients {
  readonly artifact: Artifact;
  /** The text of the file as it is. */
  readonly current: string | undefined;
  /** Undefined when a file is not there; `missing` names it. */
  readonly ingredients: Ingredients | undefined;
  readonly missing: string | undefined;
}

/** Reads everything in one round trip, and hands it on while the keys can be opened. */
export async function withIngredients<T>(
  context: ModuleContext,
  { path, args }: { readonly path: string; readonly args: CertificateArguments },
  use: (found: FoundIngredients) => Promise<T>,
): Promise<T> {
  const expanded = async (name: string | undefined): Promise<string | undefined> =>
    name === undefined ? undefined : expandPath(context, name);
  const own = { content: args.privatekey_content, passphrase: args.privatekey_passphrase };
  const authority = { content: args.ownca_privatekey_content, passphrase: args.ownca_privatekey_passphrase };
  const isAuthority = args.provider === 'ownca';
  const csrPath = await expanded(args.csr_path);
  const certificatePath = isAuthority ? await expanded(args.ownca_path) : undefined;
  const keyPath = await expanded(args.privatekey_path);
  const authorityKeyPath = await expanded(args.ownca_privatekey_path);
  return withPassphrase(context, own.passphrase, (ownFile) =>
    withPassphrase(context, authority.passphrase, async (authorityFile) => {
      const found = await read(context, {
        ...artifactReadings(context, path, args),
        current: fetchText(path),
        csr: textOf(csrPath, args.csr_content),
        certificate: textOf(certificatePath, isAuthority ? args.ownca_content : undefined),
        key: signingKeyReading(context, { ...own, path: keyPath }, ownFile),
        authorityKey: isAuthority
          ? signingKeyReading(context, { ...authority, path: authorityKeyPath }, authorityFile)
          : noReading<SigningKey | undefined>(undefined),
      });
      const artifact = await artifactOf(context, { path, wanted: args }, found);
      const missing = missingFile(args, found);
      return use({
        artifact,
        missing,
        current: found.current?.text,
        ingredients: missing === undefined ? ingredientsOf(args, found) : undefined,
      });
    }),
  );
}

interface Found {
  readonly csr: string | undefined;
  readonly certificate: string | undefined;
  readonly key: SigningKey | undefined;
  readonly authorityKey: SigningKey | undefined;
}

function textOf(path: string | undefined, content: string | undefined): Reading<string | undefined> {
  if (path === undefined) return noReading(content);
  return mapReading(fetchText(path), (text) => text?.text);
}

/** The first file that the task names and that is not there. */
function missingFile(args: CertificateArguments, found: Found): string | undefined {
  const isAuthority = args.provider === 'ownca';
  const files = [
    [args.csr_path, found.csr],
    [args.privatekey_path, found.key],
    [isAuthority ? args.ownca_path : undefined, found.certificate],
    [isAuthority ? args.ownca_privatekey_path : undefined, found.authorityKey],
  ] as const;
  return files.find(([path, value]) => path !== undefined && value === undefined)?.[0];
}

function ingredientsOf(args: CertificateArguments, found: Found): Ingredients {
  const request = requestIn(found.csr);
  const certificate = certificateIn(found.certificate);
  if (found.csr !== undefined && request === undefined)
    throw new ModuleFailure(`${args.csr_path ?? 'csr_content'} is no request for a certificate`);
  if (found.certificate !== undefined && certificate === undefined)
    throw new ModuleFailure(`${args.ownca_path ?? 'ownca_content'} is no certificate`);
  const authority =
    certificate === undefined || found.authorityKey === undefined
      ? undefined
      : { certificate, key: found.authorityKey };
  return { request, privateKey: found.key, authority };
}
