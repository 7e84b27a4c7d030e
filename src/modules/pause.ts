import { defineModule } from '../module/define.ts';
import { formatMoment } from '../module/kit/timestamps.ts';
import { ModuleFailure } from '../module/result.ts';
import { wait } from '../util/wait.ts';

export default defineModule({
  name: 'pause',
  collection: 'ansible.builtin',
  summary: 'Waits for a time, or for an answer',
  args: {
    minutes: { type: 'int', description: 'How many minutes to wait.' },
    seconds: { type: 'int', description: 'How many seconds to wait; one at least.' },
    prompt: { type: 'str', description: 'What is asked, or said while time passes.' },
    echo: { type: 'bool', default: true, description: 'Show what is typed.' },
  },
  mutuallyExclusive: [['minutes', 'seconds']],
  returns: {
    user_input: 'What was typed.',
    start: 'When it began.',
    stop: 'When it ended.',
    delta: 'The seconds that passed.',
    stdout: 'How long it was.',
    echo: 'Whether what is typed is shown.',
  },
  examples: `
- name: Let the cache fill
  ansible.builtin.pause:
    seconds: 30
`,
  check: 'full',
  diff: false,
  controllerOnly: true,
  oncePerBatch: true,
  async: 'none',
  async run(context, { minutes, seconds, prompt, echo }) {
    const begin = Date.now();
    const limit = secondsOf(minutes, seconds);
    let answer = '';
    if (limit === undefined) {
      const text = `[pause]\n${prompt ?? 'Press enter to go on'}${echo ? '' : ' (what is typed is not shown)'}: `;
      const given = await context.ask?.({ text, secret: !echo });
      if (given === undefined) context.warn('pause does not wait for an answer: there is no terminal');
      answer = given ?? '';
    } else {
      context.tell?.(
        `${prompt === undefined ? '' : `[pause]\n${prompt}\n`}Pausing for ${limit} seconds (Ctrl-C ends the run)`,
      );
      await waitFor(limit * 1000, context.stopSignal ?? context.signal);
    }
    const end = Date.now();
    const passed = (end - begin) / 1000;
    return {
      changed: false,
      rc: 0,
      stdout: `Paused for ${pythonFloat(seconds === undefined ? passed / 60 : passed)} ${seconds === undefined ? 'minutes' : 'seconds'}`,
      stderr: '',
      start: formatMoment(begin),
      stop: formatMoment(end),
      delta: Math.floor(passed),
      echo,
      user_input: answer,
    };
  },
});

/** A second at least; undefined when an answer is waited for. */
function secondsOf(minutes: number | undefined, seconds: number | undefined): number | undefined {
  const given = seconds ?? (minutes === undefined ? undefined : minutes * 60);
  return given === undefined ? undefined : Math.max(1, given);
}

async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new ModuleFailure('the pause was ended by the user, and the run with it');
  }
}

/** To two digits, as Python prints it: `1.0`, `0.02`. */
function pythonFloat(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Number.isInteger(rounded) ? `${rounded}.0` : String(rounded);
}
