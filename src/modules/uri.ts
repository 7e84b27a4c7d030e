import { TsplayError } from '../errors.ts';
import type { ModuleContext } from '../module/context.ts';
import { placeFile } from '../module/copy/place-file.ts';
import { defineModule } from '../module/define.ts';
import { commonRequest, httpArguments } from '../module/http/arguments.ts';
import type { HttpRequest } from '../module/http/curl-config.ts';
import { exchange, type HttpAnswer } from '../module/http/download.ts';
import { sentBody } from '../module/http/sent-body.ts';
import { fileArguments } from '../module/kit/file-module.ts';
import { baseName, expandPath, quotePath } from '../module/kit/paths.ts';
import {
  type SpecialAttributes,
  setSpecialAttributes,
} from '../module/kit/special-attributes/set-special-attributes.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';
import { parseJson } from '../values/json.ts';

export default defineModule({
  name: 'uri',
  collection: 'ansible.builtin',
  summary: 'Talks to a web service from the target',
  args: {
    url: { type: 'str', required: true, description: 'Where to.' },
    method: { type: 'str', default: 'GET', description: 'GET, POST, PUT, ...' },
    body: { type: 'raw', description: 'What to send: text, or data in the form that body_format says.' },
    body_format: {
      type: 'str',
      choices: ['form-multipart', 'form-urlencoded', 'json', 'raw'],
      default: 'raw',
      description:
        'How data is written. A field of form-multipart is a text, or a dictionary of filename (of the controller), content and mime_type.',
    },
    src: { type: 'path', description: 'A file to send, of the controller unless remote_src is set.' },
    remote_src: { type: 'bool', default: false, description: 'src is on the target.' },
    dest: { type: 'path', description: 'A file or directory of the target that gets the answer.' },
    status_code: {
      type: 'list',
      elements: 'int',
      default: [200],
      description: 'The answers that count as success.',
    },
    return_content: {
      type: 'bool',
      default: false,
      description: 'Return the answer as `content`, whatever it is.',
    },
    follow_redirects: {
      type: 'str',
      choices: ['all', 'no', 'none', 'safe', 'urllib2', 'yes'],
      default: 'safe',
      description: 'Which redirects to follow; `safe`: those of GET and HEAD.',
    },
    timeout: { type: 'int', default: 30, description: 'Seconds to wait for the server.' },
    creates: { type: 'path', description: 'Do nothing when this is there.' },
    removes: { type: 'path', description: 'Do nothing when this is not there.' },
    force: { type: 'bool', default: false, description: 'Ask past caches.' },
    http_agent: { type: 'str', default: 'ansible-httpget', description: 'The name to give to the server.' },
    unix_socket: { type: 'path', description: 'A socket to connect to instead of a host.' },
    ca_path: { type: 'path', description: 'A file of certificates (PEM, on the target) to trust.' },
    ...httpArguments,
    ...fileArguments,
  },
  mutuallyExclusive: [['body', 'src']],
  returns: {
    status: "The server's answer; -1 when there was none.",
    content: 'The text of the answer.',
    json: 'Its data, when it is JSON.',
    url: 'Where the answer came from.',
    redirected: 'Whether that is elsewhere.',
    elapsed: 'Seconds.',
    cookies: 'Cookies of the answer by name.',
    path: 'Where the answer was saved.',
  },
  examples: `
- name: Wait until the service is healthy
  ansible.builtin.uri:
    url: http://localhost:8080/health
  register: health
  until: health.status == 200
  retries: 10
`,
  check: 'none',
  diff: false,
  async run(context, args) {
    if (context.checkMode)
      return { changed: false, skipped: true, msg: 'a request is not sent in check mode' };
    const skipped = await skipReason(context, args);
    if (skipped !== undefined) return { changed: false, stdout: skipped, stdout_lines: [skipped] };
    const body = await sentBody(context, args);
    const common = commonRequest(args);
    const { headers } = common;
    if (
      body?.contentType !== undefined &&
      ![...headers.keys()].some((name) => name.toLowerCase() === 'content-type')
    ) {
      headers.set('Content-Type', body.contentType);
    }
    if (args.force) headers.set('Cache-Control', 'no-cache');
    const method = args.method.toUpperCase();
    const follows =
      ['all', 'yes', 'urllib2'].includes(args.follow_redirects) ||
      (args.follow_redirects === 'safe' && ['GET', 'HEAD'].includes(method));
    const request: HttpRequest = {
      url: args.url,
      // A redirected POST becomes a GET unless the method is forced on curl.
      method:
        (method === 'POST' && body !== undefined) || (method === 'GET' && body === undefined)
          ? undefined
          : method,
      ...common,
      body: body?.text,
      bodyFile: body?.file,
      timeout: args.timeout,
      followRedirects: follows,
      agent: args.http_agent,
      caPath: args.ca_path,
      unixSocket: args.unix_socket,
    };
    const answer = await send(context, request, body?.isOurs === true ? body.file : undefined);
    const accepted = args.status_code;
    const isSuccess = accepted.includes(answer.status);
    const facts = describe(answer);
    const content = args.return_content || !isSuccess ? { content: answer.body.toString() } : {};
    if (!isSuccess) {
      const why = answer.error === undefined ? '' : `: ${answer.error}`;
      return {
        ...facts,
        ...content,
        changed: false,
        failed: true,
        msg: `the status was ${answer.status}, not ${accepted.join(' or ')}${why}`,
      };
    }
    const saved =
      args.dest === undefined ? { changed: false } : await save(context, args.dest, { answer, args });
    return { ...facts, ...content, ...saved };
  },
});

