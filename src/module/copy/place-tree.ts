import { randomBytes } from 'node:crypto';
import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { makeFoldersScript, missingFolders } from '../file/directory.ts';
import { linkScript } from '../file/link.ts';
import { attributeSides } from '../file/state.ts';
import { installScript } from '../kit/atomic-write.ts';
import { checksum, checksumOf } from '../kit/checksum.ts';
import { contentDiff, diffContentOf, propertyDiff } from '../kit/diff.ts';
import {
  attributeScript,
  idsOf,
  planAttributes,
  type TargetIds,
  type WantedAttributes,
} from '../kit/file-attributes.ts';
import { formatMode } from '../kit/mode.ts';
import { directoryOf, joinPath, quotePath, withoutTrailingSlash } from '../kit/paths.ts';
import { allOf, noReading, read } from '../kit/reading.ts';
import { type FileStatus, statusOf } from '../kit/status.ts';
import { validateLine } from '../kit/validate-command.ts';
import { type Diff, ModuleFailure, type ModuleResult } from '../result.ts';
import type { LocalEntry } from './local-tree.ts';

/** A directory's content, and where and how it shall stand on the target. */
export interface TreePlacement {
  readonly tree: readonly LocalEntry[];
  /** The directory's own name below `dest`; empty when only what is in it is copied. */
  readonly root: string;
  readonly src: string;
  readonly dest: string;
  readonly wanted: WantedAttributes;
  readonly directoryMode: Value | undefined;
  /** Whether files that are encrypted with Ansible Vault are decrypted. */
  readonly decrypt: boolean;
  readonly force: boolean;
  readonly backup: boolean;
  readonly validate: string | undefined;
  readonly unsafeWrites: boolean;
}

/** What shall be done for one entry of the tree. */
interface Step {
  readonly diff: Diff;
  /** The new content of a file. */
  readonly content: Uint8Array | undefined;
  /** Shell text; a file's content is at `temporary` when it runs. */
  script(temporary: string): string;
  readonly path: string;
}

/** One entry with what was found at its place. */
interface EntryState {
  readonly entry: LocalEntry;
  readonly path: string;
  readonly isRoot: boolean;
  readonly current: FileStatus | undefined;
  readonly checksum: string | undefined;
  readonly content: Buffer;
  readonly missing: readonly string[];
  readonly ids: TargetIds;
}

/** Reads all in one round trip, then changes what differs: an upload and a script for each batch of content. */
export async function placeTree(context: ModuleContext, placement: TreePlacement): Promise<ModuleResult> {
  const base = withoutTrailingSlash(placement.dest);
  const root = placement.root === '' ? base : joinPath(base, placement.root);
  const entries: readonly LocalEntry[] = [{ kind: 'directory', name: '' }, ...placement.tree];
  const paths = entries.map(({ name }) => (name === '' ? root : joinPath(root, name)));
  const isFile = (index: number): boolean => entries[index]?.kind === 'file';
  const found = await read(context, {
    ids: idsOf(placement.wanted, { checkMode: context.checkMode }),
    missing: missingFolders(root),
    statuses: allOf(
      paths.map((path, index) => statusOf(path, { follow: entries[index]?.kind === 'directory' })),
    ),
    checksums: allOf(
      paths.map((path, index) => (isFile(index) ? checksumOf(path, 'sha1') : noReading(undefined))),
    ),
    contents: allOf(
      paths.map((path, index) =>
        context.diffMode && isFile(index) ? diffContentOf(path) : noReading(Buffer.alloc(0)),
      ),
    ),
  });
  const steps: Step[] = [];
  for (const [index, entry] of entries.entries()) {
    const step = await decideEntry(context, placement, {
      entry,
      path: paths[index] ?? root,
      isRoot: index === 0,
      current: found.statuses[index],
      checksum: found.checksums[index],
      content: found.contents[index] ?? Buffer.alloc(0),
      missing: found.missing,
      ids: found.ids,
    });
    if (step !== undefined) steps.push(step);
  }
  if (!context.checkMode)
    for (const batch of batches(steps)) await carryOutBatch(context, batch, placement.validate);
  const diff = context.diffMode && steps.length > 0 ? { diff: steps.map((step) => step.diff) } : {};
  return { changed: steps.length > 0, dest: `${base}/`, src: placement.src, ...diff };
}

async function decideEntry(
  context: ModuleContext,
  placement: TreePlacement,
  state: EntryState,
): Promise<Step | undefined> {
  switch (state.entry.kind) {
    case 'directory':
      return decideFolder(placement, state);
    case 'link':
      return decideTreeLink(placement, state, state.entry.target);
    case 'file':
      return decideTreeFile(placement, state, {
        mode: state.entry.mode,
        content: await context.files.read(state.entry.path, { decrypt: placement.decrypt }),
        source: state.entry.path,
      });
  }
}

