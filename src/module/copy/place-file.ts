import type { ModuleContext } from '../context.ts';
import { makeFoldersScript, missingFolders, newFolderPlan } from '../file/directory.ts';
import { attributeSides } from '../file/state.ts';
import { applyAttributes } from '../kit/apply-attributes.ts';
import { writeFile } from '../kit/atomic-write.ts';
import { checksum, checksumScript, parseChecksum } from '../kit/checksum.ts';
import { contentDiff, diffContentScript, propertyDiff } from '../kit/diff.ts';
import {
  type AttributePlan,
  idsOf,
  planAttributes,
  statusKeys,
  type TargetIds,
  type WantedAttributes,
} from '../kit/file-attributes.ts';
import { linkEndScript } from '../kit/link-end.ts';
import { refuseMissingFolder } from '../kit/missing-folder.ts';
import { joinPath, quotePath, withoutTrailingSlash } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import { noReading, type Reading, read } from '../kit/reading.ts';
import { type FileStatus, statusOfWord, unlessOtherSize } from '../kit/status.ts';
import { checkValidateCommand } from '../kit/validate-command.ts';
import { type Diff, ModuleFailure, type ModuleResult } from '../result.ts';

/** One file's content, and where and how it shall stand on the target. */
export interface FilePlacement {
  readonly content: Uint8Array;
  /** Where to; a directory when it ends in a slash or is one. */
  readonly dest: string;
  /** The name within a directory; undefined when a directory is refused. */
  readonly name: string | undefined;
  /** What the content came from, for the result and the diff. */
  readonly src: string | undefined;
  readonly wanted: WantedAttributes;
  /** Replace what is different; else only what is not there is made. */
  readonly force: boolean;
  readonly follow: boolean;
  readonly backup: boolean;
  readonly validate: string | undefined;
  readonly unsafeWrites: boolean;
}

/** What is at the destination. */
export interface Destination {
  /** The file's own path, once it is known whether `dest` is a directory. */
  readonly path: string;
  readonly current: FileStatus | undefined;
  readonly checksum: string | undefined;
  readonly ids: TargetIds;
  readonly content: Buffer;
  readonly hasFolder: boolean;
  readonly missing: readonly string[];
}

/**
 * Reads, compares, writes: one round trip when the file is as it should be, none when the destination was read before.
 */
export async function placeFile(
  context: ModuleContext,
  placement: FilePlacement,
  known?: Destination,
): Promise<ModuleResult> {
  if (placement.validate !== undefined) checkValidateCommand(placement.validate);
  const { content } = placement;
  const found =
    known ?? (await read(context, destinationReadings(context, { ...placement, size: content.length })));
  const { path, current, ids } = found;
  const sum = checksum(placement.content, 'sha1');
  if (current?.kind === 'directory')
    throw new ModuleFailure(`${path} is a directory; a file cannot take its place`, { dest: path });
  if (current !== undefined && !placement.force) return { changed: false, dest: path, ...source(placement) };
  const isSame = current?.kind === 'file' && found.checksum === sum;
  const plan = planAttributes({
    wanted: placement.wanted,
    ids,
    current: isLink(current) ? undefined : current,
    isDirectory: false,
  });
  if (isSame) return changeAttributes(context, { path, current, plan, sum });
  if (!found.hasFolder && found.missing.length === 0) {
    await refuseMissingFolder(context, path, { checksum: sum, dest: path });
  }
  const common = {
    changed: true,
    dest: path,
    ...source(placement),
    checksum: sum,
    md5sum: checksum(placement.content, 'md5'),
    ...(context.diffMode ? { diff: diffs(placement, found, plan) } : {}),
  };
  if (context.checkMode) return common;
  await makeFolders(context, placement, found);
  const written = await writeFile(context, { ...placement, path, current, plan, ids });
  return {
    ...common,
    ...statusKeys(written.status),
    ...(written.backupFile === undefined ? {} : { backup_file: written.backupFile }),
  };
}

export interface DestinationRequest extends Pick<FilePlacement, 'dest' | 'name' | 'follow' | 'wanted'> {
  /** Of the content, where it is known: a file of another size needs no checksum. */
  readonly size: number | undefined;
}

