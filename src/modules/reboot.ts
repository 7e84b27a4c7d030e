import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { waitForMachine } from '../module/kit/machine.ts';
import { quote } from '../module/kit/quote.ts';
import { ModuleFailure } from '../module/result.ts';
import { wait } from '../util/wait.ts';

/** Milliseconds between two looks whether the machine is back. */
const LOOK_AGAIN = 1000;

export default defineModule({
  name: 'reboot',
  collection: 'ansible.builtin',
  summary: 'Reboots the target, and waits until it is back',
  args: {
    pre_reboot_delay: {
      type: 'int',
      default: 0,
      description: 'Seconds before it goes down; whole minutes count.',
    },
    post_reboot_delay: { type: 'int', default: 0, description: 'Seconds to wait before the first look.' },
    reboot_timeout: {
      type: 'int',
      default: 600,
      description: 'Seconds for it to come back, and then for the test.',
    },
    connect_timeout: { type: 'int', default: 5, description: 'Seconds for one attempt to connect.' },
    test_command: {
      type: 'str',
      default: 'whoami',
      description: 'Must succeed before the target counts as back.',
    },
    msg: {
      type: 'str',
      default: 'Reboot initiated by tsplay',
      description: 'What logged-in users are told.',
    },
    search_paths: {
      type: 'list',
      elements: 'str',
      default: ['/sbin', '/bin', '/usr/sbin', '/usr/bin', '/usr/local/sbin'],
      description: 'Where `shutdown` is looked for; where none of them has it, `reboot`.',
    },
    boot_time_command: {
      type: 'str',
      default: 'cat /proc/sys/kernel/random/boot_id',
      description: 'Prints something else after every boot.',
    },
    reboot_command: { type: 'str', description: 'The command that reboots; `shutdown -r` by default.' },
  },
  returns: { rebooted: 'Whether it was rebooted.', elapsed: 'The seconds until it was back.' },
  examples: `
- name: Boot the new kernel
  ansible.builtin.reboot:
    reboot_timeout: 300
`,
  check: 'full',
  diff: false,
  async: 'none',
  async run(context, args) {
    if (context.target.isLocal) {
      const msg = 'this would reboot the machine that tsplay runs on (connection: local)';
      return { changed: false, failed: true, rebooted: false, elapsed: 0, msg };
    }
    if (context.checkMode) return { changed: true, rebooted: true, elapsed: 0 };
    const started = Date.now();
    const elapsed = (): number => Math.floor((Date.now() - started) / 1000);
    const before = await bootTime(context, args.boot_time_command);
    await goDown(context, rebootScript(args));
    await wait((args.pre_reboot_delay + args.post_reboot_delay) * 1000, context.signal);
    const limits = { pause: LOOK_AGAIN, connectTimeout: args.connect_timeout * 1000 };
    const asleep = await waitForMachine(context, {
      ...limits,
      deadline: Date.now() + args.reboot_timeout * 1000,
      isReady: async () =>
        (await bootTime(context, args.boot_time_command)) === before ? 'it has not gone down' : undefined,
    });
    if (asleep !== undefined) {
      const msg = `the target did not come back from its reboot within ${args.reboot_timeout} s: ${asleep}`;
      return { failed: true, changed: true, rebooted: false, elapsed: elapsed(), msg };
    }
    const untested = await waitForMachine(context, {
      ...limits,
      deadline: Date.now() + args.reboot_timeout * 1000,
      isReady: async () => {
        const { rc } = await context.target.run(args.test_command, { signal: context.signal });
        return rc === 0 ? undefined : `'${args.test_command}' ended with ${rc}`;
      },
    });
    if (untested !== undefined) {
      const msg = `the target was rebooted, but the test command did not succeed: ${untested}`;
      return { failed: true, changed: true, rebooted: true, elapsed: elapsed(), msg };
    }
    return { changed: true, rebooted: true, elapsed: elapsed() };
  },
});

async function bootTime({ target, signal }: ModuleContext, command: string): Promise<string> {
  const { rc, stdout, stderr } = await target.run(command, { signal });
  const answer = stdout.toString().trim();
  if (rc !== 0 || answer === '') {
    throw new ModuleFailure(
      `'${command}' does not tell one boot from the next: it ended with ${rc}: ${stderr.toString().trim()}`,
      { rebooted: false },
    );
  }
  return answer;
}

interface RebootArguments {
  readonly pre_reboot_delay: number;
  readonly msg: string;
  readonly search_paths: readonly string[];
  readonly reboot_command: string | undefined;
}

function rebootScript({ pre_reboot_delay, msg, search_paths, reboot_command }: RebootArguments): string {
  if (reboot_command !== undefined) return reboot_command;
  const minutes = Math.floor(pre_reboot_delay / 60);
  const folders = search_paths.map(quote).join(' ');
  const word = minutes === 0 ? 'now' : `+${minutes}`;
  return `for folder in ${folders}; do
  if [ -x "$folder/shutdown" ]; then "$folder/shutdown" -r ${word} ${quote(msg)}; exit; fi
done
for folder in ${folders}; do
  if [ -x "$folder/reboot" ]; then "$folder/reboot"; exit; fi
done
echo 'there is no shutdown and no reboot in the folders of search_paths' >&2
exit 127`;
}

/** The connection may break before the command has told how it ended. */
async function goDown({ target, signal }: ModuleContext, script: string): Promise<void> {
  let failure: string | undefined;
  try {
    const { rc, stderr } = await target.run(script, { signal });
    if (rc !== 0 && rc < 128) failure = `ended with ${rc}: ${stderr.toString().trim()}`;
  } catch (error) {
    if (signal.aborted) throw error;
  }
  if (failure !== undefined) throw new ModuleFailure(`the reboot command ${failure}`, { rebooted: false });
}
