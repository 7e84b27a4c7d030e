import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { type Deb822Fields, deb822Text, isSameStanza, parseDeb822 } from '../module/kit/apt/deb822.ts';
import { writeFile } from '../module/kit/atomic-write.ts';
import { idsOf, planAttributes } from '../module/kit/file-attributes.ts';
import { fetchKey } from '../module/kit/keys/fetch-key.ts';
import { directoryOf, quotePath } from '../module/kit/paths.ts';
import { type Reading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { statusOf } from '../module/kit/status.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, type TextFile, textDiffs, textFileReading } from '../module/text/text-file.ts';

const flag = (description: string) => ({ type: 'bool', description }) as const;
const words = (description: string) => ({ type: 'list', elements: 'str', description }) as const;

const spec = {
  name: { type: 'str', required: true, description: 'The name, of which the names of the files are made.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether the source is there.',
  },
  types: {
    type: 'list',
    elements: 'str',
    choices: ['deb', 'deb-src'],
    default: ['deb'],
    description: 'Packages, their sources, or both.',
  },
  uris: words('Where the packages are.'),
  suites: words('The releases; a path that ends with a slash needs no components.'),
  components: words('The parts of a release.'),
  architectures: words('The architectures.'),
  languages: words('The languages of descriptions.'),
  targets: words('What is fetched beside the packages.'),
  signed_by: {
    type: 'str',
    description: 'The key: the path of a keyring, a URL, an armoured key, or a fingerprint.',
  },
  enabled: flag('Whether apt uses the source.'),
  trusted: flag('Whether the source counts as signed.'),
  allow_insecure: flag('Use it also unsigned.'),
  allow_weak: flag('Use it also with a weak signature.'),
  allow_downgrade_to_insecure: flag('Use it also when it is no longer signed.'),
  by_hash: flag('Fetch lists by their hash.'),
  check_date: flag('Compare the dates with the clock.'),
  check_valid_until: flag('Refuse lists that are too old.'),
  pdiffs: flag('Fetch differences of lists.'),
  date_max_future: { type: 'int', description: 'Seconds that a date may lie ahead.' },
  inrelease_path: { type: 'str', description: 'Where InRelease is.' },
  mode: { type: 'raw', mode: true, default: '0644', description: 'The mode of the file.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

const listFolder = '/etc/apt/sources.list.d';
const keyFolder = '/etc/apt/keyrings';

export default defineModule({
  name: 'deb822_repository',
  collection: 'ansible.builtin',
  summary: 'Makes apt know a source of packages in the deb822 form, or forget it',
  args: spec,
  returns: {
    repo: 'The source as its file has it; absent when it goes.',
    dest: 'The file.',
    key_filename: 'The file of the key, when signed_by is a URL.',
  },
  examples: `
- name: Packages of the vendor
  ansible.builtin.deb822_repository:
    name: vendor
    uris: https://packages.example.com/debian
    suites: stable
    components: main
    signed_by: https://packages.example.com/key.asc
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const slug = slugOf(args.name);
    const dest = `${listFolder}/${slug}.sources`;
    const wanted = args.state === 'absent' ? {} : { mode: args.mode };
    const { file } = await read(context, { file: textFileReading(context, { path: dest, wanted }) });
    return args.state === 'absent'
      ? remove(context, { file, dest })
      : add(context, { args, file, dest, slug });
  },
});

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[_\s]+/g, '-')
    .replaceAll(/[^a-z0-9-]+/g, '');
  if (slug === '') throw new ModuleFailure(`deb822_repository: no file can be named after '${name}'`);
  return slug;
}

interface Present {
  readonly args: Arguments;
  readonly file: TextFile;
  readonly dest: string;
  readonly slug: string;
}

async function add(context: ModuleContext, { args, file, dest, slug }: Present) {
  const key = await keyOf(context, { slug, signedBy: args.signed_by });
  const fields = fieldsOf(args, key?.path);
  const isWritten = !isSameStanza(parseDeb822(file.source.text), fields);
  const text = isWritten ? deb822Text(fields) : file.source.text;
  const hasAttributes = file.status !== undefined && file.plan.changes.length > 0;
  if (!context.checkMode) {
    await key?.write();
    if (isWritten || hasAttributes) await placeText(context, file, { text });
  }
  return {
    changed: isWritten || hasAttributes || key?.isChange === true,
    repo: text,
    dest,
    ...(key === undefined ? {} : { key_filename: key.path }),
    ...(context.diffMode ? { diff: textDiffs(file, text) } : {}),
  };
}

/** Only a key that its own source names goes with it. */
async function remove(context: ModuleContext, { file, dest }: Pick<Present, 'file' | 'dest'>) {
  const changed = file.status !== undefined;
  const key = parseDeb822(file.source.text)?.get('Signed-By');
  const base = dest.slice(listFolder.length + 1, -'.sources'.length);
  const keys = ['asc', 'gpg']
    .map((ending) => `${keyFolder}/${base}.${ending}`)
    .filter((path) => path === key);
  if (changed && !context.checkMode) {
    const paths = [dest, ...keys].map(quotePath).join(' ');
    await runOrFail(context, `rm -f -- ${paths}`, { failure: `${dest} cannot be removed` });
  }
  const diff = context.diffMode && changed ? { diff: [textDiffs(file, '')[0]] } : {};
  return { changed, repo: null, dest, ...diff };
}

function fieldsOf(args: Arguments, keyPath: string | undefined): Deb822Fields {
  const values: readonly (readonly [string, string | undefined])[] = [
    ['X-Repolib-Name', args.name],
    ['Types', args.types.join(' ')],
    ['URIs', args.uris?.join(' ')],
    ['Suites', args.suites?.join(' ')],
    ['Components', args.components?.join(' ')],
    ['Architectures', args.architectures?.join(' ')],
    ['Languages', args.languages?.join(' ')],
    ['Targets', args.targets?.join(' ')],
    ['Signed-By', keyPath ?? args.signed_by?.trim()],
    ['Enabled', yesOrNo(args.enabled)],
    ['Trusted', yesOrNo(args.trusted)],
    ['Allow-Insecure', yesOrNo(args.allow_insecure)],
    ['Allow-Weak', yesOrNo(args.allow_weak)],
    ['Allow-Downgrade-To-Insecure', yesOrNo(args.allow_downgrade_to_insecure)],
    ['By-Hash', yesOrNo(args.by_hash)],
    ['Check-Date', yesOrNo(args.check_date)],
    ['Check-Valid-Until', yesOrNo(args.check_valid_until)],
    ['PDiffs', yesOrNo(args.pdiffs)],
    ['Date-Max-Future', args.date_max_future?.toString()],
    ['InRelease-Path', args.inrelease_path],
  ];
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const odd = given.find(([name, value]) => name !== 'Signed-By' && value.includes('\n'));
  if (odd !== undefined) throw new ModuleFailure(`deb822_repository: ${odd[0]} cannot hold a line break`);
  return new Map(given);
}

function yesOrNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no';
}

interface FetchedKey {
  readonly path: string;
  readonly isChange: boolean;
  write(): Promise<void>;
}

/** A key with a URL is kept beside the source and compared with what the server has; others need no file. */
async function keyOf(
  context: ModuleContext,
  { slug, signedBy }: { readonly slug: string; readonly signedBy: string | undefined },
): Promise<FetchedKey | undefined> {
  if (signedBy === undefined || !/^(https?|ftp):\/\//.test(signedBy)) return undefined;
  const content = await fetchKey(context, signedBy, true);
  if (content.length === 0) throw new ModuleFailure(`deb822_repository: there is no key at ${signedBy}`);
  const isArmoured = content.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----');
  const path = `${keyFolder}/${slug}.${isArmoured ? 'asc' : 'gpg'}`;
  const { status, ids, known } = await read(context, {
    status: statusOf(path, { follow: true }),
    ids: idsOf({ mode: '0644' }, { seen: true }),
    known: contentOf(path),
  });
  const isSame = known?.equals(content) === true;
  const plan = planAttributes({ wanted: { mode: '0644' }, ids, current: status, isDirectory: false });
  const isChange = !isSame || plan.changes.length > 0;
  return {
    path,
    isChange,
    write: async () => {
      if (!isChange) return;
      const folder = quotePath(directoryOf(path));
      await runOrFail(context, `[ -d ${folder} ] || mkdir -m 755 ${folder}`, {
        failure: `${directoryOf(path)} cannot be made`,
      });
      await writeFile(context, { path, content, current: status, plan, ids });
    },
  };
}

function contentOf(path: string): Reading<Buffer | undefined> {
  return {
    script: `[ -f ${quotePath(path)} ] && cat < ${quotePath(path)}`,
    inline: 'prints',
    parse: ({ stdout, rc }) => (rc === 0 ? stdout : undefined),
  };
}
