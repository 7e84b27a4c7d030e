import type { ArgumentSpec, ArgumentsOf } from '../argument-spec.ts';
import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ModuleResult } from '../result.ts';
import { askGithub, type GithubAccess, textIn, unexpected } from './api.ts';

export const releaseArguments = {
  action: {
    type: 'str',
    required: true,
    choices: ['latest_release', 'create_release'],
    description: 'Tell the latest release, or make one.',
  },
  user: { type: 'str', required: true, description: 'The account that the repository belongs to.' },
  repo: { type: 'str', required: true, description: 'The repository.' },
  token: { type: 'str', noLog: true, description: 'A token that GitHub knows the account by.' },
  password: {
    type: 'str',
    noLog: true,
    description: 'The password of the account, for servers that take it.',
  },
  tag: { type: 'str', description: 'The tag of the release that is made.' },
  target: { type: 'str', description: 'The branch or commit that a new tag is set on.' },
  name: { type: 'str', description: 'The title of the release.' },
  body: { type: 'str', description: 'Its description.' },
  draft: { type: 'bool', default: false, description: 'Do not publish it.' },
  prerelease: { type: 'bool', default: false, description: 'Say that it is not for everybody.' },
} as const satisfies ArgumentSpec;

export type ReleaseArguments = ArgumentsOf<typeof releaseArguments>;

/** One task of the module github_release. @param base of GitHub's REST API */
export async function githubRelease(
  context: ModuleContext,
  args: ReleaseArguments,
  base: string,
): Promise<ModuleResult> {
  const { user, token, password } = args;
  const access = { base, user, token, password };
  return args.action === 'latest_release'
    ? latestRelease(context, access, args)
    : createRelease(context, access, args);
}

async function latestRelease(
  context: ModuleContext,
  access: GithubAccess,
  args: ReleaseArguments,
): Promise<ModuleResult> {
  const repository = pathOf(args);
  const answer = await askGithub(context, access, { method: 'GET', path: `${repository}/releases/latest` });
  const tag = textIn(answer, 'tag_name');
  if (answer.status === 200 && tag !== undefined) return { changed: false, tag };
  if (answer.status !== 404) throw unexpected('the latest release cannot be told', answer);
  // Nothing is found both where there is no release and where there is no repository.
  const owner = await askGithub(context, access, { method: 'GET', path: repository });
  if (owner.status !== 200)
    throw unexpected(`the repository ${args.user}/${args.repo} cannot be read`, owner);
  return { changed: false, tag: null };
}

async function createRelease(
  context: ModuleContext,
  access: GithubAccess,
  args: ReleaseArguments,
): Promise<ModuleResult> {
  const { tag, target, name, body, draft, prerelease } = args;
  if (tag === undefined || tag === '') throw new ModuleFailure('create_release needs a tag');
  if (access.token === undefined && access.password === undefined)
    throw new ModuleFailure(
      'create_release needs a token: GitHub lets nobody make a release who is not known',
    );
  const repository = pathOf(args);
  if (await isReleased(context, access, { repository, tag, draft }))
    return { changed: false, tag, msg: `there is a release of ${tag}` };
  if (context.checkMode) return { changed: true, tag };
  const answer = await askGithub(context, access, {
    method: 'POST',
    path: `${repository}/releases`,
    body: {
      tag_name: tag,
      ...(target === undefined ? {} : { target_commitish: target }),
      ...(name === undefined ? {} : { name }),
      ...(body === undefined ? {} : { body }),
      draft,
      prerelease,
    },
  });
  if (answer.status !== 201) throw unexpected(`the release ${tag} was not made`, answer);
  return { changed: true, tag: textIn(answer, 'tag_name') ?? tag };
}

/** Drafts are found in the list alone, of which the first hundred count. */
async function isReleased(
  context: ModuleContext,
  access: GithubAccess,
  { repository, tag, draft }: { readonly repository: string; readonly tag: string; readonly draft: boolean },
): Promise<boolean> {
  const path = `${repository}/releases/tags/${encodeURIComponent(tag)}`;
  const published = await askGithub(context, access, { method: 'GET', path });
  if (published.status === 200) return true;
  if (published.status !== 404) throw unexpected(`whether ${tag} is released cannot be told`, published);
  if (!draft) return false;
  const list = await askGithub(context, access, {
    method: 'GET',
    path: `${repository}/releases?per_page=100`,
  });
  if (list.status !== 200 || !Array.isArray(list.data))
    throw unexpected('the releases cannot be listed', list);
  return list.data.some((release) => release instanceof Map && release.get('tag_name') === tag);
}

function pathOf({ user, repo }: ReleaseArguments): string {
  for (const name of [user, repo]) {
    if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name))
      throw new ModuleFailure(`'${name}' cannot be the name of an account or a repository`);
  }
  return `/repos/${user}/${repo}`;
}
