import { isAbsolute, join } from 'node:path';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { lines } from '../module/kit/lines.ts';
import { quote } from '../module/kit/quote.ts';
import { shownWord } from '../module/kit/shown-word.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import { type SynchronizeArguments, synchronizeArguments } from '../module/synchronize/arguments.ts';
import { remoteOptions, remotePath } from '../module/synchronize/remote-side.ts';
import { rsyncOptions, rsyncOutput } from '../module/synchronize/rsync-options.ts';
import { type ProgramOutput, runHere } from '../module/synchronize/run-here.ts';

export default defineModule({
  name: 'synchronize',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Keeps folders of the controller and of the host alike by rsync, which both must have',
  args: synchronizeArguments,
  returns: {
    cmd: 'The call of rsync.',
    msg: "What differed, as rsync itemizes it; a failure's reason.",
    rc: "rsync's exit status.",
    stdout_lines: 'msg as lines.',
  },
  examples: `
- name: Publish the site
  ansible.posix.synchronize:
    src: site/
    dest: /var/www/site/
    delete: true
    recursive: true
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    if (args.delete && !args.archive && args.recursive !== true)
      throw new ModuleFailure('synchronize: delete needs recursive');
    if (args.delete && args.recursive === false)
      throw new ModuleFailure('synchronize: delete needs recursive');
    const call = await callOf(context, args);
    const output = await (call.isController
      ? runHere(call.words, context.signal)
      : runThere(context, call.words));
    return resultOf(context, ['rsync', ...call.words].map(shownWord).join(' '), output);
  },
});

interface RsyncCall {
  /** rsync's arguments. */
  readonly words: readonly string[];
  readonly isController: boolean;
}

/**
 * Who runs rsync: the controller, unless the task is delegated. On a delegate that is the host itself, and where the
 * host is the controller, both paths are of the same machine.
 */
async function callOf(context: ModuleContext, args: SynchronizeArguments): Promise<RsyncCall> {
  const reach = context.reach?.();
  if (reach === undefined) throw new ModuleFailure('synchronize: there is no host to reach');
  const { connection, delegatedTo } = reach;
  const options = rsyncOptions(args, context.checkMode);
  const isController = delegatedTo === undefined || isThisMachine(delegatedTo);
  const isDaemon = [args.src, args.dest].some((path) => path.startsWith('rsync://'));
  if (connection.kind === 'local' || delegatedTo === context.hostName || isDaemon) {
    const own = isController ? await localPaths(context, args) : args;
    return { words: [...options, '--', own.src, own.dest], isController: isController && isDaemon };
  }
  if (!isController && reach.become !== undefined) {
    throw new ModuleFailure(
      `synchronize: become holds for ${context.hostName}, not for the delegate ${delegatedTo}`,
      {
        hint: "leave become out, and write rsync_path: 'sudo rsync'",
      },
    );
  }
  const request = {
    args,
    address: connection,
    become: reach.become,
    isController,
    sshWords: args.use_ssh_args ? sshVariables(context) : [],
  };
  const remote = remotePath(request, args.mode === 'push' ? args.dest : args.src);
  const local = isController ? await localPaths(context, args) : args;
  const paths = args.mode === 'push' ? [local.src, remote.operand] : [remote.operand, local.dest];
  const shield = remote.isShielded ? ['--protect-args'] : [];
  return { words: [...options, ...remoteOptions(request), ...shield, '--', ...paths], isController };
}

function isThisMachine(name: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(name);
}

interface Paths {
  readonly src: string;
  readonly dest: string;
}

/** What is on the controller is found as other modules find it: beside the role or the playbook. */
async function localPaths(context: ModuleContext, { src, dest, mode }: SynchronizeArguments): Promise<Paths> {
  if (mode === 'push') {
    if (isAbsolute(src) || src.startsWith('rsync://')) return { src, dest };
    // The slash at the end means the contents of the folder.
    const found = await context.files.find(src.replace(/\/+$/, ''), 'files');
    return { src: src.endsWith('/') ? `${found}/` : found, dest };
  }
  if (isAbsolute(dest)) return { src, dest };
  const folder = context.variable('playbook_dir');
  return { src, dest: typeof folder === 'string' ? join(folder, dest) : dest };
}

function sshVariables(context: ModuleContext): readonly string[] {
  return ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args'].flatMap((name) => {
    const value = context.variable(name);
    if (typeof value !== 'string') return [];
    const words = splitWords(value);
    if (words === undefined) throw new ModuleFailure(`synchronize: a quote is open in ${name}`);
    return words;
  });
}

async function runThere({ target, signal }: ModuleContext, words: readonly string[]): Promise<ProgramOutput> {
  const script = `command -v rsync >/dev/null 2>&1 || { echo 'there is no rsync on the machine' >&2; exit 127; }
exec rsync ${words.map(quote).join(' ')}`;
  const { rc, stdout, stderr } = await target.run(script, { signal });
  return { rc, stdout: stdout.toString(), stderr: stderr.toString() };
}

function resultOf(
  { diffMode }: ModuleContext,
  cmd: string,
  { rc, stdout, stderr }: ProgramOutput,
): ModuleResult {
  const { text, changed } = rsyncOutput(stdout);
  if (rc !== 0) {
    const isMissing = /rsync: (?:command )?not found/.test(stderr);
    const reason = stderr.trim() || text.trim() || `rsync ended with ${rc}`;
    throw new ModuleFailure(
      isMissing ? `synchronize: there is no rsync on the host: install it (${reason})` : reason,
      {
        rc,
        cmd,
      },
    );
  }
  return {
    changed,
    cmd,
    rc,
    msg: text,
    stdout_lines: lines(text),
    ...(diffMode ? { diff: { prepared: text } } : {}),
  };
}
