import type { ModuleContext } from '../context.ts';
import { makeFoldersScript, missingFolders, newFolderPlan } from '../file/directory.ts';
import { attributeSides } from '../file/state.ts';
import { applyAttributes } from '../kit/apply-attributes.ts';
import { writeFile } from '../kit/atomic-write.ts';
import { contentDiff, propertyDiff } from '../kit/diff.ts';
import {
  type AttributePlan,
  idsOf,
  planAttributes,
  type TargetIds,
  type WantedAttributes,
} from '../kit/file-attributes.ts';
import { directoryOf } from '../kit/paths.ts';
import { mapReading, noReading, type Reading, type Results, together } from '../kit/reading.ts';
import { type FileStatus, linkEndOf, statusOf } from '../kit/status.ts';
import { type Diff, ModuleFailure } from '../result.ts';
import { type FetchedText, fetchText, textOf } from './fetch-text.ts';

/** Which text a module edits, and how its file shall stand. */
export interface TextFileRequest {
  /** Expanded. What a link leads to is what is read. */
  readonly path: string;
  /** Put the new text in the place of the link, not of what it leads to. */
  readonly replaceLink?: boolean;
  readonly wanted: WantedAttributes;
  /** The folders that are not there yet are made for a new file. */
  readonly makeFolders?: boolean;
}

/** A text on the target as it is, with all that putting another one in its place needs. */
export interface TextFile {
  readonly path: string;
  /** Where it is written: what a link leads to. */
  readonly place: string;
  /** Undefined when there is no file yet; `source` is empty then. */
  readonly status: FileStatus | undefined;
  readonly source: FetchedText;
  readonly ids: TargetIds;
  readonly plan: AttributePlan;
  readonly missing: readonly string[];
}

type TextReadings = ReturnType<typeof textReadings>;

/** What a text's file is read with: for `read`, beside whatever else a module wants to know in the same round trip. */
export function textReadings(
  { checkMode }: Pick<ModuleContext, 'checkMode'>,
  { path, wanted, makeFolders = false }: TextFileRequest,
) {
  return {
    status: statusOf(path, { follow: true }),
    ids: idsOf(wanted, { seen: true, checkMode }),
    real: linkEndOf(path),
    content: fetchText(path),
    missing: makeFolders ? missingFolders(directoryOf(path)) : noReading<readonly string[]>([]),
  };
}

/** The text out of what was read. Throws ModuleFailure for what is there and no readable file, and for bad attributes. */
export function textFileOf(
  { path, wanted, replaceLink = false }: TextFileRequest,
  found: Results<TextReadings>,
): TextFile {
  const { status, ids, real, content, missing } = found;
  if (status?.kind === 'directory') throw new ModuleFailure(`${path} is a directory`, { rc: 256 });
  if (status !== undefined && content === undefined) throw new ModuleFailure(`${path} cannot be read`);
  return {
    path,
    place: replaceLink ? path : (real ?? path),
    status,
    source: content ?? textOf(Buffer.alloc(0)),
    ids,
    plan: planAttributes({ wanted, ids, current: status, isDirectory: false }),
    missing,
  };
}

/** The same as one reading: for modules that know several files, or none for certain. */
export function textFileReading(
  context: Pick<ModuleContext, 'checkMode'>,
  request: TextFileRequest,
): Reading<TextFile> {
  return mapReading(together(textReadings(context, request)), (found) => textFileOf(request, found));
}

export interface TextPlacement {
  /** In the form of `source.text`. */
  readonly text: string;
  readonly backup?: boolean;
  readonly validate?: string | undefined;
  readonly unsafeWrites?: boolean;
}

export interface PlacedText {
  /** Undefined only in check mode, for a file that is not there yet. */
  readonly status: FileStatus | undefined;
  readonly backupFile: string | undefined;
}

/**
 * Puts an edited text in the place of the one that was read, with the attributes that the file shall have; only the
 * attributes when the text is the same. Does nothing in check mode.
 */
export async function placeText(
  context: ModuleContext,
  file: TextFile,
  { text, backup = false, validate, unsafeWrites = false }: TextPlacement,
): Promise<PlacedText> {
  const { path, place, status, source, ids, plan } = file;
  if (context.checkMode) return { status, backupFile: undefined };
  if (status !== undefined && text === source.text)
    return { status: await applyAttributes(context, { path, current: status, plan }), backupFile: undefined };
  await makeParents(context, file);
  return writeFile(context, {
    path: place,
    content: source.encode(text),
    current: status,
    plan,
    ids,
    backup,
    validate,
    unsafeWrites,
  });
}

async function makeParents(context: ModuleContext, { missing, ids }: TextFile): Promise<void> {
  if (missing.length === 0) return;
  const script = `(\n${makeFoldersScript(missing, newFolderPlan({}, ids))}\n)`;
  const { rc, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0) throw new ModuleFailure(`cannot make ${missing.at(-1)}: ${stderr.toString().trim()}`);
}

/** What differs between the text and its file as they are and as they will be: the content, and the attributes. */
export function textDiffs({ path, source, plan }: TextFile, text: string): readonly [Diff, Diff] {
  const sides = attributeSides(plan);
  const contentHeader = `${path} (content)`;
  const attributeHeader = `${path} (file attributes)`;
  return [
    contentDiff({
      before: source.encode(source.text),
      after: source.encode(text),
      beforeHeader: contentHeader,
      afterHeader: contentHeader,
    }),
    {
      ...propertyDiff(sides.before, sides.after),
      before_header: attributeHeader,
      after_header: attributeHeader,
    },
  ];
}
