import { describe, expect, it } from 'vitest';
import docker_container from '../../src/modules/docker_container.ts';
import { type LocalContext, localContext, play } from '../module/local-context.ts';

interface Call {
  readonly script: string;
  readonly stdin: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const image = { Id: `sha256:${'a'.repeat(64)}`, Config: { Env: ['PATH=/bin'] } };
const container = {
  Id: 'c'.repeat(64),
  Image: image.Id,
  State: { Running: true, Paused: false },
  Config: { Env: ['PATH=/bin', 'KEY=old'], Image: 'web' },
  HostConfig: { NetworkMode: 'default' },
};

/** A target that is an engine: it answers each request that reaches it, wherever in the step that stands. */
function engine(
  answers: Readonly<Record<string, Answer>>,
  options: { readonly checkMode?: boolean } = {},
): { readonly context: LocalContext; readonly calls: readonly Call[]; readonly requests: readonly string[] } {
  const calls: Call[] = [];
  const requests: string[] = [];
  const context = localContext(options);
  const run: typeof context.target.run = async (script, given = {}) => {
    const stdin = String(given.stdin ?? '');
    calls.push({ script, stdin });
    const asked = [...`${script}${stdin}`.matchAll(/(GET|POST|DELETE) (\S+) HTTP\/1\.1/g)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    requests.push(...asked);
    const stdout = asked.map((request) => {
      const { status, body } = answers[request] ?? { status: 404, body: { message: `no ${request}` } };
      const text = body === undefined ? '' : JSON.stringify(body);
      return `HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    });
    return { rc: 0, stdout: Buffer.from(stdout.join('')), stderr: Buffer.alloc(0), timedOut: false };
  };
  return { context: { ...context, target: { ...context.target, run } }, calls, requests };
}

const known = {
  'GET /containers/shop/json': { status: 200, body: container },
  'GET /images/web%3Alatest/json': { status: 200, body: image },
};

describe('docker_container', () => {
  it('finds what is as it should be in one round trip', async () => {
    const { context, calls, requests } = engine(known);
    const args = { name: 'shop', image: 'web', env: { KEY: 'old' } };
    expect(await play(docker_container, args, context)).toMatchObject({ changed: false, container });
    expect(requests).toEqual(Object.keys(known));
    expect(calls.length).toBe(1);
  });

  it('hands the environment over where no command line shows it', async () => {
    const id = container.Id;
    const { context, calls, requests } = engine({
      ...known,
      [`POST /containers/${id}/stop`]: { status: 204 },
      [`DELETE /containers/${id}?v=false&force=false&link=false`]: { status: 204 },
      'POST /containers/create?name=shop': { status: 201, body: { Id: id } },
      [`GET /containers/${id}/json`]: { status: 200, body: { ...container, State: { Running: false } } },
      [`POST /containers/${id}/start`]: { status: 204 },
    });
    const args = { name: 'shop', image: 'web', env: { KEY: 'hunter2\nline' } };
    expect(await play(docker_container, args, context)).toMatchObject({ changed: true });
    expect(calls.filter(({ script }) => script.includes('hunter2'))).toEqual([]);
    expect(calls.filter(({ stdin }) => stdin.includes('KEY=hunter2\\nline')).length).toBe(1);
    expect(requests.slice(2).map((request) => request.split(/[?]/)[0])).toEqual([
      `POST /containers/${id}/stop`,
      `DELETE /containers/${id}`,
      'POST /containers/create',
      `GET /containers/${id}/json`,
      `POST /containers/${id}/start`,
      `GET /containers/${id}/json`,
    ]);
  });

  it('predicts without a request that changes anything', async () => {
    const { context, requests } = engine(known, { checkMode: true });
    const args = { name: 'shop', image: 'web', env: { KEY: 'new' } };
    expect(await play(docker_container, args, context)).toMatchObject({
      changed: true,
      diff: { before: { env: ['KEY=old', 'PATH=/bin'] }, after: { env: ['KEY=new', 'PATH=/bin'] } },
    });
    expect(requests).toEqual(Object.keys(known));
  });

  it('waits for one that removes itself', async () => {
    const id = container.Id;
    const progress = { message: `removal of container ${id} is already in progress` };
    const { context, requests } = engine({
      ...known,
      [`POST /containers/${id}/stop`]: { status: 204 },
      [`DELETE /containers/${id}?v=false&force=false&link=false`]: { status: 409, body: progress },
      [`POST /containers/${id}/wait?condition=removed`]: { status: 200, body: { StatusCode: 0 } },
    });
    expect(await play(docker_container, { name: 'shop', state: 'absent' }, context)).toMatchObject({
      changed: true,
      diff: { before: { exists: true, running: true }, after: { exists: false, running: false } },
    });
    expect(requests.at(-1)).toBe(`POST /containers/${id}/wait?condition=removed`);
  });

  it('says what the engine says, and not what it was asked', async () => {
    const { context } = engine({
      'GET /images/web%3Alatest/json': { status: 200, body: image },
      'POST /containers/create?name=shop': { status: 400, body: { message: 'no such thing' } },
    });
    const result = await play(
      docker_container,
      { name: 'shop', image: 'web', env: { KEY: 'hunter2' } },
      context,
    );
    expect(result).toMatchObject({ failed: true, msg: 'container shop cannot be made: no such thing' });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
