import type { ModuleContext } from '../../context.ts';
import {
  loadsModule,
  moduleOptions,
  parameterWords,
  withLoading,
  withOptions,
  withoutLoading,
  withoutOptions,
} from '../../text/module-files.ts';
import { placeText, textFileReading } from '../../text/text-file.ts';
import { refuseMissingFolder } from '../missing-folder.ts';
import { directoryOf, quotePath } from '../paths.ts';
import { allOf, type Reading, read, textReading } from '../reading.ts';

const loadFolder = '/etc/modules-load.d';
const optionFolder = '/etc/modprobe.d';

/** A file that the next boot reads. */
export interface PersistentFile {
  readonly path: string;
  readonly text: string;
}

/** All the files of both folders; others than *.conf are read by nobody. */
export const persistentFiles: Reading<readonly PersistentFile[]> = {
  script: `for f in ${loadFolder}/*.conf ${optionFolder}/*.conf; do
  [ -f "$f" ] || continue
  printf '%s\\0' "$f"
  cat "$f" || exit
  printf '\\0'
done`,
  parse: ({ stdout }) => {
    const parts = stdout.toString('latin1').split('\0');
    return parts.flatMap((path, index) =>
      index % 2 === 0 && path !== '' ? [{ path, text: parts[index + 1] ?? '' }] : [],
    );
  },
};

export interface PersistentWish {
  readonly name: string;
  readonly params: string;
  readonly persistent: 'disabled' | 'absent' | 'present';
}

/** How a file shall read; it is made when it is not there. */
export interface PersistentChange {
  readonly path: string;
  readonly edit: (text: string) => string;
}

/** What has to change so that the next boot loads the module with these parameters, or not at all. */
export function persistentChanges(
  files: readonly PersistentFile[],
  { name, params, persistent }: PersistentWish,
): readonly PersistentChange[] {
  if (persistent === 'disabled') return [];
  const loading = files.filter(({ path, text }) => isIn(path, loadFolder) && loadsModule(text, name));
  const setting = files.filter(
    ({ path, text }) => isIn(path, optionFolder) && moduleOptions(text, name).length > 0,
  );
  const unset = setting.map(({ path }) => ({ path, edit: (text: string) => withoutOptions(text, name) }));
  if (persistent === 'absent') {
    return [
      ...loading.map(({ path }) => ({ path, edit: (text: string) => withoutLoading(text, name) })),
      ...unset,
    ];
  }
  const wanted = parameterWords(params);
  // The module's own file gets them all, and no other has a say.
  const own = `${optionFolder}/${name}.conf`;
  const ownOptions = { path: own, edit: (text: string) => withOptions(text, name, wanted) };
  const current = setting.flatMap(({ text }) => moduleOptions(text, name));
  return [
    ...(loading.length > 0
      ? []
      : [{ path: `${loadFolder}/${name}.conf`, edit: (text: string) => withLoading(text, name) }]),
    ...(isSame(wanted, current) ? [] : [...unset.filter(({ path }) => path !== own), ownOptions]),
  ];
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  const set = new Set(one);
  return other.length === one.length && other.every((parameter) => set.has(parameter));
}

/** Makes the changes, one file after the other. In check mode it only asks whether that can be. */
export async function changePersistentFiles(
  context: ModuleContext,
  changes: readonly PersistentChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const { files, folders } = await read(context, {
    files: allOf(changes.map(({ path }) => textFileReading(context, { path, wanted: {} }))),
    folders: allOf(changes.map(({ path }) => textReading(`[ -d ${quotePath(directoryOf(path))} ]`))),
  });
  for (const [index, { path, edit }] of changes.entries()) {
    const file = files[index];
    if (file === undefined) continue;
    if (folders[index] === undefined) await refuseMissingFolder(context, path, {});
    await placeText(context, file, { text: edit(file.source.text) });
  }
}
