import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { formatMode } from '../module/kit/mode.ts';
import { quotePath } from '../module/kit/paths.ts';
import { read } from '../module/kit/reading.ts';
import { type FileStatus, parseStatus, statusOf, statusScript } from '../module/kit/status.ts';
import { drainedCondition } from '../module/kit/wait/connections.ts';
import { pollOnTarget } from '../module/kit/wait/poll.ts';
import { portFunctions } from '../module/kit/wait/port-script.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../module/result.ts';
import { wait } from '../util/wait.ts';
import { compilePythonRegex, type PythonRegex } from '../values/regex.ts';

const spec = {
  host: { type: 'str', default: '127.0.0.1', description: 'The host, as the target names it.' },
  port: { type: 'int', description: 'The TCP port to wait for.' },
  path: { type: 'path', description: 'The path to wait for.' },
  search_regex: {
    type: 'str',
    description: 'A Python regular expression that the file, or what the port says first, must match.',
  },
  state: {
    type: 'str',
    choices: ['started', 'present', 'stopped', 'absent', 'drained'],
    default: 'started',
    description:
      'started or present: there; stopped or absent: gone; drained: no connection to the port is left.',
  },
  timeout: { type: 'int', default: 300, description: 'Seconds to wait at most.' },
  delay: { type: 'int', default: 0, description: 'Seconds before the first look.' },
  sleep: { type: 'int', default: 1, description: 'Seconds between two looks.' },
  connect_timeout: { type: 'int', default: 5, description: 'Seconds that one connection may take.' },
  msg: { type: 'str', description: 'The message when the time is up.' },
  active_connection_states: {
    type: 'list',
    elements: 'str',
    default: ['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2', 'SYN_RECV', 'SYN_SENT', 'TIME_WAIT'],
    description: 'The states of TCP connections that drained waits for.',
  },
  exclude_hosts: {
    type: 'list',
    elements: 'str',
    description: 'Hosts, as the target names them, whose connections drained does not wait for.',
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'wait_for',
  collection: 'ansible.builtin',
  summary: 'Waits until a port or a path is there or gone, as the target sees it',
  args: spec,
  returns: {
    elapsed: 'Seconds waited.',
    match_groups: 'The groups of the match.',
    match_groupdict: 'The named groups of the match.',
  },
  examples: `
- name: Wait until the application listens
  ansible.builtin.wait_for:
    port: 8080
    timeout: 60
`,
  check: 'none',
  diff: false,
  async run(context, args): Promise<ModuleResult> {
    if (context.checkMode) {
      return { changed: false, skipped: true, msg: 'wait_for does not run in check mode' };
    }
    refuseContradictions(args);
    const started = Date.now();
    const elapsed = (): number => Math.floor((Date.now() - started) / 1000);
    const deadline = started + args.timeout * 1000;
    await wait(args.delay * 1000, context.signal);
    if (args.path === undefined && args.port === undefined) {
      await wait(Math.max(0, deadline - Date.now()), context.signal);
      return { changed: false, elapsed: elapsed(), ...described(args) };
    }
    const outcome = await waitFor(context, { args, deadline });
    if (!outcome.isMet) return { failed: true, msg: args.msg ?? outcome.complaint, elapsed: elapsed() };
    return { changed: false, elapsed: elapsed(), ...described(args), ...outcome.facts };
  },
});

type Outcome =
  | { readonly isMet: true; readonly facts: Record<string, ResultData> }
  | { readonly isMet: false; readonly complaint: string };

interface Job {
  readonly args: Arguments;
  readonly deadline: number;
}

function waitFor(context: ModuleContext, job: Job): Promise<Outcome> {
  if (job.args.state === 'drained') return waitForDrainedPort(context, job);
  const isGone = job.args.state === 'absent' || job.args.state === 'stopped';
  if (job.args.path !== undefined) {
    return isGone ? waitForNoPath(context, job, job.args.path) : waitForPath(context, job, job.args.path);
  }
  return isGone ? waitForNoPort(context, job) : waitForPort(context, job);
}

async function waitForNoPath(
  context: ModuleContext,
  { args, deadline }: Job,
  path: string,
): Promise<Outcome> {
  const isMet = await pollOnTarget(context, {
    prepare: '',
    condition: `[ ! -e ${quotePath(path)} ]`,
    accept: () => true,
    sleepSeconds: args.sleep,
    deadline,
  });
  return isMet
    ? { isMet, facts: {} }
    : { isMet, complaint: `Timeout when waiting for ${path} to be absent.` };
}

/** Of a file larger than this only the end is searched. */
const searchedBytes = 32 * 1024 * 1024;

async function waitForPath(context: ModuleContext, { args, deadline }: Job, path: string): Promise<Outcome> {
  const word = quotePath(path);
  const search = searchOf(args.search_regex);
  if (search === undefined) return waitForAnything(context, { args, deadline }, path);
  const isMet = await pollOnTarget(context, {
    prepare: '',
    condition: `[ -f ${word} ] && tail -c ${searchedBytes} ${word}`,
    accept: (answer) => search.find(answer),
    sleepSeconds: args.sleep,
    deadline,
  });
  if (!isMet) {
    return { isMet, complaint: `Timeout when waiting for search string ${args.search_regex} in ${path}` };
  }
  const { status } = await read(context, { status: statusOf(path, { follow: false }) });
  return { isMet, facts: { ...fileFacts(status), ...search.groups() } };
}

