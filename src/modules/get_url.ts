import type { ModuleContext } from '../module/context.ts';
import { commonRequest, httpArguments } from '../module/http/arguments.ts';
import type { HttpRequest } from '../module/http/curl-config.ts';
import { download } from '../module/http/download.ts';
import { applyAttributes } from '../module/kit/apply-attributes.ts';
import { installFile } from '../module/kit/atomic-write.ts';
import { type ChecksumAlgorithm, checksumOf, isChecksumAlgorithm } from '../module/kit/checksum.ts';
import { idsOf, planAttributes, statusKeys } from '../module/kit/file-attributes.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { refuseMissingFolder } from '../module/kit/missing-folder.ts';
import { baseName, directoryOf, expandPath, joinPath, quotePath } from '../module/kit/paths.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { type FileStatus, linkEndOf, statusOf } from '../module/kit/status.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineFileModule({
  name: 'get_url',
  collection: 'ansible.builtin',
  summary: 'Fetches a file by HTTP, HTTPS or FTP on the target itself',
  args: {
    url: { type: 'str', required: true, description: 'What to fetch.' },
    dest: {
      type: 'path',
      required: true,
      description: 'Where to; a directory gets a file named as in the URL.',
    },
    checksum: {
      type: 'str',
      default: '',
      description: 'algorithm:digest, or algorithm:URL of a list of digests.',
    },
    force: {
      type: 'bool',
      default: false,
      aliases: ['thirsty'],
      description: 'Fetch a file that is there also when the server says that it has not changed since.',
    },
    backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
    timeout: { type: 'int', default: 10, description: 'Seconds to wait for the server.' },
    http_agent: { type: 'str', default: 'ansible-httpget', description: 'The name to give to the server.' },
    tmp_dest: {
      type: 'path',
      description: 'Where to keep the file while it comes in. Not supported.',
      unsupported: 'it is kept beside dest',
    },
    ...httpArguments,
    ...fileArguments,
  },
  returns: {
    dest: 'Where the file is.',
    checksum_src: 'SHA1 of what was fetched.',
    checksum_dest: 'SHA1 of what was there.',
    status_code: "The server's answer.",
  },
  examples: `
- name: Fetch a release
  ansible.builtin.get_url:
    url: https://example.org/app-1.0.tar.gz
    dest: /opt/app-1.0.tar.gz
    checksum: sha256:https://example.org/SHA256SUMS
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const dest = await expandPath(context, args.dest);
    const request: HttpRequest = {
      url: args.url,
      ...commonRequest(args),
      timeout: args.timeout,
      followRedirects: true,
      agent: args.http_agent,
    };
    const wanted = args.checksum === '' ? undefined : await wantedDigest(context, request, args.checksum);
    const { path, current, sum, digest, ids, hasFolder } = await readDestination(context, {
      dest,
      url: args.url,
      wanted,
      attributes: args,
    });
    const common = { url: args.url, dest: path };
    const plan = planAttributes({ wanted: args, ids, current, isDirectory: false });
    const stays = async (found: FileStatus): Promise<ModuleResult> => ({
      ...common,
      changed: plan.changes.length > 0,
      msg: 'the file is there already',
      ...statusKeys(await applyAttributes(context, { path, current: found, plan })),
    });
    if (wanted !== undefined && digest === wanted.digest && current !== undefined) {
      return { ...(await stays(current)), elapsed: 0, checksum_src: null, checksum_dest: null };
    }
    if (!hasFolder) await refuseMissingFolder(context, path, common);
    const isCertain = current === undefined || wanted !== undefined;
    if (context.checkMode && isCertain) {
      const keys = current === undefined ? {} : statusKeys(current);
      return { ...common, ...keys, checksum_dest: sum ?? null, ...(await predictFetch(context, request)) };
    }
    // What may turn out to be there already is fetched elsewhere: a run that changes nothing leaves the folder as it was.
    const goesStraight = isCertain && !context.checkMode;
    const temporary = await context.target.upload(
      new Uint8Array(),
      goesStraight ? directoryOf(path) : undefined,
    );
    const remove = () => context.target.run(`rm -f ${quotePath(temporary)}`, { signal: context.signal });
    return await finishOrRemove(context, temporary, async () => {
      const ifModifiedSince = args.force || isCertain ? undefined : current?.modified;
      const answer = await download(context, { ...request, ifModifiedSince }, temporary);
      if (answer.status === 304 && current !== undefined) {
        await remove();
        return { ...(await stays(current)), status_code: 304, elapsed: answer.seconds };
      }
      const fetched = await read(context, {
        sha1: checksumOf(temporary, 'sha1'),
        md5: checksumOf(temporary, 'md5'),
        digest: wanted === undefined ? noReading(undefined) : checksumOf(temporary, wanted.algorithm),
      });
      if (wanted !== undefined && fetched.digest !== wanted.digest) {
        throw new ModuleFailure(
          `${args.url} has the ${wanted.algorithm} ${fetched.digest}, not ${wanted.digest} as is asked for`,
          common,
        );
      }
      const facts = {
        ...common,
        checksum_src: fetched.sha1,
        checksum_dest: sum ?? null,
        md5sum: fetched.md5,
        status_code: answer.status,
        elapsed: answer.seconds,
      };
      const isSame = current !== undefined && sum === fetched.sha1;
      if (isSame || context.checkMode) {
        await remove();
        const keys =
          current === undefined ? {} : statusKeys(await applyAttributes(context, { path, current, plan }));
        const msg = isSame ? 'the file is there already' : 'the file would be replaced';
        return { ...facts, changed: !isSame || plan.changes.length > 0, msg, ...keys };
      }
      const staged = goesStraight ? temporary : await moveBeside(context, temporary, path);
      const written = await installFile(context, staged, {
        path,
        current,
        plan,
        ids,
        backup: args.backup,
        unsafeWrites: args.unsafe_writes,
      });
      const backup = written.backupFile === undefined ? {} : { backup_file: written.backupFile };
      return {
        ...facts,
        changed: true,
        msg: `OK (${written.status.size} bytes)`,
        ...statusKeys(written.status),
        ...backup,
      };
    });
  },
});

/** Brings a fetched file into the folder of the path that it shall replace, which may be on another file system. */
async function moveBeside(context: ModuleContext, temporary: string, path: string): Promise<string> {
  const staged = await context.target.upload(new Uint8Array(), directoryOf(path));
  const [from, to] = [quotePath(temporary), quotePath(staged)];
  const { rc, stderr } = await context.target.run(
    `cat ${from} > ${to} || { rm -f ${to}; exit 1; }; rm -f ${from}`,
    { signal: context.signal },
  );
  if (rc !== 0)
    throw new ModuleFailure(`cannot write beside ${path}: ${stderr.toString().trim()}`, { dest: path });
  return staged;
}

/** What will surely change is not fetched for a prediction: that the server has it is enough. */
async function predictFetch(context: ModuleContext, request: HttpRequest): Promise<ModuleResult> {
  const { status, seconds } = await download(context, { ...request, method: 'HEAD' }, '/dev/null');
  const msg = 'the file would be fetched';
  return { changed: true, msg, status_code: status, elapsed: seconds, checksum_src: null };
}

interface Digest {
  readonly algorithm: ChecksumAlgorithm;
  readonly digest: string;
}

/** The digest that is asked for; a list of digests is fetched on the target, as the file itself is. */
async function wantedDigest(context: ModuleContext, request: HttpRequest, text: string): Promise<Digest> {
  const at = text.indexOf(':');
  const algorithm = text.slice(0, Math.max(at, 0)).toLowerCase();
  const digest = text.slice(at + 1).trim();
  if (!isChecksumAlgorithm(algorithm))
    throw new ModuleFailure(`checksum is '${text}', but must be algorithm:digest (md5, sha1, sha256, ...)`);
  if (!/^[a-z]+:\/\//i.test(digest)) return { algorithm, digest: digest.toLowerCase() };
  const temporary = await context.target.upload(new Uint8Array());
  const list = await finishOrRemove(context, temporary, async () => {
    await download(context, { ...request, url: digest }, temporary);
    const { stdout } = await context.target.run(
      `cat ${quotePath(temporary)}; rm -f ${quotePath(temporary)}`,
      { signal: context.signal },
    );
    return stdout.toString();
  });
  const found = digestInList(list, fileNameOf(request.url));
  if (found === undefined)
    throw new ModuleFailure(`${digest} has no checksum for ${fileNameOf(request.url)}`);
  return { algorithm, digest: found };
}

/** A list has `digest  name` or `digest *name` lines; one with a single digest needs no name. */
function digestInList(list: string, name: string): string | undefined {
  const entries = list.split(/\r?\n/).flatMap((line) => {
    const match = /^\\?([0-9a-fA-F]{32,128})(?:\s+\*?(?:\.?\/)?(.*))?$/.exec(line.trim());
    return match === null ? [] : [{ digest: (match[1] ?? '').toLowerCase(), name: match[2] ?? '' }];
  });
  const only = entries.length === 1 && entries[0]?.name === '' ? entries[0] : undefined;
  return (entries.find((entry) => entry.name === name || baseName(entry.name) === name) ?? only)?.digest;
}

function fileNameOf(url: string): string {
  const path = /^[^?#]*/.exec(url)?.[0] ?? url;
  return baseName(path.replace(/^[a-z]+:\/\/[^/]*/i, '')) || 'index.html';
}

interface DestinationRequest {
  readonly dest: string;
  readonly url: string;
  readonly wanted: Digest | undefined;
  readonly attributes: Parameters<typeof idsOf>[0];
}

async function readDestination(
  context: ModuleContext,
  { dest, url, wanted, attributes }: DestinationRequest,
) {
  const readPath = async (path: string) => {
    const known = await read(context, {
      current: statusOf(path, { follow: true }),
      sum: checksumOf(path, 'sha1'),
      digest:
        wanted === undefined || wanted.algorithm === 'sha1'
          ? noReading(undefined)
          : checksumOf(path, wanted.algorithm),
      ids: idsOf(attributes, { seen: true, checkMode: context.checkMode }),
      hasFolder: {
        script: `[ -d ${quotePath(directoryOf(path))} ]`,
        inline: 'prints',
        parse: ({ rc }) => rc === 0,
      } satisfies Reading<boolean>,
      real: linkEndOf(path),
    });
    return { ...known, digest: wanted?.algorithm === 'sha1' ? known.sum : known.digest };
  };
  const found = await readPath(dest);
  if (found.current?.kind !== 'directory') return { ...found, path: found.real ?? dest };
  const path = joinPath(dest, fileNameOf(url));
  const inside = await readPath(path);
  if (inside.current?.kind === 'directory')
    throw new ModuleFailure(`${path} is a directory; a file cannot take its place`, { dest: path });
  return { ...inside, path: inside.real ?? path };
}

/** Whatever goes wrong: the temporary file does not stay. */
async function finishOrRemove<T extends ModuleResult | string>(
  context: ModuleContext,
  temporary: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ModuleFailure)
      await context.target.run(`rm -f ${quotePath(temporary)}`, { signal: context.signal });
    throw error;
  }
}
