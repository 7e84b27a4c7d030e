import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type Keyring, keyringsOf, mainKeyring } from '../module/kit/apt/keyrings.ts';
import { writeFile } from '../module/kit/atomic-write.ts';
import { idsOf, planAttributes } from '../module/kit/file-attributes.ts';
import { fetchKey } from '../module/kit/keys/fetch-key.ts';
import { type PublicKey, publicKeysIn } from '../module/kit/keys/openpgp.ts';
import { quotePath } from '../module/kit/paths.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { linkEndOf, statusOf } from '../module/kit/status.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

const spec = {
  id: { type: 'str', description: 'The key: 8, 16 or 40 hexadecimal digits. Needed to remove one.' },
  data: { type: 'str', description: 'The key itself.' },
  file: { type: 'path', description: 'A file on the target that holds the key.' },
  url: { type: 'str', description: 'Where the target fetches the key from.' },
  keyserver: {
    type: 'str',
    description: 'A key server. Not supported.',
    unsupported: 'fetch the key by its url',
  },
  keyring: { type: 'path', description: 'The keyring that counts; all that apt trusts when absent.' },
  validate_certs: { type: 'bool', default: true, description: "Check the certificate of the url's server." },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether the key is trusted.',
  },
} as const satisfies ArgumentSpec;

