import type { ModuleContext } from '../context.ts';
import { expandPath, joinPath } from '../kit/paths.ts';
import { type Reading, type Results, read, together } from '../kit/reading.ts';
import { type TextFile, type TextFileRequest, textFileOf, textReadings } from './text-file.ts';

/** The text at a path as a task gives it. A path in the home of the task's user is read in one round trip, too. */
export async function readTextFile(context: ModuleContext, request: TextFileRequest): Promise<TextFile> {
  const atHome = /^~\/+(?<rest>[^$]+)$/.exec(request.path)?.groups?.['rest'];
  if (atHome === undefined) {
    const expanded = { ...request, path: await expandPath(context, request.path) };
    return textFileOf(expanded, await read(context, textReadings(context, expanded)));
  }
  const { found } = await read(context, {
    found: textInFolder('r=$HOME', textReadings(context, { ...request, path: atHome })),
  });
  if (found === undefined)
    return readTextFile(context, { ...request, path: await expandPath(context, request.path) });
  return textFileOf({ ...request, path: joinPath(found.folder, atHome) }, found);
}

type TextReadings = ReturnType<typeof textReadings>;

export interface FoundInFolder extends Results<TextReadings> {
  readonly folder: string;
}

/**
 * What readings of a path in a folder find that only the target can name; `missing` are paths from the root then.
 * Undefined where there is no such folder.
 * @param folderScript leaves the folder in `$r`
 */
export function textInFolder(
  folderScript: string,
  readings: TextReadings,
): Reading<FoundInFolder | undefined> {
  const whole = together(readings);
  return {
    script: `${folderScript}
printf '%s\\0' "$r"
cd -- "\${r:-/}" 2>/dev/null && {
${whole.script}
}`,
    parse({ stdout, rc }) {
      const end = stdout.indexOf(0);
      const folder = stdout.subarray(0, Math.max(end, 0)).toString() || '/';
      const rest = stdout.subarray(end + 1);
      if (end < 0 || !whole.isWhole(rest)) return undefined;
      const found = whole.parse({ stdout: rest, rc });
      return { ...found, folder, missing: found.missing.map((path) => joinPath(folder, path)) };
    },
  };
}
