import { defineModule } from '../module/define.ts';
import { checksumOf } from '../module/kit/checksum.ts';
import { attributesOf } from '../module/kit/extended-attributes.ts';
import { statusFlags } from '../module/kit/file-flags.ts';
import { mimeTypeOf } from '../module/kit/mime-type.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { mapReading, noReading, type Reading, read, textReading } from '../module/kit/reading.ts';
import { type FileStatus, linkEndOf, statusOf } from '../module/kit/status.ts';
import type { ResultData } from '../module/result.ts';

export default defineModule({
  name: 'stat',
  collection: 'ansible.builtin',
  summary: 'Says what is at a path',
  args: {
    path: { type: 'path', required: true, aliases: ['dest', 'name'], description: 'The path.' },
    follow: { type: 'bool', default: false, description: 'Follow links.' },
    get_checksum: { type: 'bool', default: true, description: 'Also read the checksum of a regular file.' },
    checksum_algorithm: {
      type: 'str',
      aliases: ['checksum', 'checksum_algo'],
      choices: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
      default: 'sha1',
      description: 'Which checksum.',
    },
    get_mime: {
      type: 'bool',
      default: true,
      aliases: ['mime', 'mime_type', 'mime-type'],
      description: 'Also guess the type and encoding of the content, where the target has file(1).',
    },
    get_attributes: {
      type: 'bool',
      default: true,
      aliases: ['attr', 'attributes'],
      description: 'Also read the flags of the file system, where the target has lsattr(1).',
    },
  },
  returns: { stat: 'What is known of the path: `exists`, and everything else when it does.' },
  examples: `
- name: Look at a file
  ansible.builtin.stat:
    path: /etc/hosts
  register: hosts
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const path = await expandPath(context, args.path);
    const { status, checksum, access, source, mime, attributes } = await read(context, {
      status: statusOf(path, { follow: args.follow }),
      checksum: args.get_checksum ? checksumOf(path, args.checksum_algorithm) : noReading(undefined),
      access: accessOf(path),
      source: linkEndOf(path),
      mime: args.get_mime ? mimeTypeOf(path, args) : noReading({}),
      attributes: args.get_attributes ? attributesOf(path) : noReading({}),
    });
    if (status === undefined) return { changed: false, stat: { exists: false } };
    const stat: Record<string, ResultData> = { ...describe(path, status), ...access };
    if (status.kind === 'file' && checksum !== undefined) stat['checksum'] = checksum;
    if (status.kind === 'link') {
      stat['lnk_target'] = status.linkTarget;
      stat['lnk_source'] = source;
    }
    return { changed: false, stat: { ...stat, ...mime, ...attributes } };
  },
});

/** What the task's user may do with the path. */
function accessOf(path: string): Reading<Readonly<Record<'readable' | 'writeable' | 'executable', boolean>>> {
  const p = quotePath(path);
  return mapReading(
    textReading(`for test in -r -w -x; do [ $test ${p} ] && r=\${r}1 || r=\${r}0; done`, 'sets'),
    (text) => {
      const [readable, writeable, executable] = [...(text ?? '')].map((digit) => digit === '1');
      return { readable: readable === true, writeable: writeable === true, executable: executable === true };
    },
  );
}

function describe(path: string, status: FileStatus): Record<string, ResultData> {
  return {
    exists: true,
    path,
    ...statusFlags(status),
    ...(status.owner === undefined ? {} : { pw_name: status.owner }),
    ...(status.group === undefined ? {} : { gr_name: status.group }),
    blocks: status.blocks,
    block_size: status.blockSize,
  };
}
