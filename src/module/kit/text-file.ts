import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { writeFile } from './atomic-write.ts';
import { type FetchedText, fetchText, textOf } from './fetch-text.ts';
import { idsOf, planAttributes, type TargetIds } from './file-attributes.ts';
import { type Reading, together } from './reading.ts';
import { type FileStatus, linkEndOf, statusOf } from './status.ts';

/** A configuration file as it stands. */
export interface TextFile {
  readonly path: string;
  /** Where the path leads when it is a link. */
  readonly real: string | undefined;
  readonly status: FileStatus | undefined;
  /** Undefined when there is no file that can be read. */
  readonly content: FetchedText | undefined;
  readonly ids: TargetIds;
}

/** Reads a file that a module may write anew with `placeText`. */
export function textFileOf(path: string): Reading<TextFile> {
  const whole = together({
    status: statusOf(path, { follow: true }),
    ids: idsOf({}, { seen: true }),
    real: linkEndOf(path),
    content: fetchText(path),
  });
  return { ...whole, parse: (output) => ({ path, ...whole.parse(output) }) };
}

export interface PlaceOptions {
  /** Of a file that is made; by the umask when absent. One that is there keeps its own. */
  readonly mode?: Value | undefined;
  readonly backup?: boolean;
}

/**
 * Puts a text in the place of a file in one step; owner and mode of what was there stay. A link stays too: what it leads
 * to is written. Throws ModuleFailure.
 * @returns the path of the backup that was asked for and made
 */
export async function placeText(
  context: ModuleContext,
  { file, text, mode, backup = false }: { readonly file: TextFile; readonly text: string } & PlaceOptions,
): Promise<string | undefined> {
  const { path, real, status, ids } = file;
  const wanted = status === undefined && mode !== undefined ? { mode } : {};
  const { backupFile } = await writeFile(context, {
    path: real ?? path,
    content: (file.content ?? textOf(Buffer.alloc(0))).encode(text),
    current: status,
    plan: planAttributes({ wanted, ids, current: status, isDirectory: false }),
    ids,
    backup,
  });
  return backupFile;
}
