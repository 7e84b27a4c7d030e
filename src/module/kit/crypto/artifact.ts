import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { applyAttributes } from '../apply-attributes.ts';
import { backupScript, installFile, writeFile } from '../atomic-write.ts';
import {
  type AttributePlan,
  idsOf,
  planAttributes,
  type TargetIds,
  type WantedAttributes,
} from '../file-attributes.ts';
import { refuseMissingFolder } from '../missing-folder.ts';
import { directoryOf, quotePath } from '../paths.ts';
import { type Reading, textReading } from '../reading.ts';
import { runOrFail } from '../run-or-fail.ts';
import { type FileStatus, statusOf } from '../status.ts';

/** A file that a module makes as a whole: a key, a request, a certificate. */
export interface Artifact {
  readonly path: string;
  /** Undefined when there is nothing yet. */
  readonly status: FileStatus | undefined;
  readonly ids: TargetIds;
  readonly plan: AttributePlan;
}

type Found<R> = { readonly [K in keyof R]: R[K] extends Reading<infer T> ? T : never };

/** What such a file is read with, beside whatever else a module wants to know in the same round trip. */
export function artifactReadings(
  { checkMode }: Pick<ModuleContext, 'checkMode'>,
  path: string,
  wanted: WantedAttributes,
) {
  return {
    status: statusOf(path, { follow: true }),
    ids: idsOf(wanted, { seen: true, checkMode }),
    folder: textReading(`[ -d ${quotePath(directoryOf(path))} ] && r=there`, 'sets'),
  };
}

interface ArtifactRequest {
  readonly path: string;
  readonly wanted: WantedAttributes;
}

/**
 * The file out of what was read. Throws ModuleFailure for a directory in its place, for a folder that is not there, and
 * for attributes that cannot be.
 */
export async function artifactOf(
  context: ModuleContext,
  request: ArtifactRequest,
  found: Found<ReturnType<typeof artifactReadings>>,
): Promise<Artifact> {
  const artifact = artifactBeside(request, found);
  const { path } = request;
  if (found.folder !== 'there') await refuseMissingFolder(context, path, { name: directoryOf(path) });
  return artifact;
}

/** The same for a file in a folder that was looked for already. */
export function artifactBeside(
  { path, wanted }: ArtifactRequest,
  { status, ids }: Pick<Found<ReturnType<typeof artifactReadings>>, 'status' | 'ids'>,
): Artifact {
  if (status?.kind === 'directory') throw new ModuleFailure(`${path} is a directory`);
  return { path, status, ids, plan: planAttributes({ wanted, ids, current: status, isDirectory: false }) };
}

export interface ReplaceOptions {
  readonly backup: boolean;
  readonly unsafe_writes: boolean;
}

/** Puts new content in the file's place. The name of the backup, if there is one. */
export async function replaceContent(
  context: ModuleContext,
  artifact: Artifact,
  { content, backup, unsafe_writes }: ReplaceOptions & { readonly content: string },
): Promise<string | undefined> {
  const { path, status, ids, plan } = artifact;
  const { backupFile } = await writeFile(context, {
    ...{ path, ids, plan, backup },
    content: Buffer.from(content),
    current: status,
    unsafeWrites: unsafe_writes,
  });
  return backupFile;
}

/** Puts a file that is on the target already, in the same folder, in the place of this one. */
export async function replaceByFile(
  context: ModuleContext,
  artifact: Artifact,
  { temporary, backup, unsafe_writes }: ReplaceOptions & { readonly temporary: string },
): Promise<string | undefined> {
  const { path, status, ids, plan } = artifact;
  const { backupFile } = await installFile(context, temporary, {
    ...{ path, ids, plan, backup },
    current: status,
    unsafeWrites: unsafe_writes,
  });
  return backupFile;
}

/** Sets owner and mode where they differ. Whether they did. */
export async function settleAttributes(
  context: ModuleContext,
  { path, status, plan }: Artifact,
): Promise<boolean> {
  if (status === undefined || plan.changes.length === 0) return false;
  await applyAttributes(context, { path, current: status, plan });
  return true;
}

/** Takes a file away, and says whether it was there. Does nothing in check mode. */
export async function removeArtifact(
  context: ModuleContext,
  { path, backup }: { readonly path: string; readonly backup: boolean },
  status: FileStatus | undefined,
): Promise<{ readonly changed: boolean; readonly backup_file?: string }> {
  if (status === undefined) return { changed: false };
  if (status.kind === 'directory') throw new ModuleFailure(`${path} is a directory`);
  if (context.checkMode) return { changed: true };
  const keep = backup && status.kind !== 'link' ? backupScript : ':';
  const { stdout } = await runOrFail(context, `(\np=${quotePath(path)}\n${keep}\nrm -f "$p"\n)`, {
    failure: `cannot remove ${path}`,
  });
  return { changed: true, ...(stdout === '' ? {} : { backup_file: stdout }) };
}
