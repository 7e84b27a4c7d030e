import { TsplayError } from '../../errors.ts';
import { parseJson } from '../../values/json.ts';
import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { exchange } from '../http/download.ts';
import { ModuleFailure } from '../result.ts';

/** GitHub as a task reaches it. */
export interface GithubAccess {
  /** Without a slash at its end: `https://api.github.com`. Tests have one of their own. */
  readonly base: string;
  readonly user: string;
  readonly token: string | undefined;
  readonly password: string | undefined;
}

export interface GithubRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base: `/repos/owner/name`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, string | boolean>>;
}

export interface GithubAnswer {
  readonly status: number;
  /** Undefined when it is no JSON. */
  readonly data: Value | undefined;
}

/**
 * Asks GitHub's REST API from the target, as Ansible does: its own network and proxies count. Token and password go to
 * curl on its stdin. Throws ModuleFailure when there is no answer.
 */
export async function askGithub(
  context: ModuleContext,
  { base, user, token, password }: GithubAccess,
  { method, path, body }: GithubRequest,
): Promise<GithubAnswer> {
  const headers = new Map([
    ['Accept', 'application/vnd.github+json'],
    ['X-GitHub-Api-Version', '2022-11-28'],
  ]);
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  const answer = await exchange(context, {
    url: `${base}${path}`,
    headers,
    ...(password === undefined ? {} : { user, password }),
    basicAuth: true,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeout: 30,
    validateCerts: true,
    useProxy: true,
    // What was renamed is found by its old name; a change is never sent on to where nobody asked for it.
    followRedirects: method === 'GET',
    agent: 'tsplay',
  });
  if (answer.error !== undefined) throw new ModuleFailure(`GitHub cannot be reached: ${answer.error}`);
  return { status: answer.status, data: jsonOf(answer.body.toString()) };
}

function jsonOf(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

/** A text of an answer; undefined when it is not there. */
export function textIn({ data }: GithubAnswer, name: string): string | undefined {
  const value = data instanceof Map ? data.get(name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What to say when an answer is not the one that is hoped for. */
export function unexpected(what: string, answer: GithubAnswer): ModuleFailure {
  const reason = textIn(answer, 'message');
  return new ModuleFailure(
    `${what}: GitHub answered ${answer.status}${reason === undefined ? '' : `, ${reason}`}`,
  );
}
