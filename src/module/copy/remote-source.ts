import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { attributeSides } from '../file/state.ts';
import { treeChanges, treeOf } from '../file/tree.ts';
import { applyAttributes } from '../kit/apply-attributes.ts';
import { installFile } from '../kit/atomic-write.ts';
import { checksumOf } from '../kit/checksum.ts';
import { contentDiff, diffContentOf, propertyDiff } from '../kit/diff.ts';
import { idsOf, planAttributes, statusKeys, type WantedAttributes } from '../kit/file-attributes.ts';
import { refuseMissingFolder } from '../kit/missing-folder.ts';
import { formatMode } from '../kit/mode.ts';
import { baseName, directoryOf, joinPath, quotePath, withoutTrailingSlash } from '../kit/paths.ts';
import { noReading, read, textReading } from '../kit/reading.ts';
import {
  refuseSpecialAttributes,
  type SpecialAttributes,
} from '../kit/special-attributes/set-special-attributes.ts';
import { type FileStatus, statusOf } from '../kit/status.ts';
import { checkValidateCommand, validateFile } from '../kit/validate-command.ts';
import { ModuleFailure, type ModuleResult } from '../result.ts';

/** A copy from one place of the target to another. */
export interface RemoteCopy {
  readonly src: string;
  readonly dest: string;
  readonly wanted: WantedAttributes & SpecialAttributes;
  readonly directoryMode: Value | undefined;
  readonly checksum: string | undefined;
  readonly force: boolean;
  readonly follow: boolean;
  readonly backup: boolean;
  readonly validate: string | undefined;
  readonly unsafeWrites: boolean;
}

/** `remote_src: true`: nothing of the content passes through the controller (but what a diff shows). */
export async function copyOnTarget(context: ModuleContext, copy: RemoteCopy): Promise<ModuleResult> {
  if (copy.validate !== undefined) checkValidateCommand(copy.validate);
  const { source, destination } = await read(context, {
    source: statusOf(copy.src, { follow: true }),
    destination: statusOf(withoutTrailingSlash(copy.dest), { follow: true }),
  });
  if (source === undefined)
    throw new ModuleFailure(`there is nothing to copy at ${copy.src} on the target`, { src: copy.src });
  const entersFolder = destination?.kind === 'directory' || copy.dest.endsWith('/');
  if (source.kind === 'directory') {
    refuseSpecialAttributes(copy.wanted, 'src is a folder');
    return copyFolder(context, copy);
  }
  const path = entersFolder ? joinPath(copy.dest, baseName(copy.src)) : copy.dest;
  return copyFile(context, { ...copy, dest: path }, source);
}

async function copyFile(context: ModuleContext, copy: RemoteCopy, source: FileStatus): Promise<ModuleResult> {
  const { src, dest: path } = copy;
  const wanted = {
    ...copy.wanted,
    mode: copy.wanted.mode === 'preserve' ? formatMode(source.mode) : copy.wanted.mode,
  };
  const found = await read(context, {
    current: statusOf(path, { follow: copy.follow }),
    real: textReading(copy.follow ? `readlink -f ${quotePath(path)}` : 'false'),
    ids: idsOf(wanted, { checkMode: context.checkMode }),
    wantedSum: checksumOf(src, 'sha1'),
    sum: checksumOf(path, 'sha1'),
    md5: checksumOf(src, 'md5'),
    before: context.diffMode ? diffContentOf(path) : noReading(Buffer.alloc(0)),
    after: context.diffMode ? diffContentOf(src) : noReading(Buffer.alloc(0)),
    hasFolder: textReading(`[ -d ${quotePath(directoryOf(path))} ]`),
  });
  const { current, ids, wantedSum } = found;
  if (wantedSum === undefined) throw new ModuleFailure(`${src} cannot be read on the target`, { src });
  if (copy.checksum !== undefined && copy.checksum.toLowerCase() !== wantedSum) {
    throw new ModuleFailure(`${src} has the checksum ${wantedSum}, not ${copy.checksum} as is asked for`, {
      checksum: wantedSum,
    });
  }
  if (current?.kind === 'directory')
    throw new ModuleFailure(`${path} is a directory; a file cannot take its place`, { dest: path });
  if (current !== undefined && !copy.force) return { changed: false, dest: path, src };
  const plan = planAttributes({
    wanted,
    ids,
    current: current?.kind === 'link' ? undefined : current,
    isDirectory: false,
  });
  const common = { dest: path, src, checksum: wantedSum, md5sum: found.md5 };
  if (current?.kind === 'file' && found.sum === wantedSum) {
    const sides = attributeSides(plan);
    const changed = plan.changes.length > 0;
    const diff =
      changed && context.diffMode
        ? { diff: propertyDiff({ ...sides.before, path }, { ...sides.after, path }) }
        : {};
    return {
      ...common,
      changed,
      ...statusKeys(await applyAttributes(context, { path, current, plan })),
      ...diff,
    };
  }
  if (found.hasFolder === undefined) await refuseMissingFolder(context, path, { dest: path });
  const headers = { beforeHeader: current === undefined ? '' : path, afterHeader: src };
  const diff = context.diffMode
    ? { diff: contentDiff({ ...headers, before: found.before, after: found.after }) }
    : {};
  if (context.checkMode) {
    return { ...common, changed: true, ...(current === undefined ? {} : statusKeys(current)), ...diff };
  }
  const place = copy.follow && current !== undefined && found.real ? found.real : path;
  const temporary = await copyBeside(context, src, place);
  if (copy.validate !== undefined) await validateFile(context, copy.validate, temporary);
  const written = await installFile(context, temporary, { ...copy, path: place, current, plan, ids });
  const backup = written.backupFile === undefined ? {} : { backup_file: written.backupFile };
  return { ...common, changed: true, ...statusKeys(written.status), ...backup, ...diff };
}

