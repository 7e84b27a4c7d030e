import { randomBytes } from 'node:crypto';
import { type ArchiveKind, entriesOf, extract, mergeScript } from '../module/archive/stage.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { treeChanges, treeOf } from '../module/file/tree.ts';
import { plainRequest } from '../module/http/curl-config.ts';
import { download } from '../module/http/download.ts';
import { fileAttributeArguments, idsOf, statusKeys } from '../module/kit/file-attributes.ts';
import { expandPath, joinPath, quotePath } from '../module/kit/paths.ts';
import { noReading, read, textReading } from '../module/kit/reading.ts';
import { statusOf } from '../module/kit/status.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'unarchive',
  collection: 'ansible.builtin',
  summary: 'Unpacks an archive on the target',
  args: {
    src: {
      type: 'path',
      required: true,
      description:
        'A tar (gzip, bzip2, xz, zstd as the tar of the target can) or zip archive; with remote_src also a URL.',
    },
    dest: { type: 'path', required: true, description: 'The directory to unpack into; it must be there.' },
    remote_src: {
      type: 'bool',
      default: false,
      description: 'src is on the target, or a URL to fetch from there.',
    },
    creates: { type: 'path', description: 'Do nothing when this is there.' },
    list_files: { type: 'bool', default: false, description: 'Return the names of what is in the archive.' },
    exclude: { type: 'list', elements: 'str', default: [], description: 'What not to unpack.' },
    include: { type: 'list', elements: 'str', default: [], description: 'What alone to unpack.' },
    keep_newer: {
      type: 'bool',
      default: false,
      description: 'Keep files that are newer than those of the archive.',
    },
    extra_opts: { type: 'list', elements: 'str', default: [], description: 'More options for tar or unzip.' },
    validate_certs: { type: 'bool', default: true, description: "Check the server's certificate." },
    copy: {
      type: 'bool',
      description: 'The older way to say remote_src: false means that src is on the target.',
    },
    decrypt: {
      type: 'bool',
      default: true,
      description: 'Decrypt an archive that is encrypted with Ansible Vault.',
    },
    io_buffer_size: {
      type: 'int',
      default: 65536,
      description: 'Taken for the sake of playbooks that have it: the programs of the target know their own.',
    },
    ...fileAttributeArguments,
  },
  mutuallyExclusive: [
    ['include', 'exclude'],
    ['copy', 'remote_src'],
  ],
  returns: {
    dest: 'The directory.',
    handler:
      'What unpacked it: TarArchive, TgzArchive, TarBzipArchive, TarXzArchive, TarZstdArchive, ZipArchive.',
    files: 'What is in the archive, with list_files.',
  },
  examples: `
- name: Unpack a release
  ansible.builtin.unarchive:
    src: https://example.org/app-1.0.tar.gz
    dest: /opt
    remote_src: true
    creates: /opt/app-1.0
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const dest = await expandPath(context, args.dest);
    const isOnTarget = args.copy === undefined ? args.remote_src : !args.copy;
    const isUrl = isOnTarget && args.src.includes('://');
    const remote = isOnTarget && !isUrl ? await expandPath(context, args.src) : undefined;
    const creates = args.creates === undefined ? undefined : await expandPath(context, args.creates);
    const before = await read(context, {
      creates: creates === undefined ? noReading(undefined) : textReading(`[ -e ${quotePath(creates)} ]`),
      dest: statusOf(dest, { follow: true }),
      src: remote === undefined ? noReading(undefined) : statusOf(remote, { follow: true }),
    });
    if (before.creates !== undefined)
      return { changed: false, skipped: true, msg: `skipped, since ${creates} exists` };
    if (before.dest?.kind !== 'directory') {
      // An earlier task of the same run may make it, which check mode did not carry out.
      if (context.checkMode && before.dest === undefined) return { changed: true, dest };
      throw new ModuleFailure(`${dest} is no directory on the target`, { dest });
    }
    if (remote !== undefined && before.src === undefined)
      throw new ModuleFailure(`there is no ${remote} on the target`, { src: remote });
    const archive =
      remote ?? (isUrl ? await fetch(context, args.src, args.validate_certs) : await send(context, args));
    const staging = joinPath(dest, `.tsplay-${randomBytes(8).toString('hex')}`);
    const ours = [staging, ...(remote === undefined ? [archive] : [])];
    try {
      return await unpack(context, { archive, staging, dest, args });
    } finally {
      await context.target.run(`rm -r -f ${ours.map(quotePath).join(' ')}`);
    }
  },
});

/** Ansible's names for what unpacks. */
const handlers: Readonly<Record<ArchiveKind, string>> = {
  tar: 'TarArchive',
  'tar gz': 'TgzArchive',
  'tar bzip2': 'TarBzipArchive',
  'tar xz': 'TarXzArchive',
  'tar zstd': 'TarZstdArchive',
  zip: 'ZipArchive',
};

async function fetch(context: ModuleContext, url: string, validateCerts: boolean): Promise<string> {
  const path = await context.target.upload(new Uint8Array());
  const request = plainRequest({ url, timeout: 30, validateCerts });
  await download(context, request, path);
  return path;
}

async function send(
  { target, files }: ModuleContext,
  { src, decrypt }: { readonly src: string; readonly decrypt: boolean },
): Promise<string> {
  return target.upload(await files.read(await files.find(src, 'files'), { decrypt }));
}

interface Unpacking {
  readonly archive: string;
  readonly staging: string;
  readonly dest: string;
  readonly args: {
    readonly src: string;
    readonly owner?: string | undefined;
    readonly group?: string | undefined;
    readonly mode?: Parameters<typeof idsOf>[0]['mode'];
    readonly list_files: boolean;
    readonly exclude: readonly string[];
    readonly include: readonly string[];
    readonly keep_newer: boolean;
    readonly extra_opts: readonly string[];
  };
}

/** Unpacks beside the destination, gives what was unpacked its attributes, and moves over what differs. */
async function unpack(
  context: ModuleContext,
  { archive, staging, dest, args }: Unpacking,
): Promise<ModuleResult> {
  const { extraction, tree, ids, files } = await read(context, {
    extraction: extract(
      { archive, include: args.include, exclude: args.exclude, extraOptions: args.extra_opts },
      staging,
    ),
    tree: treeOf(staging),
    ids: idsOf(args),
    files: args.list_files ? entriesOf(staging) : noReading(undefined),
  });
  if (extraction.kind === undefined) throw new ModuleFailure(`cannot write into ${dest}`, { dest });
  if (extraction.rc !== 0) {
    throw new ModuleFailure(
      `${args.src} cannot be unpacked with ${extraction.kind === 'zip' ? 'unzip' : 'tar'}: ${extraction.output}`,
      { dest, src: args.src },
    );
  }
  const attributes = treeChanges(staging, tree, { wanted: args, ids });
  if (attributes !== '')
    await runOrFail(context, `(\n${attributes}\n)`, 'cannot change owner or mode of what was unpacked');
  const merge = mergeScript({ staging, dest, keepNewer: args.keep_newer, checkMode: context.checkMode });
  const { stdout } = await runOrFail(context, merge, `cannot unpack into ${dest}`);
  const { status } = await read(context, { status: statusOf(dest, { follow: true }) });
  return {
    changed: stdout.length > 0,
    dest,
    src: args.src,
    handler: handlers[extraction.kind],
    ...(files === undefined ? {} : { files }),
    ...(status === undefined ? {} : statusKeys(status)),
  };
}

async function runOrFail(context: ModuleContext, script: string, what: string) {
  const result = await context.target.run(script, { signal: context.signal });
  if (result.rc !== 0)
    throw new ModuleFailure(`${what}: ${result.stderr.toString().trim()}`, { rc: result.rc });
  return result;
}
