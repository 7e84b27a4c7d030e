import { defineModule } from '../module/define.ts';
import { filesWith } from '../module/find/contents.ts';
import { matcherOf, parseAge, parseSize } from '../module/find/criteria.ts';
import { type FoundFile, listingOf } from '../module/find/listing.ts';
import { checksumOf } from '../module/kit/checksum.ts';
import { statusFlags } from '../module/kit/file-flags.ts';
import { expandPath } from '../module/kit/paths.ts';
import { allOf, noReading, read, textReading } from '../module/kit/reading.ts';
import type { ResultData } from '../module/result.ts';

export default defineModule({
  name: 'find',
  collection: 'ansible.builtin',
  summary: 'Lists the files below folders that meet conditions',
  args: {
    paths: {
      type: 'list',
      elements: 'path',
      required: true,
      aliases: ['name', 'path'],
      description: 'The folders to look in.',
    },
    patterns: {
      type: 'list',
      elements: 'str',
      default: [],
      aliases: ['pattern'],
      description: 'One of these matches the name; all names do when there is none.',
    },
    excludes: {
      type: 'list',
      elements: 'str',
      default: [],
      aliases: ['exclude'],
      description: 'None of these matches the name.',
    },
    use_regex: {
      type: 'bool',
      default: false,
      description: 'patterns and excludes are regular expressions, as in Python, not globs.',
    },
    file_type: {
      type: 'str',
      choices: ['any', 'directory', 'file', 'link'],
      default: 'file',
      description: 'What to list.',
    },
    recurse: { type: 'bool', default: false, description: 'Look in the folders below too.' },
    depth: { type: 'int', description: 'How many levels below, with recurse.' },
    follow: { type: 'bool', default: false, description: 'Look in the folders that links lead to.' },
    hidden: { type: 'bool', default: false, description: 'List names that begin with a dot too.' },
    contains: {
      type: 'str',
      description: 'A regular expression, as in Python, that matches the beginning of a line of a file.',
    },
    read_whole_file: {
      type: 'bool',
      default: false,
      description: 'contains is looked for anywhere in the file, over its lines.',
    },
    age: { type: 'str', description: 'At least so old, as 30s, 2m, 3h, 4d or 1w; at most with a minus.' },
    age_stamp: {
      type: 'str',
      choices: ['atime', 'ctime', 'mtime'],
      default: 'mtime',
      description: 'Which time age is about.',
    },
    size: { type: 'str', description: 'At least so large, as 10, 2k, 3m, 4g or 1t; at most with a minus.' },
    get_checksum: { type: 'bool', default: false, description: 'Also read the SHA1 of each file.' },
  },
  returns: {
    files: 'What was found, with what stat tells of each, in the order of the paths.',
    matched: 'How many they are.',
    examined: 'How many were looked at.',
    skipped_paths: 'Which paths could not be looked in, and why.',
  },
  examples: `
- name: Look for old logs
  ansible.builtin.find:
    paths: /var/log/app
    patterns: '*.log'
    age: 4w
  register: logs
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const age = parseAge(args.age);
    const size = parseSize(args.size);
    const folders = await Promise.all(args.paths.map((path) => expandPath(context, String(path))));
    const { listings, now } = await read(context, {
      listings: allOf(
        folders.map((folder) =>
          listingOf({ ...args, folder, names: args.use_regex ? [] : args.patterns.map(String) }),
        ),
      ),
      now: age === undefined ? noReading(undefined) : textReading('r=$(date +%s)', 'sets'),
    });
    const matches = matcherOf({
      fileType: args.file_type,
      hidden: args.hidden,
      patterns: args.patterns.map(String),
      excludes: args.excludes.map(String),
      useRegex: args.use_regex,
      age,
      ageStamp: args.age_stamp,
      size,
      now: Number(now ?? 0),
    });
    const candidates = listings.flatMap(({ files = [] }) => files.filter(matches));
    const found =
      args.contains === undefined || args.file_type !== 'file'
        ? candidates
        : await filesWith(context, candidates, {
            pattern: args.contains,
            wholeFile: args.read_whole_file,
          });
    const checksums = args.get_checksum ? found.filter(({ status }) => status.kind === 'file') : [];
    const { sums } = await read(context, {
      sums: allOf(checksums.map(({ path }) => checksumOf(path, 'sha1'))),
    });
    const sumOf = new Map(checksums.map((file, index) => [file, sums[index]]));
    const skipped = folders.filter((_, index) => listings[index]?.files === undefined);
    return {
      changed: false,
      msg: skipped.length === 0 ? 'all paths were looked in' : 'some paths could not be looked in',
      files: found.map((file) => shown(file, sumOf)),
      matched: found.length,
      examined: listings.reduce((sum, { examined }) => sum + examined, 0),
      skipped_paths: Object.fromEntries(skipped.map((path) => [path, `'${path}' is not a directory`])),
    };
  },
});

function shown(
  file: FoundFile,
  checksums: ReadonlyMap<FoundFile, string | undefined>,
): Readonly<Record<string, ResultData>> {
  const { path, status } = file;
  return {
    path,
    ...statusFlags(status),
    ...(checksums.has(file) ? { checksum: checksums.get(file) ?? null } : {}),
    gr_name: status.group ?? '',
    pw_name: status.owner ?? '',
  };
}