/** A copy in the destination's folder that only the task's user may read. */
async function copyBeside(context: ModuleContext, src: string, path: string): Promise<string> {
  const temporary = await context.target.upload(new Uint8Array(), directoryOf(path));
  const script = `cat ${quotePath(src)} > ${quotePath(temporary)} || { rm -f ${quotePath(temporary)}; exit 1; }`;
  const { rc, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0) throw new ModuleFailure(`cannot copy ${src}: ${stderr.toString().trim()}`, { src, rc });
  return temporary;
}

/** Copies what differs, file by file, with the source's modes; then the attributes that are asked for. */
async function copyFolder(context: ModuleContext, copy: RemoteCopy): Promise<ModuleResult> {
  const src = withoutTrailingSlash(copy.src);
  const base = withoutTrailingSlash(copy.dest);
  const root = copy.src.endsWith('/') ? base : joinPath(base, baseName(src));
  const wanted = { ...copy.wanted, mode: copy.wanted.mode === 'preserve' ? undefined : copy.wanted.mode };
  const found = await read(context, {
    ids: idsOf(wanted, { checkMode: context.checkMode }),
    differing: textReading(differingScript(src, root, copy.force)),
    tree: treeOf(root),
    root: statusOf(root, { follow: true }),
  });
  if (found.root !== undefined && found.root.kind !== 'directory')
    throw new ModuleFailure(`${root} is no directory`, { dest: root });
  const hasNew = found.root === undefined || (found.differing ?? '') !== '';
  const isChanged = hasNew || treeChanges(root, found.tree, { wanted, ids: found.ids }) !== '';
  const result = { changed: isChanged, dest: copy.dest, src: copy.src, checksum: null, md5sum: null };
  if (!isChanged || context.checkMode)
    return { ...result, ...(found.root === undefined ? {} : statusKeys(found.root)) };
  if (hasNew) await runOrFail(context, copyScript(src, root, copy.force), `cannot copy ${src}`);
  const { tree } = await read(context, { tree: treeOf(root) });
  const attributes = treeChanges(root, tree, { wanted, ids: found.ids });
  if (attributes !== '')
    await runOrFail(context, `(\n${attributes}\n)`, `cannot change owner or mode below ${root}`);
  const { status } = await read(context, { status: statusOf(root, { follow: true }) });
  return { ...result, ...(status === undefined ? {} : statusKeys(status)) };
}

/** Prints a line for everything below `src` that is not there, or not the same, below `root`. */
function differingScript(src: string, root: string, force: boolean): string {
  return `cd ${quotePath(src)} && r=${quotePath(root)} && export r && find . ! -name . -exec sh -c '${eachDiffering(force, 'echo differs')}' sh {} +`;
}

function copyScript(src: string, root: string, force: boolean): string {
  const copyOne =
    'if [ -d "$f" ] && [ ! -h "$f" ]; then mkdir -p "$r/$f" && chmod "$(stat -c %a "$f")" "$r/$f"; else rm -f "$r/$f" && cp -P "$f" "$r/$f" && { [ -h "$f" ] || chmod "$(stat -c %a "$f")" "$r/$f"; }; fi || exit 1';
  return `r=${quotePath(root)}; export r; mkdir -p "$r" && cd ${quotePath(src)} && find . ! -name . -exec sh -c '${eachDiffering(force, copyOne)}' sh {} +`;
}

/** A loop over files that runs a command for each that differs; `$r` is the other root. */
function eachDiffering(force: boolean, command: string): string {
  const same = force ? 'cmp -s "$f" "$r/$f"' : '[ -e "$r/$f" ]';
  return `for f; do if [ -h "$f" ]; then [ "$(readlink "$f")" = "$(readlink "$r/$f")" ]; elif [ -d "$f" ]; then [ -d "$r/$f" ]; else ${same}; fi || { ${command}; }; done`;
}

async function runOrFail(context: ModuleContext, script: string, what: string): Promise<void> {
  const { rc, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0) throw new ModuleFailure(`${what}: ${stderr.toString().trim()}`, { rc });
}
