import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { refuseMissingFolder } from '../module/kit/missing-folder.ts';
import { type FstabEntry, withFstabEntry, withoutFstabEntry } from '../module/kit/mounts/fstab.ts';
import { type MountPoint, mountPointAt } from '../module/kit/mounts/mounted.ts';
import { directoryOf, expandPath, quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, type TextFile, textDiffs, textFileReading } from '../module/text/text-file.ts';

const spec = {
  path: { type: 'path', required: true, aliases: ['name'], description: 'The mount point.' },
  src: { type: 'path', description: 'What is mounted: a device, an address, LABEL=...' },
  fstype: { type: 'str', description: 'The type of the file system.' },
  opts: { type: 'str', description: 'The options, with commas; `defaults` when absent.' },
  dump: { type: 'str', default: '0', description: 'The fifth word of fstab.' },
  passno: { type: 'str', default: '0', description: 'The sixth word of fstab.' },
  state: {
    type: 'str',
    required: true,
    choices: ['absent', 'absent_from_fstab', 'mounted', 'present', 'unmounted', 'remounted', 'ephemeral'],
    description:
      'present and absent_from_fstab are of fstab, unmounted, remounted and ephemeral of the machine, mounted and absent of both.',
  },
  fstab: { type: 'str', description: 'The file; /etc/fstab when absent.' },
  boot: { type: 'bool', default: true, description: 'Mount it at boot: without, noauto is an option.' },
  backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'mount',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Mounts file systems, now and at boot',
  args: spec,
  requiredIf: [
    ['state', 'mounted', ['src', 'fstype']],
    ['state', 'present', ['src', 'fstype']],
    ['state', 'ephemeral', ['src', 'fstype']],
  ],
  returns: {
    name: 'The mount point.',
    src: 'As given.',
    fstype: 'As given.',
    opts: 'The options.',
    dump: 'The fifth word of fstab.',
    passno: 'The sixth word of fstab.',
    fstab: 'The file.',
    boot: 'yes or no.',
    backup_file: 'The copy of the file as it was; empty without.',
  },
  examples: `
- name: Mount the data at /srv/data
  ansible.posix.mount:
    path: /srv/data
    src: UUID=b3e48f45-f933-4c8e-a700-22a159ec9077
    fstype: xfs
    opts: noatime
    state: mounted
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const path = withoutEndingSlash(await expandPath(context, args.path));
    const fstab = await expandPath(context, args.fstab ?? '/etc/fstab');
    const { file, point, folder } = await read(context, {
      file: textFileReading(context, { path: fstab, wanted: {} }),
      point: mountPointAt(path),
      folder: textReading(`[ -d ${quotePath(directoryOf(fstab))} ]`, 'sets'),
    });
    if (!args.boot && (args.opts ?? 'defaults').split(',').includes('defaults')) {
      context.warn("mount: 'boot: false' does not count beside the option 'defaults': use opts: noauto");
    }
    const request: MountRequest = { args, path, fstab, file, point, entry: entryOf(args, path) };
    const text = wantedText(request);
    const isWritten = text !== file.source.text;
    const actions = actionsFor(request, isWritten);
    const changed = isWritten || actions.length > 0;
    if (isWritten && folder === undefined) await refuseMissingFolder(context, fstab, {});
    const backupFile =
      changed && !context.checkMode ? await carryOut(context, { ...request, text, actions }) : '';
    return {
      changed,
      name: path,
      ...(args.src === undefined ? {} : { src: args.src }),
      ...(args.fstype === undefined ? {} : { fstype: args.fstype }),
      opts: request.entry.options,
      dump: args.dump,
      passno: args.passno,
      fstab,
      boot: args.boot ? 'yes' : 'no',
      backup_file: backupFile,
      ...(context.diffMode && isWritten ? { diff: [textDiffs(file, text)[0]] } : {}),
    };
  },
});

interface MountRequest {
  readonly args: Arguments;
  readonly path: string;
  readonly fstab: string;
  readonly file: TextFile;
  readonly point: MountPoint;
  readonly entry: FstabEntry;
}

function withoutEndingSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

function entryOf(args: Arguments, path: string): FstabEntry {
  const { src = '', fstype = '', opts, dump, passno, boot } = args;
  const given = opts ?? 'defaults';
  const isSaid = ['noauto', 'defaults'].some((option) => given.split(',').includes(option));
  const entry = {
    source: src,
    path,
    type: fstype,
    options: boot || isSaid || args.state === 'ephemeral' ? given : `${given},noauto`,
    dump,
    pass: passno,
  };
  const odd = Object.values(entry).find((word) => word.includes('\n'));
  if (odd !== undefined) throw new ModuleFailure('mount: a line of fstab cannot hold a line break');
  return entry;
}

function wantedText({ args, file, entry }: MountRequest): string {
  const { text } = file.source;
  switch (args.state) {
    case 'present':
    case 'mounted':
      return withFstabEntry(text, entry);
    case 'absent':
    case 'absent_from_fstab':
      return withoutFstabEntry(text, entry);
    case 'unmounted':
    case 'remounted':
    case 'ephemeral':
      return text;
  }
}

/** The shell text of what happens on the machine, in its order. */
function actionsFor(request: MountRequest, isWritten: boolean): readonly string[] {
  const { args, path, point, entry } = request;
  const word = quotePath(path);
  const isMounted = point.source !== undefined;
  const makeFolder = point.exists ? [] : [`mkdir -p ${word}`];
  switch (args.state) {
    case 'present':
    case 'absent_from_fstab':
      return [];
    case 'mounted':
      if (!isMounted) return [...makeFolder, mountScript(request)];
      return isWritten ? [remountScript(request)] : [];
    case 'unmounted':
      return isMounted ? [`umount ${word}`] : [];
    case 'absent':
      if (!isWritten) return [];
      return [...(isMounted ? [`umount ${word}`] : []), ...(point.exists ? [`rmdir ${word}`] : [])];
    case 'remounted':
      return [remountScript(request)];
    case 'ephemeral': {
      if (point.source !== undefined && point.source !== entry.source) {
        throw new ModuleFailure(
          `mount: on ${path} is ${point.source}, not ${entry.source}: unmount it first`,
        );
      }
      const options = `${isMounted ? 'remount,' : ''}${entry.options}`;
      const mount = `mount -t ${quote(entry.type)} -o ${quote(options)} ${quote(entry.source)} ${word}`;
      return [...makeFolder, mount];
    }
  }
}

function mountScript({ args, path, fstab }: MountRequest): string {
  return `mount ${args.fstab === undefined ? '' : `-T ${quotePath(fstab)} `}${quotePath(path)}`;
}

/** What cannot be remounted is unmounted and mounted, unless that would lose the options that are asked for. */
function remountScript(request: MountRequest): string {
  const { args, path } = request;
  const word = quotePath(path);
  if (args.state === 'remounted' && args.opts !== undefined) {
    return `mount -o ${quote(`remount,${args.opts}`)} ${word}`;
  }
  const file = args.fstab === undefined ? '' : `-T ${quotePath(request.fstab)} `;
  return `{ mount ${file}-o remount ${word} 2>/dev/null || { umount ${word} && ${mountScript(request)}; }; }`;
}

interface Change extends MountRequest {
  readonly text: string;
  readonly actions: readonly string[];
}

/** The file is written first, since mount takes the options from it; when mounting fails it gets back what it held. */
async function carryOut(
  context: ModuleContext,
  { args, path, point, file, text, actions }: Change,
): Promise<string> {
  const isWritten = text !== file.source.text;
  const placed = isWritten ? await placeText(context, file, { text, backup: args.backup }) : undefined;
  if (actions.length > 0) {
    try {
      await runOrFail(context, `{ ${actions.join(' && ')}; } </dev/null`, {
        failure: `${path} cannot be ${args.state}`,
      });
    } catch (error) {
      if (args.state === 'mounted') await takeBack(context, { path, point, file, isWritten });
      throw error;
    }
  }
  return placed?.backupFile ?? '';
}

async function takeBack(
  context: ModuleContext,
  {
    path,
    point,
    file,
    isWritten,
  }: Pick<MountRequest, 'path' | 'point' | 'file'> & { readonly isWritten: boolean },
): Promise<void> {
  const { file: now } = await read(context, {
    file: textFileReading(context, { path: file.path, wanted: {} }),
  });
  if (isWritten) await placeText(context, now, { text: file.source.text });
  if (!point.exists)
    await context.target.run(`rmdir ${quotePath(path)} 2>/dev/null`, { signal: context.signal });
}
