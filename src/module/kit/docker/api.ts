import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import { type ConnectionArguments, engineFunction, versionPrefix } from './connection.ts';
import { type ApiRequest, parseAnswers, requestText } from './http.ts';
import { type Json, textIn } from './json.ts';

export interface ApiAnswer {
  readonly status: number;
  /** Null when there is none. */
  readonly body: Json;
  /** The same before it was read as JSON. */
  readonly raw: Buffer;
}

/** An engine that a task goes to. */
export interface Engine {
  readonly context: ModuleContext;
  readonly connection: ConnectionArguments;
}

export interface CallOptions {
  /** Seconds beyond the connection's timeout that the engine may take: for what waits there by itself. */
  readonly extraSeconds?: number;
  /** However long it takes. */
  readonly unlimited?: boolean;
}

/**
 * Speaks with the engine's API: any number of requests over one connection in one round trip, answered in their order.
 *
 * `docker system dial-stdio` connects its own two ends with the engine: docker itself reaches other hosts by ssh with
 * it. So a whole container is one JSON document rather than a line of options, secrets stay out of every command line,
 * and one process serves all requests. Requests without a body go as text of the step; a body goes by stdin.
 */
export async function callApi(
  { context, connection }: Engine,
  requests: readonly ApiRequest[],
  { extraSeconds = 0, unlimited = false }: CallOptions = {},
): Promise<readonly ApiAnswer[]> {
  const text = requestText(requests, versionPrefix(connection));
  const isPlain = requests.every(({ body }) => body === undefined);
  const { stdout, stderr, timedOut } = await context.target.run(
    dialScript(connection, isPlain ? `printf %s ${quote(text)}` : 'cat <&4'),
    {
      signal: context.signal,
      ...(unlimited ? {} : { timeoutMs: (connection.timeout + extraSeconds) * 1000 }),
      ...(isPlain ? {} : { stdin: text }),
    },
  );
  const said = stderr.toString().trim();
  if (timedOut) throw new ModuleFailure(`the container engine did not answer in time: ${said}`);
  const answers = parseAnswers(stdout);
  if (answers.length !== requests.length) {
    throw new ModuleFailure(`the container engine cannot be reached: ${said || 'it closed the connection'}`);
  }
  return answers.map(({ status, body }) => ({ status, body: parseBody(body), raw: body }));
}

/**
 * The engine takes the end of what is sent for the end of the caller, so what feeds it is a pipe that stays open, and
 * the engine closes the connection after the last answer. The pipe's name is gone before anything is written.
 */
function dialScript(connection: ConnectionArguments, feed: string): string {
  return `${engineFunction(connection)}
exec 4<&0
folder=$(umask 077 && mktemp -d) || exit 1
mkfifo "$folder/in" && exec 3<>"$folder/in"
rc=$?
rm -rf "$folder"
[ "$rc" -eq 0 ] || exit 1
engine system dial-stdio <&3 &
daemon=$!
${feed} >&3 &
feeder=$!
wait "$daemon"
rc=$?
kill "$feeder" 2>/dev/null
exit "$rc"`;
}

function parseBody(body: Buffer): Json {
  const text = body.toString();
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}

/** A request that must succeed, and what is said when it does not. */
export interface Change extends ApiRequest {
  /** The first words of the failure: `volume data cannot be removed`. */
  readonly failure: string;
}

/**
 * Requests of which none needs another's success, in one round trip. Throws ModuleFailure for the first that is
 * refused; 304 (it is so already) is success.
 */
export async function changeAll(
  engine: Engine,
  changes: readonly Change[],
  options: CallOptions = {},
): Promise<readonly Json[]> {
  if (changes.length === 0) return [];
  const answers = await callApi(engine, changes, options);
  return answers.map((answer, index) => bodyOf(answer, changes[index]?.failure ?? ''));
}

/** The body of an answer that says success. Throws ModuleFailure with the engine's words otherwise. */
export function bodyOf({ status, body }: ApiAnswer, failure: string): Json {
  if (status < 300 || status === 304) return body;
  throw new ModuleFailure(`${failure}: ${refusal(body) || `status ${status}`}`);
}

/** What a request for one thing found: undefined when there is no such thing, or none can be of such a name (301). */
export function found(answer: ApiAnswer | undefined, failure: string): Json | undefined {
  if (answer === undefined || answer.status === 404 || answer.status === 301) return undefined;
  return bodyOf(answer, failure);
}

function refusal(body: Json): string {
  return typeof body === 'string' ? body.trim() : textIn(body, 'message');
}

/** A name as one part of a path. */
export function pathPart(name: string): string {
  return encodeURIComponent(name);
}

/** The whole of several names and values behind a path: `?force=true`. */
export function query(parameters: Readonly<Record<string, string | boolean | number | undefined>>): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
