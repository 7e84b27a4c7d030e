import { readdir, stat } from 'node:fs/promises';
import { assembleFragments, type Fragment, fragmentsOf } from '../module/assemble/fragments.ts';
import type { ModuleContext } from '../module/context.ts';
import {
  type Destination,
  type DestinationRequest,
  destinationReadings,
  placeFile,
} from '../module/copy/place-file.ts';
import { checksum } from '../module/kit/checksum.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { expandPath, joinPath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import { decodePythonEscapes } from '../util/python-escapes.ts';

export default defineFileModule({
  name: 'assemble',
  collection: 'ansible.builtin',
  summary: 'Puts a file together from the files in a folder',
  args: {
    src: { type: 'path', required: true, description: 'The folder with the fragments.' },
    dest: { type: 'path', required: true, description: 'The file.' },
    remote_src: {
      type: 'bool',
      default: true,
      description: 'The folder is on the target; otherwise on the controller.',
    },
    regexp: { type: 'str', description: 'Which names count: a regular expression, as in Python.' },
    delimiter: { type: 'str', description: 'A line between the fragments.' },
    ignore_hidden: { type: 'bool', default: false, description: 'Leave names out that begin with a dot.' },
    backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
    validate: {
      type: 'str',
      description: 'A command that checks the new file before it is put in place; %s is its path.',
    },
    decrypt: {
      type: 'bool',
      default: true,
      description: 'Decrypt fragments that are encrypted with Ansible Vault.',
    },
    ...fileArguments,
  },
  returns: {
    dest: 'The file.',
    src: 'The folder.',
    checksum: 'SHA1 of the content.',
    md5sum: 'MD5 of the content.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Put the configuration together
  ansible.builtin.assemble:
    src: /etc/app/conf.d
    dest: /etc/app/app.conf
`,
  check: 'full',
  diff: true,
  async run(context, args): Promise<ModuleResult> {
    const dest = await expandPath(context, args.dest);
    const place = { dest, name: undefined, wanted: args, follow: false };
    const { folder, fragments, known } = await (args.remote_src
      ? targetFragments(context, args.src, place)
      : controllerFragments(context, args));
    const content = assembleFragments(fragments, {
      regexp: args.regexp,
      ignoreHidden: args.ignore_hidden,
      delimiter: args.delimiter === undefined ? undefined : delimiterOf(args.delimiter),
    });
    const placement = {
      ...place,
      content,
      src: folder,
      force: true,
      backup: args.backup,
      validate: args.validate,
      unsafeWrites: args.unsafe_writes,
    };
    const { path: _path, ...result } = await placeFile(context, placement, known);
    return {
      ...result,
      src: folder,
      md5sum: checksum(content, 'md5'),
      ...(args.remote_src ? { msg: 'OK' } : {}),
    };
  },
});

/** As written but for escapes: `\\n` is a line end. */
function delimiterOf(text: string): string {
  const decoded = decodePythonEscapes(text, 'bytes');
  if (!decoded.ok)
    throw new ModuleFailure(`the delimiter has an escape that stands for nothing: ${decoded.escape}`);
  return decoded.text;
}

interface Source {
  readonly folder: string;
  readonly fragments: readonly Fragment[];
  /** What is at the destination, where the same round trip told. */
  readonly known?: Destination;
}

async function targetFragments(
  context: ModuleContext,
  src: string,
  place: Omit<DestinationRequest, 'size'>,
): Promise<Source> {
  const folder = await expandPath(context, src);
  const { fragments, ...known } = await read(context, {
    fragments: fragmentsOf(folder),
    ...destinationReadings(context, { ...place, size: undefined }),
  });
  if (fragments === undefined)
    throw new ModuleFailure(`${folder} is no folder that can be read on the target`);
  return { folder, fragments, known };
}

async function controllerFragments(
  context: ModuleContext,
  { src, decrypt }: { readonly src: string; readonly decrypt: boolean },
): Promise<Source> {
  const folder = await context.files.find(src, 'files');
  if (!(await stat(folder)).isDirectory())
    throw new ModuleFailure(`${folder} is no folder on the controller`);
  const fragments: Fragment[] = [];
  for (const name of await readdir(folder)) {
    const path = joinPath(folder, name);
    if (!(await stat(path)).isFile()) continue;
    fragments.push({ name, content: await context.files.read(path, { decrypt }) });
  }
  return { folder, fragments };
}
