import { defineModule } from '../module/define.ts';
import { waitForMachine } from '../module/kit/machine.ts';
import { wait } from '../util/wait.ts';

export default defineModule({
  name: 'wait_for_connection',
  collection: 'ansible.builtin',
  summary: 'Waits until the target can be reached',
  args: {
    connect_timeout: { type: 'int', default: 5, description: 'Seconds for one attempt to connect.' },
    delay: { type: 'int', default: 0, description: 'Seconds before the first attempt.' },
    sleep: { type: 'int', default: 1, description: 'Seconds between two attempts.' },
    timeout: { type: 'int', default: 600, description: 'Seconds after which it fails.' },
  },
  returns: { elapsed: 'The seconds that passed.' },
  examples: `
- name: Wait for the new machine
  ansible.builtin.wait_for_connection:
    delay: 10
`,
  check: 'none',
  diff: false,
  async: 'none',
  async run(context, { connect_timeout, delay, sleep, timeout }) {
    const started = Date.now();
    const elapsed = (): number => Math.floor((Date.now() - started) / 1000);
    await wait(delay * 1000, context.signal);
    const problem = await waitForMachine(context, {
      deadline: started + timeout * 1000,
      pause: sleep * 1000,
      connectTimeout: connect_timeout * 1000,
      isReady: async () => undefined,
    });
    if (problem === undefined) return { changed: false, elapsed: elapsed() };
    return {
      failed: true,
      msg: `the target could not be reached within ${timeout} s: ${problem}`,
      elapsed: elapsed(),
    };
  },
});
