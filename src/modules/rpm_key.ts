import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { fetchKey } from '../module/kit/keys/fetch-key.ts';
import { type PublicKey, publicKeysIn } from '../module/kit/keys/openpgp.ts';
import { quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

const spec = {
  key: {
    type: 'str',
    required: true,
    description: 'A file on the target, a URL, or the identifier of a key that is there.',
  },
  fingerprint: {
    type: 'str',
    description: 'What the key must be: 40 hexadecimal digits, blanks allowed. Only such a key is imported.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether rpm trusts the key.',
  },
  validate_certs: { type: 'bool', default: true, description: "Check the certificate of the URL's server." },
} as const satisfies ArgumentSpec;

export default defineModule({
  name: 'rpm_key',
  collection: 'ansible.builtin',
  summary: 'Makes rpm trust a key, or not any more',
  args: spec,
  returns: {},
  examples: `
- name: Trust the vendor
  ansible.builtin.rpm_key:
    key: https://packages.example.com/key.asc
    fingerprint: 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const source = sourceOf(args.key);
    const { trusted, content } = await read(context, {
      trusted: trustedReading,
      content: source.kind === 'file' ? contentOf(args.key) : noReading<Buffer | undefined>(undefined),
    });
    const situation = { args, trusted, source, content };
    return args.state === 'absent' ? remove(context, situation) : add(context, situation);
  },
});

/** What `key` is. An identifier is held in small letters, without 0x. */
type KeySource = { readonly kind: 'url' | 'file' } | { readonly kind: 'id'; readonly id: string };

interface Situation {
  readonly args: ArgumentsOf<typeof spec>;
  readonly trusted: readonly TrustedKey[];
  readonly source: KeySource;
  /** Of the file, when it can be read. */
  readonly content: Buffer | undefined;
}

interface TrustedKey {
  readonly key: PublicKey;
  /** How rpm calls it among its packages. */
  readonly packageName: string;
}

function sourceOf(key: string): KeySource {
  if (/^[a-z]+:\/\//.test(key)) return { kind: 'url' };
  const id = /^(?:0x)?([0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{40})$/i.exec(key)?.[1];
  return id === undefined ? { kind: 'file' } : { kind: 'id', id: id.toUpperCase() };
}

/** rpm keeps each key as a package whose description is the key. */
const trustedReading: Reading<readonly TrustedKey[]> = {
  script: `LC_ALL=C rpm -q --qf 'gpg-pubkey-%{VERSION}-%{RELEASE}\\n%{DESCRIPTION}\\n' gpg-pubkey 2>/dev/null`,
  inline: 'prints',
  parse: ({ stdout }) =>
    stdout
      .toString('latin1')
      .split(/^(?=gpg-pubkey-)/m)
      .flatMap((part) => {
        const packageName = /^gpg-pubkey-[0-9a-f]+-[0-9a-f]+$/m.exec(part)?.[0];
        if (packageName === undefined) return [];
        return publicKeysIn(Buffer.from(part, 'latin1'), packageName).map((key) => ({ key, packageName }));
      }),
};

function contentOf(path: string): Reading<Buffer | undefined> {
  return {
    script: `[ -f ${quotePath(path)} ] && cat < ${quotePath(path)}`,
    inline: 'prints',
    parse: ({ stdout, rc }) => (rc === 0 ? stdout : undefined),
  };
}

async function add(context: ModuleContext, situation: Situation): Promise<ModuleResult> {
  const { args, trusted, source } = situation;
  if (source.kind === 'id')
    throw new ModuleFailure('rpm_key: a key that is to be imported must be a file or a URL');
  const content = await givenContent(context, situation);
  const keys = keysIn(content, args.key);
  const missing = keys.filter((key) => !isTrusted(trusted, key));
  if (missing.length === 0) return { changed: false };
  requireFingerprint(args.fingerprint, missing);
  if (!context.checkMode) await importKey(context, content);
  return { changed: true };
}

function isTrusted(trusted: readonly TrustedKey[], { fingerprint }: PublicKey): boolean {
  return trusted.some(({ key }) => key.fingerprint === fingerprint);
}

function keysIn(content: Buffer, where: string): readonly PublicKey[] {
  const keys = publicKeysIn(content, where);
  if (keys.length === 0) throw new ModuleFailure(`rpm_key: there is no key in ${where}`);
  return keys;
}

async function givenContent(context: ModuleContext, { args, source, content }: Situation): Promise<Buffer> {
  if (source.kind === 'url') return fetchKey(context, args.key, args.validate_certs);
  if (content === undefined)
    throw new ModuleFailure(`rpm_key: '${args.key}' is no identifier, no URL and no file that can be read`);
  return content;
}

/** All that would be imported must be the one key, or a second one in the file would slip through. */
function requireFingerprint(fingerprint: string | undefined, keys: readonly PublicKey[]): void {
  if (fingerprint === undefined) return;
  const wanted = fingerprint.replaceAll(/\s/g, '').toUpperCase();
  const other = keys.find((key) => key.fingerprint !== wanted);
  if (other === undefined) return;
  throw new ModuleFailure(
    `rpm_key: the fingerprint of the key is ${other.fingerprint}, not ${wanted}: it was not imported`,
  );
}

/** Imports the bytes that were checked, whatever has become of their file since. */
async function importKey(context: ModuleContext, content: Buffer): Promise<void> {
  const path = quotePath(await context.target.upload(content));
  await runOrFail(context, `rpm --import ${path}; rc=$?; rm -f -- ${path}; exit "$rc"`, {
    failure: 'rpm_key: rpm did not import the key',
  });
}

async function remove(context: ModuleContext, situation: Situation): Promise<ModuleResult> {
  const { args, trusted, source } = situation;
  const isMeant = await selector(context, situation);
  const doomed = trusted.filter(({ key }) => isMeant(key)).map(({ packageName }) => packageName);
  if (doomed.length === 0) return { changed: false };
  if (!context.checkMode) {
    await runOrFail(context, `rpm --erase --allmatches ${doomed.map(quote).join(' ')}`, {
      failure: `rpm_key: rpm did not remove ${source.kind === 'id' ? source.id : args.key}`,
    });
  }
  return { changed: true };
}

async function selector(context: ModuleContext, situation: Situation): Promise<(key: PublicKey) => boolean> {
  const { args, source } = situation;
  if (source.kind === 'id') {
    const { id } = source;
    return (key) => key.fingerprint.endsWith(id) || key.ids.some((one) => one.endsWith(id));
  }
  const keys = keysIn(await givenContent(context, situation), args.key);
  return (key) => keys.some(({ fingerprint }) => fingerprint === key.fingerprint);
}