export default defineModule({
  name: 'apt_key',
  collection: 'ansible.builtin',
  summary: 'Makes apt trust a key, or not any more',
  args: spec,
  mutuallyExclusive: [['data', 'file', 'keyserver', 'url']],
  returns: {
    before: 'The identifiers of the keys before.',
    after: 'Those after a change.',
    fp: 'The fingerprint, or as much of it as is known.',
    id: 'The key as the task names it.',
    key_id: 'Its long identifier.',
    short_id: 'Its short identifier.',
  },
  examples: `
- name: Trust the vendor
  ansible.builtin.apt_key:
    url: https://packages.example.com/key.asc
    id: 0123456789ABCDEF0123456789ABCDEF01234567
    keyring: /etc/apt/trusted.gpg.d/vendor.gpg
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const asked = args.id === undefined ? undefined : keyNumber(args.id);
    const found = await read(context, {
      keyrings: keyringsOf(args.keyring),
      content: args.file === undefined ? noReading<Buffer | undefined>(undefined) : contentOf(args.file),
    });
    const situation = { ...found, args, asked };
    return args.state === 'absent' ? remove(context, situation) : add(context, situation);
  },
});

type Arguments = ArgumentsOf<typeof spec>;

interface Situation {
  readonly args: Arguments;
  readonly keyrings: readonly Keyring[];
  /** Of `file`. */
  readonly content: Buffer | undefined;
  /** The digits of `id`. */
  readonly asked: string | undefined;
}

/** The digits alone, in capitals. */
function keyNumber(id: string): string {
  const digits = id.trim().replace(/^0x/i, '').toUpperCase();
  if (/^([0-9A-F]{8}|[0-9A-F]{16,40})$/.test(digits)) return digits;
  throw new ModuleFailure(
    `apt_key: '${id}' is no identifier of a key: 8, 16 or 40 hexadecimal digits are expected`,
    {
      id,
    },
  );
}

function contentOf(path: string): Reading<Buffer | undefined> {
  return {
    script: `[ -f ${quotePath(path)} ] && cat < ${quotePath(path)}`,
    inline: 'prints',
    parse: ({ stdout, rc }) => (rc === 0 ? stdout : undefined),
  };
}

/** In the length in which the task names its key: short only when that is. */
function idsIn(keyrings: readonly Keyring[], asked: string): readonly string[] {
  const ids = keyrings.flatMap(({ keys }) => keys.flatMap((key) => key.ids));
  return asked.length === 8 ? ids.map((id) => id.slice(-8)) : ids;
}

/** An identifier may be that of a subkey; a fingerprint is the key's own. */
function isKey(key: PublicKey, asked: string): boolean {
  return key.fingerprint.endsWith(asked) || key.ids.some((id) => id.endsWith(asked));
}

function names(id: string | undefined, number: string): Readonly<Record<string, string>> {
  return { id: id ?? number, fp: number.slice(-16), key_id: number, short_id: number.slice(-8) };
}

async function add(context: ModuleContext, situation: Situation): Promise<ModuleResult> {
  const { args, keyrings, asked } = situation;
  const has = (number: string): boolean =>
    keyrings.some(({ keys }) => keys.some((key) => isKey(key, number)));
  if (asked !== undefined && has(asked)) {
    return { changed: false, before: idsIn(keyrings, asked), ...names(args.id, asked) };
  }
  const keys = await keysGiven(context, situation);
  if (asked !== undefined && !keys.some((key) => isKey(key, asked))) {
    const given = keys.map(({ fingerprint }) => fingerprint).join(', ');
    throw new ModuleFailure(`apt_key: the key is ${given}, not ${asked}`, names(args.id, asked));
  }
  const number = asked ?? longIdOf(keys);
  const before = idsIn(keyrings, number);
  const missing = keys.filter(({ fingerprint }) => !has(fingerprint));
  if (missing.length === 0) return { changed: false, before, ...names(args.id, number) };
  const path = args.keyring ?? mainKeyring;
  const known = keyrings.find((keyring) => keyring.path === path)?.keys ?? [];
  if (!context.checkMode) await writeKeyring(context, path, [...known, ...missing]);
  const changed = [
    ...keyrings.filter((keyring) => keyring.path !== path),
    { path, keys: [...known, ...missing] },
  ];
  changed.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { changed: true, before, after: idsIn(changed, number), ...names(args.id, number) };
}

function longIdOf(keys: readonly PublicKey[]): string {
  return keys[0]?.fingerprint.slice(-16) ?? '';
}

/** The keys of data, file or url: at least one. */
async function keysGiven(
  context: ModuleContext,
  { args, content }: Situation,
): Promise<readonly PublicKey[]> {
  const keys = publicKeysIn(await sourceOf(context, args, content), args.file ?? args.url ?? 'data');
  if (keys.length === 0) throw new ModuleFailure('apt_key: there is no key in what was given');
  return keys;
}

async function sourceOf(
  context: ModuleContext,
  args: Arguments,
  content: Buffer | undefined,
): Promise<Buffer> {
  if (args.data !== undefined) return Buffer.from(args.data);
  if (args.url !== undefined) return fetchKey(context, args.url, args.validate_certs);
  if (args.file === undefined)
    throw new ModuleFailure('apt_key: neither data, file nor url brings a key that is not there', {
      id: args.id ?? null,
    });
  if (content === undefined)
    throw new ModuleFailure(`apt_key: there is no file ${args.file} that can be read`);
  return content;
}

async function remove(context: ModuleContext, situation: Situation): Promise<ModuleResult> {
  const { args, keyrings } = situation;
  const asked = situation.asked ?? longIdOf(await keysGiven(context, situation));
  const before = idsIn(keyrings, asked);
  const left = keyrings.map(({ path, keys }) => ({ path, keys: keys.filter((key) => !isKey(key, asked)) }));
  const changed = left.filter(({ keys }, index) => keys.length !== keyrings[index]?.keys.length);
  if (changed.length === 0) return { changed: false, before, ...names(args.id, asked) };
  if (!context.checkMode) for (const { path, keys } of changed) await writeKeyring(context, path, keys);
  return { changed: true, before, after: idsIn(left, asked), ...names(args.id, asked) };
}

/** A keyring of the folder that has no key left goes; the main one stays, empty. */
async function writeKeyring(context: ModuleContext, path: string, keys: readonly PublicKey[]): Promise<void> {
  if (keys.length === 0 && path !== mainKeyring) {
    await runOrFail(context, `rm -f -- ${quotePath(path)}`, { failure: `${path} cannot be removed` });
    return;
  }
  const { status, ids, real } = await read(context, {
    status: statusOf(path, { follow: true }),
    ids: idsOf({ mode: '0644' }, { seen: true }),
    real: linkEndOf(path),
  });
  const packets = Buffer.concat(keys.map((key) => key.packets));
  const wanted = status === undefined ? { mode: '0644' } : {};
  await writeFile(context, {
    path: real ?? path,
    content: path.endsWith('.asc') ? Buffer.from(armoured(packets)) : packets,
    current: status,
    plan: planAttributes({ wanted, ids, current: status, isDirectory: false }),
    ids,
  });
}

/** Without the checksum, which is optional. */
function armoured(packets: Buffer): string {
  const data = packets.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${data}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
}