/** Whatever is there tells how it stands in the same round trip. */
async function waitForAnything(
  context: ModuleContext,
  { args, deadline }: Job,
  path: string,
): Promise<Outcome> {
  const word = quotePath(path);
  let status: FileStatus | undefined;
  const isMet = await pollOnTarget(context, {
    prepare: '',
    condition: `[ -e ${word} ] || return 1\n${statusScript(word, false)}`,
    accept(answer) {
      status = parseStatus({ stdout: answer, rc: 0 });
      return true;
    },
    sleepSeconds: args.sleep,
    deadline,
  });
  return isMet
    ? { isMet, facts: fileFacts(status) }
    : { isMet, complaint: `Timeout when waiting for file ${path}` };
}

function fileFacts(status: FileStatus | undefined): Record<string, ResultData> {
  if (status === undefined) return {};
  return {
    state: status.kind,
    uid: status.uid,
    gid: status.gid,
    owner: status.owner ?? String(status.uid),
    group: status.group ?? String(status.gid),
    mode: formatMode(status.mode),
    size: status.size,
  };
}

async function waitForNoPort(context: ModuleContext, { args, deadline }: Job): Promise<Outcome> {
  const port = args.port ?? 0;
  const isMet = await pollOnTarget(context, {
    prepare: portFunctions({ host: args.host, port, connectTimeout: args.connect_timeout }),
    condition: '! reach',
    accept: () => true,
    sleepSeconds: args.sleep,
    deadline,
  });
  return isMet
    ? { isMet, facts: {} }
    : { isMet, complaint: `Timeout when waiting for ${args.host}:${port} to stop.` };
}

async function waitForDrainedPort(context: ModuleContext, { args, deadline }: Job): Promise<Outcome> {
  const port = args.port ?? 0;
  const isMet = await pollOnTarget(context, {
    prepare: '',
    condition: await drainedCondition(context, {
      host: args.host,
      port,
      states: args.active_connection_states,
      excludedPeers: args.exclude_hosts ?? [],
    }),
    accept: () => true,
    sleepSeconds: args.sleep,
    deadline,
  });
  return isMet
    ? { isMet, facts: {} }
    : { isMet, complaint: `Timeout when waiting for ${args.host}:${port} to drain` };
}

async function waitForPort(context: ModuleContext, { args, deadline }: Job): Promise<Outcome> {
  const port = args.port ?? 0;
  const search = searchOf(args.search_regex);
  const isMet = await pollOnTarget(context, {
    prepare: portFunctions({ host: args.host, port, connectTimeout: args.connect_timeout }),
    condition: search === undefined ? 'reach' : 'reach && listen_to',
    accept: (answer) => search === undefined || search.find(answer),
    sleepSeconds: args.sleep,
    deadline,
  });
  if (isMet) return { isMet, facts: { ...search?.groups() } };
  const where = `${args.host}:${port}`;
  const what = search === undefined ? where : `search string ${args.search_regex ?? ''} in ${where}`;
  return { isMet, complaint: `Timeout when waiting for ${what}` };
}

interface Search {
  find(text: Buffer): boolean;
  groups(): Record<string, ResultData>;
}

/** A search that remembers its match. Like Ansible, `^` and `$` match at every line. */
function searchOf(pattern: string | undefined): Search | undefined {
  if (pattern === undefined) return undefined;
  const regex: PythonRegex = compilePythonRegex(pattern, { multiline: true });
  let groups: Record<string, ResultData> = { match_groups: [], match_groupdict: {} };
  return {
    find(text) {
      const match = regex.search(text.toString());
      if (match === undefined) return false;
      groups = {
        match_groups: match.groups.slice(1).map((group) => group ?? null),
        match_groupdict: Object.fromEntries(
          [...regex.groupNames].map(([name, index]) => [name, match.groups[index] ?? null]),
        ),
      };
      return true;
    },
    groups: () => groups,
  };
}

function described(args: Arguments): Record<string, ResultData> {
  return {
    state: args.state,
    port: args.port ?? null,
    path: args.path ?? null,
    search_regex: args.search_regex ?? null,
    match_groups: [],
    match_groupdict: {},
  };
}

function refuseContradictions(args: Arguments): void {
  if (args.exclude_hosts !== undefined && args.state !== 'drained')
    throw new ModuleFailure("wait_for: 'exclude_hosts' only goes with 'state: drained'", { elapsed: 0 });
  if (args.port !== undefined && args.path !== undefined) {
    throw new ModuleFailure("wait_for: 'port' and 'path' exclude each other", { elapsed: 0 });
  }
  if (args.path !== undefined && (args.state === 'stopped' || args.state === 'drained')) {
    throw new ModuleFailure(`wait_for: 'state: ${args.state}' is of ports; a path is 'absent'`, {
      elapsed: 0,
    });
  }
  if (args.port !== undefined && (args.port < 1 || args.port > 65_535)) {
    throw new ModuleFailure(`wait_for: 'port' must be from 1 to 65535, not ${args.port}`, { elapsed: 0 });
  }
}
