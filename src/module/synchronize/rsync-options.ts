import type { SynchronizeArguments } from './arguments.ts';

/** What `--archive` stands for, as far as single arguments can say otherwise. */
const partsOfArchive = ['recursive', 'links', 'perms', 'times', 'owner', 'group'] as const;

/** What stands before each line of rsync's that tells of a difference. */
export const differenceMark = '<<CHANGED>>';

/** The options of rsync, without those that say how the other side is reached. */
export function rsyncOptions(args: SynchronizeArguments, checkMode: boolean): readonly string[] {
  const switches: readonly (readonly [boolean, ...string[]])[] = [
    [checkMode, '--dry-run'],
    [args.delay_updates, '--delay-updates', '-F'],
    [args.rsync_timeout > 0, `--timeout=${args.rsync_timeout}`],
    [args.compress, '--compress'],
    [args.delete, '--delete-after'],
    [args.existing_only, '--existing'],
    [args.checksum, '--checksum'],
    [args.copy_links, '--copy-links'],
    [args.archive, '--archive'],
    [args.dirs, '--dirs'],
    [args.partial, '--partial'],
  ];
  return [
    ...switches.flatMap(([isOn, ...options]) => (isOn ? options : [])),
    ...partsOfArchive.flatMap((part) => {
      const wanted = args[part];
      if (wanted === undefined || wanted === args.archive) return [];
      return [wanted ? `--${part}` : `--no-${part}`];
    }),
    ...linkOptions(args.link_dest ?? []),
    ...(args.rsync_opts ?? []).filter((option) => option !== ''),
    `--out-format=${differenceMark}%i %n%L`,
  ];
}

/** Hard links are only told of when rsync says much. */
function linkOptions(folders: readonly string[]): readonly string[] {
  return folders.length === 0 ? [] : ['-H', '-vv', ...folders.map((folder) => `--link-dest=${folder}`)];
}

/** What rsync printed, and whether it, or without `--dry-run` it would have, changed anything. */
export function rsyncOutput(stdout: string): { readonly text: string; readonly changed: boolean } {
  const lines = stdout.split('\n');
  // With much said, what is as it should be is itemized as well: a dot, its kind, and nothing that differs.
  const changed = lines.some(
    (line) =>
      line.startsWith(differenceMark) &&
      !/^\.[a-zA-Z] +$/.test(line.slice(differenceMark.length).slice(0, 11)),
  );
  return { text: stdout.replaceAll(differenceMark, ''), changed };
}
