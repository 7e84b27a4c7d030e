import type { ArgumentSpec } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { fileArguments } from '../module/kit/file-module.ts';
import { expandPath, quotePath } from '../module/kit/paths.ts';
import { type Reading, read } from '../module/kit/reading.ts';
import {
  canonicalRepoFile,
  formatRepoFile,
  hasRepositories,
  parseRepoFile,
  type RepoFile,
  replaceSection,
} from '../module/kit/rpm/repo-file.ts';
import { optionsOf, repositoryOptions } from '../module/kit/rpm/repository-arguments.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { setSpecialAttributes } from '../module/kit/special-attributes/set-special-attributes.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import { placeText, type TextFile, textFileOf, textReadings } from '../module/text/text-file.ts';

const spec = {
  name: { type: 'str', required: true, description: "The repository's identifier: the file's section." },
  description: { type: 'str', description: "The repository's name; needed with present." },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether the repository is there.',
  },
  file: { type: 'str', description: 'The file without its .repo; the identifier when not given.' },
  reposdir: {
    type: 'path',
    default: '/etc/yum.repos.d',
    description: 'The folder of the file, which must be there.',
  },
  ...repositoryOptions,
  ...fileArguments,
} as const satisfies ArgumentSpec;

export default defineModule({
  name: 'yum_repository',
  collection: 'ansible.builtin',
  summary: 'Makes yum and dnf know a repository, or forget it',
  args: spec,
  returns: { repo: 'The identifier.', state: 'What it is now: present or absent.' },
  examples: `
- name: Packages of the vendor
  ansible.builtin.yum_repository:
    name: vendor
    description: Packages of the vendor
    baseurl: https://packages.example.com/el$releasever/$basearch/
    gpgkey: https://packages.example.com/key.asc
    gpgcheck: true
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const { name, state } = args;
    const options = state === 'absent' ? undefined : optionsOf(args, requiredDescription(args));
    const folder = await expandPath(context, args.reposdir);
    const request = { path: `${folder}/${fileName(args.file ?? name)}`, wanted: args };
    const { isFolder, ...found } = await read(context, {
      isFolder: folderReading(folder),
      ...textReadings(context, request),
    });
    if (!isFolder) throw new ModuleFailure(`yum_repository: there is no folder ${folder}`);
    const file = textFileOf(request, found);
    const before = parseRepoFile(file.source.text, request.path);
    const after = replaceSection(before, file.source.adapt(name), adapted(file, options));
    const changed = await place(context, { file, before, after, args });
    const shown = { before: canonicalRepoFile(before), after: canonicalRepoFile(after) };
    const headers = { before_header: request.path, after_header: request.path };
    const diff = context.diffMode ? { diff: { ...shown, ...headers } } : {};
    const result: ModuleResult = { changed, repo: name, state, ...diff };
    return setSpecialAttributes(context, { ...args, path: request.path }, result);
  },
});

function requiredDescription(args: {
  readonly description: string | undefined;
  readonly baseurl: readonly string[] | undefined;
  readonly metalink: string | undefined;
  readonly mirrorlist: string | undefined;
}): string {
  if (args.baseurl === undefined && args.metalink === undefined && args.mirrorlist === undefined)
    throw new ModuleFailure('yum_repository: one of baseurl, metalink and mirrorlist is required');
  if (args.description === undefined) throw new ModuleFailure('yum_repository: a description is required');
  return args.description;
}

function fileName(base: string): string {
  if (base !== '' && !base.includes('/') && !base.includes('\n')) return `${base}.repo`;
  throw new ModuleFailure(`yum_repository: no file in the folder can be named after '${base}'`);
}

function folderReading(folder: string): Reading<boolean> {
  return { script: `[ -d ${quotePath(folder)} ]`, inline: 'prints', parse: ({ rc }) => rc === 0 };
}

/** In the form of the file's text. */
function adapted(
  { source }: TextFile,
  options: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> | undefined {
  if (options === undefined) return undefined;
  return new Map([...options].map(([name, value]) => [name, source.adapt(value)]));
}

interface Placement {
  readonly file: TextFile;
  readonly before: RepoFile;
  readonly after: RepoFile;
  readonly args: { readonly unsafe_writes: boolean };
}

/** Only a file that means something else is written anew; one that has no repository left goes. */
async function place(context: ModuleContext, { file, before, after, args }: Placement): Promise<boolean> {
  const isEdited = canonicalRepoFile(before) !== canonicalRepoFile(after);
  if (isEdited && !hasRepositories(after)) {
    if (!context.checkMode) {
      await runOrFail(context, `rm -f -- ${quotePath(file.path)}`, {
        failure: `${file.path} cannot be removed`,
      });
    }
    return true;
  }
  const changed = isEdited || (file.status !== undefined && file.plan.changes.length > 0);
  const text = isEdited ? formatRepoFile(after) : file.source.text;
  if (changed) await placeText(context, file, { text, unsafeWrites: args.unsafe_writes });
  return changed;
}
