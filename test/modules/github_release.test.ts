import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { githubRelease } from '../../src/module/github/release.ts';
import type { ModuleResult } from '../../src/module/result.ts';
import githubReleaseModule from '../../src/modules/github_release.ts';
import { type LocalContext, localContext, play } from '../module/local-context.ts';
import { startServer } from './http-server.ts';

interface Asked {
  readonly request: string;
  readonly auth: string | undefined;
  readonly body: string;
}

describe('github_release, with a server in the place of GitHub', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let asked: Asked[] = [];
  beforeAll(async () => {
    server = await startServer((request, body, response) => {
      const { method, url, headers } = request;
      asked.push({ request: `${method} ${url}`, auth: headers.authorization, body });
      const reply = (status: number, data: unknown): void => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(data));
      };
      switch (`${method} ${url}`) {
        case 'GET /repos/me/tool/releases/latest':
        case 'GET /repos/me/tool/releases/tags/v1%2F2':
          return reply(200, { tag_name: 'v1/2' });
        case 'GET /repos/me/renamed/releases/latest':
          return void response.writeHead(301, { Location: '/repos/me/tool/releases/latest' }).end();
        case 'GET /repos/me/fresh':
          return reply(200, { name: 'fresh' });
        case 'GET /repos/me/tool/releases?per_page=100':
          return reply(200, [{ tag_name: 'drafted', draft: true }]);
        case 'GET /repos/me/busy/releases/latest':
          return reply(403, { message: 'API rate limit exceeded' });
        case 'GET /repos/me/broken/releases/latest':
          return void response.end('<html>');
        case 'POST /repos/me/tool/releases':
          if (headers.authorization === 'Bearer wrong') return reply(401, { message: 'Bad credentials' });
          return reply(201, { tag_name: (JSON.parse(body) as { tag_name: string }).tag_name });
        default:
          return reply(404, { message: 'Not Found' });
      }
    });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    asked = [];
  });

  const ask = (
    args: Readonly<Record<string, unknown>>,
    context: LocalContext = localContext(),
  ): Promise<ModuleResult> =>
    play(
      { ...githubReleaseModule, run: (target, given) => githubRelease(target, given, server.url) },
      { user: 'me', repo: 'tool', action: 'latest_release', ...args },
      context,
    );
  const create = { action: 'create_release', tag: 'v2', token: 's3cret' };

  test('tells the tag of the latest release', async () => {
    expect(await ask({ token: 's3cret' })).toEqual({ changed: false, tag: 'v1/2' });
    expect(asked).toMatchObject([{ auth: 'Bearer s3cret' }]);
  });

  test('asks without a name where no token is given, and finds what was renamed', async () => {
    expect(await ask({ repo: 'renamed' })).toMatchObject({ tag: 'v1/2' });
    expect(asked).toMatchObject([{ auth: undefined }, { request: 'GET /repos/me/tool/releases/latest' }]);
  });

  test('tells no tag where there is no release yet, and fails where there is no repository', async () => {
    expect(await ask({ repo: 'fresh' })).toEqual({ changed: false, tag: null });
    expect(await ask({ repo: 'nosuch' })).toMatchObject({
      failed: true,
      msg: 'the repository me/nosuch cannot be read: GitHub answered 404, Not Found',
    });
  });

  test.each([
    ['busy', 'GitHub answered 403, API rate limit exceeded'],
    ['broken', 'GitHub answered 200'],
  ])('fails for the answers of %s', async (repo, words) => {
    expect(await ask({ repo })).toMatchObject({ failed: true, msg: expect.stringContaining(words) });
  });

  test('makes a release with all that it is to say', async () => {
    const words = { name: 'Two', body: 'a "b"\n\\c é', target: 'main', prerelease: true };
    expect(await ask({ ...create, ...words })).toEqual({ changed: true, tag: 'v2' });
    expect(asked.map(({ request }) => request)).toEqual([
      'GET /repos/me/tool/releases/tags/v2',
      'POST /repos/me/tool/releases',
    ]);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      tag_name: 'v2',
      target_commitish: 'main',
      name: 'Two',
      body: 'a "b"\n\\c é',
      draft: false,
      prerelease: true,
    });
  });

  test('makes none where there is one, nor a second draft', async () => {
    expect(await ask({ ...create, tag: 'v1/2' })).toMatchObject({ changed: false, tag: 'v1/2' });
    expect(await ask({ ...create, tag: 'drafted', draft: true })).toMatchObject({ changed: false });
    expect(asked.filter(({ request }) => request.startsWith('POST'))).toEqual([]);
  });

  test('makes none in check mode', async () => {
    expect(await ask(create, localContext({ checkMode: true }))).toEqual({ changed: true, tag: 'v2' });
    expect(asked).toHaveLength(1);
  });

  test('sends a password as the account, and tells when nobody knows it', async () => {
    await ask({ action: 'create_release', tag: 'v2', password: 'pw' });
    expect(asked.at(-1)?.auth).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`);
    expect(await ask({ ...create, token: 'wrong' })).toMatchObject({
      failed: true,
      msg: 'the release v2 was not made: GitHub answered 401, Bad credentials',
    });
  });

  test('never has the token in a script', async () => {
    const context = localContext();
    const scripts: string[] = [];
    const target = {
      ...context.target,
      run: (script: string, options?: Parameters<typeof context.target.run>[1]) => {
        scripts.push(script);
        return context.target.run(script, options);
      },
    };
    await ask(create, { ...context, target });
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.join()).not.toContain('s3cret');
  });

  test.each([
    [{ ...create, token: undefined }, 'needs a token'],
    [{ ...create, tag: undefined }, 'tag'],
    [{ ...create, password: 'x' }, 'password'],
    [{ user: '..' }, "'..' cannot be the name"],
    [{ repo: 'a/b?c' }, 'cannot be the name'],
    [{ token: 'a\nX: y' }, 'line end'],
  ])('refuses %j', async (args, words) => {
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    expect(await ask(given)).toMatchObject({ failed: true, msg: expect.stringContaining(words) });
    expect(asked).toEqual([]);
  });

  test('fails where there is no curl', async () => {
    expect(await ask({}, localContext({ flavour: 'busybox' }))).toMatchObject({
      failed: true,
      msg: expect.stringContaining('no curl'),
    });
  });
});
