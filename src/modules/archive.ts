import {
  type ArchiveFormat,
  makeScript,
  memberList,
  removeScript,
  shownPath,
} from '../module/archive/make.ts';
import { type ArchivePlan, archivePlan, type FoundSources, foundSources } from '../module/archive/sources.ts';
import type { ModuleContext } from '../module/context.ts';
import { applyAttributes } from '../module/kit/apply-attributes.ts';
import { installFile } from '../module/kit/atomic-write.ts';
import { idsOf, planAttributes, statusKeys } from '../module/kit/file-attributes.ts';
import { defineFileModule, fileArguments } from '../module/kit/file-module.ts';
import { refuseMissingFolder } from '../module/kit/missing-folder.ts';
import { directoryOf, expandPath, quotePath } from '../module/kit/paths.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { statusOf } from '../module/kit/status.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineFileModule({
  name: 'archive',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Packs files and folders of the target into an archive there, or compresses one file',
  args: {
    path: {
      type: 'list',
      elements: 'path',
      required: true,
      description: 'What to pack: paths, or patterns of them.',
    },
    format: {
      type: 'str',
      choices: ['bz2', 'gz', 'tar', 'xz', 'zip'],
      default: 'gz',
      description: 'How it is packed; zip needs the programs zip and unzip on the target.',
    },
    dest: {
      type: 'path',
      description: 'The archive. Default for one file: its path with the extension of the format.',
    },
    exclude_path: {
      type: 'list',
      elements: 'path',
      default: [],
      description: 'Paths, or patterns of them, that are left out of path.',
    },
    exclusion_patterns: {
      type: 'list',
      elements: 'path',
      default: [],
      description: 'What is left out of folders: patterns of names as they are in the archive.',
    },
    force_archive: { type: 'bool', default: false, description: 'Make an archive also of one file.' },
    remove: { type: 'bool', default: false, description: 'Take away what went into the archive.' },
    ...fileArguments,
  },
  returns: {
    archived: 'What went into it; empty in check mode.',
    arcroot: 'The folder that names in the archive begin at.',
    dest: 'The archive.',
    dest_state: 'absent, archive, compress, or incomplete when something is missing.',
    expanded_paths: 'What path stands for.',
    expanded_exclude_paths: 'What exclude_path stands for.',
    missing: 'Paths that are not there.',
  },
  examples: `
- name: Keep what is in the folder
  community.general.archive:
    path: /var/www/site
    dest: /var/backups/site.tar.gz
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const { found } = await read(context, { found: foundSources(args.path, args.exclude_path) });
    const shown = { path: args.path.join(', ') };
    if (found.paths.length === 0) {
      throw new ModuleFailure(`archive: there is nothing at ${shown.path}`, {
        ...shown,
        expanded_paths: '',
        expanded_exclude_paths: '',
      });
    }
    const given = args.dest === undefined ? undefined : await expandPath(context, args.dest);
    const { isSingle } = archivePlan({ found, paths: args.path, exclusionPatterns: [], dest: given });
    const dest = given ?? (isSingle ? `${shownPath(found.paths[0]?.path ?? '')}.${args.format}` : undefined);
    if (dest === undefined)
      throw new ModuleFailure('archive: dest is needed for more than one file', { ...shown, dest: 'None' });
    refuseLoss(found, dest, args.remove);
    const asBytes = Buffer.from(dest).toString('latin1');
    const plan = archivePlan({
      found,
      paths: args.path,
      exclusionPatterns: args.exclusion_patterns,
      dest: asBytes,
    });
    const isArchive = !isSingle || args.force_archive || args.format === 'zip' || args.format === 'tar';
    return pack(context, { args, found, plan, dest, isArchive });
  },
});

/** An archive in a folder that is taken away would be lost. */
function refuseLoss({ paths }: FoundSources, dest: string, remove: boolean): void {
  const folder = paths.find(
    ({ kind, path }) => kind === 'directory' && dest.startsWith(`${shownPath(path).replace(/\/+$/, '')}/`),
  );
  if (remove && folder !== undefined)
    throw new ModuleFailure(`archive: ${dest} is in ${shownPath(folder.path)}, which shall be removed`);
}

interface Packing {
  readonly args: {
    readonly format: ArchiveFormat;
    readonly remove: boolean;
    readonly owner?: string | undefined;
    readonly group?: string | undefined;
    readonly mode?: Parameters<typeof idsOf>[0]['mode'];
    readonly unsafe_writes: boolean;
  };
  readonly found: FoundSources;
  readonly plan: ArchivePlan;
  readonly dest: string;
  readonly isArchive: boolean;
}

async function pack(context: ModuleContext, packing: Packing): Promise<ModuleResult> {
  const { args, found, plan, dest, isArchive } = packing;
  const { status, ids, hasFolder } = await read(context, {
    status: statusOf(dest, { follow: true }),
    ids: idsOf(args),
    hasFolder: textReading(`[ -d ${quotePath(directoryOf(dest))} ]`),
  });
  if (status?.kind === 'directory') throw new ModuleFailure(`archive: ${dest} is a directory`, { rc: 1 });
  const common = {
    arcroot: shownPath(plan.root),
    dest,
    expanded_exclude_paths: found.excludedPaths.map(shownPath),
    expanded_paths: found.paths.map(({ path }) => shownPath(path)),
    missing: plan.missing.map(shownPath),
  };
  const attributes = planAttributes({ wanted: args, ids, current: status, isDirectory: false });
  if (plan.members.length === 0) {
    if (status === undefined) return { changed: false, ...common, archived: [], dest_state: 'absent' };
    const kept = await applyAttributes(context, { path: dest, current: status, plan: attributes });
    const state = isArchiveName(dest) ? 'archive' : 'compress';
    return {
      changed: attributes.changes.length > 0,
      ...common,
      archived: [],
      dest_state: state,
      ...statusKeys(kept),
    };
  }
  if (hasFolder === undefined) await refuseMissingFolder(context, dest, { dest });
  const isNew = status === undefined;
  if (isNew && context.checkMode) return { changed: true, ...common, archived: [], dest_state: 'absent' };
  const { target } = context;
  const temporary = await target.upload(new Uint8Array(), context.checkMode ? undefined : directoryOf(dest));
  const list = await target.upload(memberList(plan));
  let isSame = false;
  try {
    const script = makeScript({ plan, format: args.format, isArchive, temporary, list, dest });
    const { stdout } = await runOrFail(context, `(\n${script}\n)`, {
      failure: `archive: ${dest} cannot be made`,
      data: { dest },
    });
    isSame = stdout.trim() === 'same';
  } finally {
    await target.run(
      `rm -f ${quotePath(list)}${isSame || context.checkMode ? ` ${quotePath(temporary)}` : ''}`,
    );
  }
  const changed = !isSame || args.remove || attributes.changes.length > 0;
  const state = !isArchive ? 'compress' : plan.missing.length > 0 ? 'incomplete' : 'archive';
  if (context.checkMode)
    return { changed, ...common, archived: [], dest_state: state, ...(isNew ? {} : statusKeys(status)) };
  const written =
    isSame && status !== undefined
      ? await applyAttributes(context, { path: dest, current: status, plan: attributes })
      : (
          await installFile(context, temporary, {
            path: dest,
            current: status,
            plan: attributes,
            ids,
            unsafeWrites: args.unsafe_writes,
          })
        ).status;
  if (args.remove) {
    const folders = found.paths.filter(({ kind }) => kind === 'directory').map(({ path }) => path);
    await runOrFail(context, `(\n${removeScript(plan, folders)}\n)`, {
      failure: 'archive: what is packed cannot be removed',
    });
  }
  const archived = plan.members
    .filter(({ kind }) => kind === 'file' || args.format !== 'zip')
    .map(({ path }) => shownPath(path));
  return { changed, ...common, archived, dest_state: state, ...statusKeys(written) };
}

function isArchiveName(path: string): boolean {
  return /\.(?:zip|tar|tar\.(?:gz|bz2|xz)|tgz|tbz2?|txz)$/.test(path);
}