function decideFolder({ wanted, directoryMode }: TreePlacement, state: EntryState): Step | undefined {
  const { path, isRoot, current, missing, ids } = state;
  if (current !== undefined && current.kind !== 'directory') {
    throw new ModuleFailure(`${path} is there already and is no directory`, { path });
  }
  if (isRoot && current !== undefined) return undefined;
  const plan = planAttributes({
    wanted: { ...wanted, mode: directoryMode },
    ids,
    current,
    isDirectory: true,
  });
  if (current !== undefined && plan.changes.length === 0) return undefined;
  const sides = attributeSides(plan);
  const isNew = current === undefined;
  const folders = isRoot ? missing : [path];
  return {
    path,
    content: undefined,
    script: () => (isNew ? makeFoldersScript(folders, plan) : attributeScript(plan, quotePath(path))),
    diff: propertyDiff(
      { path, ...sides.before, ...(isNew ? { state: 'absent' } : {}) },
      { path, ...sides.after, ...(isNew ? { state: 'directory' } : {}) },
    ),
  };
}

function decideTreeLink(
  { force }: TreePlacement,
  { path, current }: EntryState,
  target: string,
): Step | undefined {
  if (current?.kind === 'link' && current.linkTarget === target) return undefined;
  if (current !== undefined && !force) return undefined;
  return {
    path,
    content: undefined,
    script: () => linkScript(path, target, current),
    diff: propertyDiff({ path, src: current?.linkTarget }, { path, src: target }),
  };
}

interface LocalFile {
  readonly mode: number;
  readonly content: Uint8Array;
  readonly source: string;
}

function decideTreeFile(placement: TreePlacement, state: EntryState, local: LocalFile): Step | undefined {
  const { path, current, ids } = state;
  if (current?.kind === 'directory')
    throw new ModuleFailure(`${path} is a directory; a file cannot take its place`, { path });
  if (current !== undefined && !placement.force) return undefined;
  const wanted = {
    ...placement.wanted,
    mode: placement.wanted.mode === 'preserve' ? formatMode(local.mode) : placement.wanted.mode,
  };
  const plan = planAttributes({
    wanted,
    ids,
    current: current?.kind === 'link' ? undefined : current,
    isDirectory: false,
  });
  if (current?.kind === 'file' && state.checksum === checksum(local.content, 'sha1')) {
    if (plan.changes.length === 0) return undefined;
    const sides = attributeSides(plan);
    const diff = propertyDiff({ path, ...sides.before }, { path, ...sides.after });
    return { path, content: undefined, script: () => attributeScript(plan, quotePath(path)), diff };
  }
  const { backup, unsafeWrites } = placement;
  return {
    path,
    content: local.content,
    script: (temporary) =>
      `${installScript(temporary, { path, current, plan, ids, backup, unsafeWrites })} || exit 1`,
    diff: contentDiff({
      before: current === undefined ? undefined : state.content,
      after: local.content,
      beforeHeader: current === undefined ? '' : path,
      afterHeader: local.source,
    }),
  };
}

/** Bytes of content that are uploaded in one go. */
const batchSize = 16 * 1024 * 1024;

function batches(steps: readonly Step[]): readonly (readonly Step[])[] {
  const all: Step[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const step of steps) {
    const length = step.content?.length ?? 0;
    if (size + length > batchSize) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(step);
    size += length;
  }
  return all;
}

/** One upload of all the content, one behind the other; one script that cuts each file out and puts it in its place. */
async function carryOutBatch(
  context: ModuleContext,
  steps: readonly Step[],
  validate: string | undefined,
): Promise<void> {
  const content = Buffer.concat(steps.flatMap((step) => (step.content === undefined ? [] : [step.content])));
  const upload = content.length === 0 ? undefined : await context.target.upload(content);
  const lines: string[] = [];
  let offset = 0;
  for (const [index, step] of steps.entries()) {
    const temporary = joinPath(directoryOf(step.path), `.tsplay-${newSuffix()}-${index}`);
    if (step.content !== undefined) {
      const cut =
        upload === undefined || step.content.length === 0
          ? ':'
          : `tail -c +${offset + 1} ${quotePath(upload)} | head -c ${step.content.length}`;
      lines.push(`(umask 077; set -C; ${cut} > ${quotePath(temporary)}) || exit 1`);
      if (validate !== undefined)
        lines.push(`${validateLine(validate, temporary)} || { rm -f ${quotePath(temporary)}; exit 1; }`);
      offset += step.content.length;
    }
    lines.push(step.script(temporary));
  }
  const clean = upload === undefined ? '' : `\nrc=$?; rm -f ${quotePath(upload)}; exit $rc`;
  const { rc, stderr } = await context.target.run(`(\n${lines.join('\n')}\n) > /dev/null${clean}`, {
    signal: context.signal,
  });
  if (rc !== 0) throw new ModuleFailure(`cannot copy the directory: ${stderr.toString().trim()}`, { rc });
}

function newSuffix(): string {
  return randomBytes(8).toString('hex');
}