/** The first reading settles the file's own path in `$p`; the others are about that. */
export function destinationReadings(context: ModuleContext, request: DestinationRequest) {
  const { dest, name, follow, wanted, size } = request;
  const isFolder = dest.endsWith('/') && dest !== '/';
  if (isFolder && name === undefined)
    throw new ModuleFailure(`${dest} is a directory; content needs the path of a file`, { dest });
  const path = isFolder && name !== undefined ? joinPath(dest, name) : dest;
  const sumScript = checksumScript('"$p"', 'sha1');
  return {
    path: ownPath({ path, name: isFolder ? undefined : name, follow }),
    current: statusOfWord('"$p"', false),
    checksum: {
      script: size === undefined ? sumScript : unlessOtherSize(size, sumScript),
      inline: 'sets',
      parse: parseChecksum,
    } satisfies Reading<string | undefined>,
    ids: idsOf(wanted, { seen: true, checkMode: context.checkMode }),
    content: context.diffMode ? contentReading : noReading(Buffer.alloc(0)),
    hasFolder: {
      script: '[ -d "${p%/*}/" ] || case $p in */*) false;; esac',
      inline: 'sets',
      parse: ({ rc }) => rc === 0,
    } satisfies Reading<boolean>,
    missing: isFolder ? missingFolders(withoutTrailingSlash(dest)) : noReading<readonly string[]>([]),
  };
}

interface PathRequest {
  readonly path: string;
  /** What the file is called when the path is a directory. */
  readonly name: string | undefined;
  readonly follow: boolean;
}

function ownPath({ path, name, follow }: PathRequest): Reading<string> {
  const enter = name === undefined ? '' : `if [ -d "$p" ]; then p=\${p%/}/${quote(name)}; fi\n`;
  const resolve = follow ? `if [ -h "$p" ]; then ${linkEndScript('"$p"')}; p=$r; fi\n` : '';
  return {
    script: `p=${quotePath(path)}\n${enter}${resolve}r=$p`,
    inline: 'sets',
    parse: ({ stdout }) => stdout.toString(),
  };
}

const contentReading: Reading<Buffer> = {
  script: diffContentScript('"$p"'),
  inline: 'prints',
  parse: ({ stdout }) => stdout,
};

function isLink(status: FileStatus | undefined): boolean {
  return status?.kind === 'link';
}

function source({ src }: FilePlacement): { readonly src?: string } {
  return src === undefined ? {} : { src };
}

async function makeFolders(
  context: ModuleContext,
  { wanted }: FilePlacement,
  found: Destination,
): Promise<void> {
  if (found.missing.length === 0) return;
  const plan = newFolderPlan({ owner: wanted.owner, group: wanted.group }, found.ids);
  const { rc, stderr } = await context.target.run(`(\n${makeFoldersScript(found.missing, plan)}\n)`, {
    signal: context.signal,
  });
  if (rc !== 0)
    throw new ModuleFailure(`cannot make the directory ${found.missing.at(-1)}: ${stderr.toString().trim()}`);
}

interface SameContent {
  readonly path: string;
  readonly current: FileStatus;
  readonly plan: AttributePlan;
  readonly sum: string;
}

async function changeAttributes(
  context: ModuleContext,
  { path, current, plan, sum }: SameContent,
): Promise<ModuleResult> {
  const status = await applyAttributes(context, { path, current, plan });
  const changed = plan.changes.length > 0;
  const sides = attributeSides(plan);
  const diff =
    changed && context.diffMode
      ? { diff: propertyDiff({ ...sides.before, path }, { ...sides.after, path }) }
      : {};
  return { changed, checksum: sum, dest: path, path, ...statusKeys(status), ...diff };
}

/** The content's diff, and that of the attributes of a file that is there already. */
function diffs(placement: FilePlacement, found: Destination, plan: AttributePlan): readonly Diff[] {
  const { path, current } = found;
  const isThere = current !== undefined;
  const content = contentDiff({
    before: isThere ? found.content : undefined,
    after: placement.content,
    beforeHeader: isThere ? path : '',
    afterHeader: placement.src ?? path,
  });
  if (!isThere || plan.changes.length === 0) return [content];
  const sides = attributeSides(plan);
  return [content, propertyDiff({ ...sides.before, path }, { ...sides.after, path })];
}