async function skipReason(
  context: ModuleContext,
  { creates, removes }: { readonly creates?: string | undefined; readonly removes?: string | undefined },
): Promise<string | undefined> {
  if (creates === undefined && removes === undefined) return undefined;
  const made = creates === undefined ? undefined : await expandPath(context, creates);
  const gone = removes === undefined ? undefined : await expandPath(context, removes);
  const script = `${made === undefined ? '' : `[ -e ${quotePath(made)} ] && echo creates`}\n${gone === undefined ? '' : `[ -e ${quotePath(gone)} ] || echo removes`}\n:`;
  const { stdout } = await context.target.run(script, { signal: context.signal });
  const found = stdout.toString();
  if (found.includes('creates')) return `skipped, since '${made}' exists`;
  return found.includes('removes') ? `skipped, since '${gone}' does not exist` : undefined;
}

/** Sends the request; a body that was uploaded for it does not stay, however it ends. */
async function send(
  context: ModuleContext,
  request: HttpRequest,
  uploaded: string | undefined,
): Promise<HttpAnswer> {
  try {
    return await exchange(context, request);
  } finally {
    if (uploaded !== undefined) await context.target.run(`rm -f ${quotePath(uploaded)}`);
  }
}

/** The answer under Ansible's keys: its own, and every header with `_` for `-`. */
function describe(answer: HttpAnswer): Record<string, ResultData> {
  const headers = [...answer.headers].map(([name, value]) => [name.replaceAll('-', '_'), value] as const);
  const cookies = answer.cookies.map((cookie) => {
    const pair = (cookie.split(';')[0] ?? '').trim();
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)] as const;
  });
  const facts: Record<string, ResultData> = {
    ...Object.fromEntries(headers),
    ...locationOf(answer),
    url: answer.url,
    status: answer.status,
    redirected: answer.redirected,
    elapsed: answer.seconds,
    ...(answer.status < 300 && answer.error === undefined ? cookieFacts(cookies) : {}),
    msg: `OK (${answer.headers.get('content-length') ?? 'unknown'} bytes)`,
  };
  const json = /[/+]json\b/i.test(answer.headers.get('content-type') ?? '')
    ? jsonOf(answer.body.toString())
    : undefined;
  return json === undefined ? facts : { ...facts, json };
}

function cookieFacts(cookies: readonly (readonly [string, string])[]): Record<string, ResultData> {
  return {
    cookies: Object.fromEntries(cookies),
    cookies_string: cookies.map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

/** Where a redirect that was not followed leads, in full. */
function locationOf({ headers, url }: HttpAnswer): Record<string, ResultData> {
  const location = headers.get('location');
  if (location === undefined || !URL.canParse(location, url)) return {};
  return { location: new URL(location, url).href };
}

function jsonOf(text: string): ResultData {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

interface SaveRequest {
  readonly answer: HttpAnswer;
  readonly args: SpecialAttributes & {
    readonly url: string;
    readonly owner?: string | undefined;
    readonly group?: string | undefined;
    readonly unsafe_writes: boolean;
  };
}

async function save(
  context: ModuleContext,
  dest: string,
  { answer, args }: SaveRequest,
): Promise<ModuleResult> {
  const name = baseName(new URL(answer.url).pathname) || 'index.html';
  if (name === '..' || name === '.')
    throw new ModuleFailure(`${answer.url} names no file to save under ${dest}`);
  const placed = await placeFile(context, {
    content: answer.body,
    dest: await expandPath(context, dest),
    name,
    src: undefined,
    wanted: args,
    force: true,
    follow: true,
    backup: false,
    validate: undefined,
    unsafeWrites: args.unsafe_writes,
  });
  const saved = { ...placed, path: String(placed['dest']) };
  return setSpecialAttributes(context, args, saved);
}
