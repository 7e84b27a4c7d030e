import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { download } from '../module/fetch/download.ts';
import { expandPath } from '../module/kit/paths.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'fetch',
  collection: 'ansible.builtin',
  summary: 'Gets a file of the target to the controller',
  args: {
    src: { type: 'path', required: true, description: 'The file of the target; no directory.' },
    dest: {
      type: 'path',
      required: true,
      description:
        'A folder of the controller; the file is put below it by the name of the host and its path.',
    },
    flat: {
      type: 'bool',
      default: false,
      description: 'dest is the path of the file; with a slash at the end, the folder that it goes into.',
    },
    fail_on_missing: {
      type: 'bool',
      default: true,
      description: 'Fail when there is no file that can be read.',
    },
    validate_checksum: {
      type: 'bool',
      default: true,
      description: 'Fail when what came is not what the target said that it would be.',
    },
  },
  returns: {
    dest: 'Where the file is on the controller.',
    checksum: 'SHA1 of it.',
    md5sum: 'MD5 of it.',
    remote_checksum: 'SHA1 that the target gave, when the file was fetched.',
    file: 'The path on the target, when nothing was fetched.',
  },
  examples: `
- name: Keep the certificate of each host
  ansible.builtin.fetch:
    src: /etc/ssl/host.pem
    dest: certificates/
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const source = await expandPath(context, args.src);
    const destination = await destinationOf(context, { source, dest: args.dest, flat: args.flat });
    const local = await checksumsOf(destination);
    const found = await download(context, {
      source,
      destination,
      local: local?.sha1,
      validate: args.validate_checksum,
    });
    switch (found.kind) {
      case 'same':
        return {
          changed: false,
          checksum: local?.sha1,
          md5sum: local?.md5,
          dest: destination,
          file: args.src,
        };
      case 'differs':
        return { changed: true, dest: destination };
      case 'fetched':
        return {
          changed: true,
          checksum: found.sha1,
          md5sum: found.md5,
          dest: destination,
          remote_checksum: found.remoteSha1 ?? null,
          remote_md5sum: null,
        };
      case 'torn':
        throw new ModuleFailure(`${args.src} changed while it was fetched`, { file: args.src });
      default: {
        const msg = `${args.src} ${problems[found.kind]}`;
        if (args.fail_on_missing) throw new ModuleFailure(msg, { file: args.src });
        return { changed: false, msg, ...(found.kind === 'directory' ? {} : { file: args.src }) };
      }
    }
  },
});

const problems = {
  missing: 'is not there',
  directory: 'is a directory, which cannot be fetched',
  unreadable: 'cannot be read',
} as const;

interface Place {
  readonly source: string;
  readonly dest: string;
  readonly flat: boolean;
}

/** Where the file goes on the controller. A path of the target, whatever it is, leads nowhere outside its host's folder. */
async function destinationOf(context: ModuleContext, { source, dest, flat }: Place): Promise<string> {
  const base = context.variable('playbook_dir');
  const folder = resolve(typeof base === 'string' ? base : '.', withHome(dest));
  if (!flat) {
    const own = resolve(folder, context.hostName);
    if (isOutside(folder, own))
      throw new ModuleFailure(`the host's name ${context.hostName} leads out of ${folder}`);
    return join(own, resolve('/', source));
  }
  if (dest.endsWith('/')) return join(folder, basename(source));
  if ((await statusOf(folder))?.isDirectory() === true)
    throw new ModuleFailure(`${folder} is a directory: put a slash behind it for a file in it`, { dest });
  return folder;
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || way === '..' || way.startsWith('../') || isAbsolute(way);
}

function withHome(path: string): string {
  return path.replace(/^~(?=\/|$)/, process.env['HOME'] ?? '~');
}

function statusOf(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  return stat(path).catch(() => undefined);
}

/** Of the file that the controller has already. */
async function checksumsOf(
  path: string,
): Promise<{ readonly sha1: string; readonly md5: string } | undefined> {
  const status = await statusOf(path);
  if (status === undefined) return undefined;
  if (!status.isFile()) throw new ModuleFailure(`${path} is there on the controller and is no file`);
  const sha1 = createHash('sha1');
  const md5 = createHash('md5');
  await pipeline(createReadStream(path), async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      sha1.update(piece);
      md5.update(piece);
    }
  });
  return { sha1: sha1.digest('hex'), md5: md5.digest('hex') };
}
