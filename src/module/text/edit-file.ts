import type { ModuleContext } from '../context.ts';
import type { WantedAttributes } from '../kit/file-attributes.ts';
import { expandPath } from '../kit/paths.ts';
import { read } from '../kit/reading.ts';
import { checkValidateCommand } from '../kit/validate-command.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../result.ts';
import type { FetchedText } from './fetch-text.ts';
import { placeText, textDiffs, textFileOf, textReadings } from './text-file.ts';

/** What a pure edit made of a text. */
export interface TextEdit {
  readonly text: string;
  /** What was done; empty when nothing was. */
  readonly message: string;
}

export interface FileEdit<E extends TextEdit> {
  readonly path: string;
  readonly wanted: WantedAttributes;
  /** Make a file that is not there, in folders that are not there. */
  readonly create: boolean;
  /** What takes nothing but text away leaves a file that is not there alone. */
  readonly removes: boolean;
  readonly backup: boolean;
  readonly validate: string | undefined;
  readonly unsafeWrites: boolean;
  edit(source: FetchedText): E;
  /** Keys of the result that the edit brings. */
  keys?(edit: E, backupFile: string | undefined): Readonly<Record<string, ResultData>>;
}

/** Reads a text, edits it, and puts it back: `lineinfile` and `blockinfile`. One round trip when nothing changes. */
export async function editFile<E extends TextEdit>(
  context: ModuleContext,
  request: FileEdit<E>,
): Promise<ModuleResult> {
  const { create, removes, backup, validate, unsafeWrites } = request;
  if (validate !== undefined) checkValidateCommand(validate);
  const path = await expandPath(context, request.path);
  const place = { path, wanted: request.wanted, makeFolders: create };
  const file = textFileOf(place, await read(context, textReadings(context, place)));
  const isThere = file.status !== undefined;
  if (!isThere && removes) return { changed: false, msg: 'file not present' };
  if (!isThere && !create) throw new ModuleFailure(`${path} is not there; create=true makes it`, { rc: 257 });
  const edit = request.edit(file.source);
  const isEdited = edit.message !== '';
  const hasAttributes = file.plan.changes.length > 0 && (isEdited || isThere);
  const { backupFile } =
    isEdited || hasAttributes
      ? await placeText(context, file, { text: edit.text, backup, validate, unsafeWrites })
      : { backupFile: undefined };
  return {
    changed: isEdited || hasAttributes,
    msg: [edit.message, hasAttributes ? 'owner, group or mode changed' : '']
      .filter((part) => part !== '')
      .join(' and '),
    ...request.keys?.(edit, backupFile),
    ...(context.diffMode ? { diff: textDiffs(file, edit.text) } : {}),
  };
}
