import { stat } from 'node:fs/promises';
import { placementArguments } from '../module/copy/arguments.ts';
import { readLocalTree } from '../module/copy/local-tree.ts';
import { placeFile } from '../module/copy/place-file.ts';
import { placeTree } from '../module/copy/place-tree.ts';
import { copyOnTarget } from '../module/copy/remote-source.ts';
import { checksum } from '../module/kit/checksum.ts';
import { defineFileModule } from '../module/kit/file-module.ts';
import { formatMode } from '../module/kit/mode.ts';
import { baseName, expandPath } from '../module/kit/paths.ts';
import { refuseSpecialAttributes } from '../module/kit/special-attributes/set-special-attributes.ts';
import { ModuleFailure } from '../module/result.ts';
import { formatJson } from '../values/json.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';

export default defineFileModule({
  name: 'copy',
  collection: 'ansible.builtin',
  summary: 'Puts files, directories or text on the target',
  args: {
    src: {
      type: 'path',
      description:
        'A file or directory of the controller; with a slash at the end, what is in the directory.',
    },
    content: { type: 'raw', description: 'The text of the file, instead of src; data becomes JSON.' },
    dest: { type: 'path', required: true, description: 'Where to; must be a directory when src is one.' },
    remote_src: { type: 'bool', default: false, description: 'src is on the target.' },
    checksum: { type: 'str', description: 'The SHA1 that the file must have.' },
    directory_mode: {
      type: 'raw',
      mode: true,
      description: 'The mode of directories, when a directory is copied.',
    },
    local_follow: {
      type: 'bool',
      default: true,
      description: 'Copy what links in a directory lead to, instead of the links.',
    },
    decrypt: {
      type: 'bool',
      default: true,
      description: 'Decrypt a file that is encrypted with Ansible Vault.',
    },
    ...placementArguments,
  },
  mutuallyExclusive: [['src', 'content']],
  requiredOneOf: [['src', 'content']],
  returns: {
    dest: 'Where the file or directory is.',
    src: 'What was copied.',
    checksum: 'SHA1 of the content.',
    md5sum: 'MD5 of the content, when it was copied.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Copy a file
  ansible.builtin.copy:
    src: app.conf
    dest: /etc/app.conf
    owner: root
    group: root
    mode: '0644'
`,
  check: 'full',
  diff: true,
  async: 'none',
  async run(context, args) {
    const dest = await expandPath(context, args.dest);
    const common = {
      dest,
      force: args.force,
      follow: args.follow,
      backup: args.backup,
      validate: args.validate,
      unsafeWrites: args.unsafe_writes,
    };
    if (args.src === undefined) {
      const content = Buffer.from(contentText(args.content));
      verifyChecksum(content, args.checksum);
      return placeFile(context, { ...common, content, name: undefined, src: undefined, wanted: args });
    }
    if (args.remote_src) {
      const src = await expandPath(context, args.src);
      return copyOnTarget(context, {
        ...common,
        src,
        wanted: args,
        directoryMode: args.directory_mode,
        checksum: args.checksum,
      });
    }
    const source = await context.files.find(args.src, 'files');
    const { mode, isDirectory } = await stat(source).then((found) => ({
      mode: found.mode & 0o7777,
      isDirectory: found.isDirectory(),
    }));
    if (isDirectory) {
      refuseSpecialAttributes(args, 'src is a folder');
      const tree = await readLocalTree(context, source, { follow: args.local_follow });
      const root = args.src.endsWith('/') ? '' : baseName(source);
      return placeTree(context, {
        ...common,
        tree,
        root,
        src: root === '' ? `${source.replace(/\/+$/, '')}/` : source,
        wanted: args,
        directoryMode: args.directory_mode,
        decrypt: args.decrypt,
      });
    }
    const content = await context.files.read(source, { decrypt: args.decrypt });
    verifyChecksum(content, args.checksum);
    const wanted = { ...args, mode: args.mode === 'preserve' ? formatMode(mode) : args.mode };
    return placeFile(context, { ...common, content, name: baseName(source), src: source, wanted });
  },
});

function verifyChecksum(content: Uint8Array, expected: string | undefined): void {
  const found = checksum(content, 'sha1');
  if (expected !== undefined && expected.toLowerCase() !== found) {
    throw new ModuleFailure(`the content has the checksum ${found}, not ${expected} as is asked for`, {
      checksum: found,
      expected_checksum: expected,
    });
  }
}

/** Text as it is; dicts and lists as JSON. */
function contentText(content: Value | undefined): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content) || content instanceof Map) return formatJson(content);
  return str(content ?? '');
}
