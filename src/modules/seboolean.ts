import { defineModule } from '../module/define.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'seboolean',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary:
    'Switches booleans of the SELinux policy. Compared with the real module where SELinux is off; where it is on, never tried',
  args: {
    name: { type: 'str', required: true, description: 'The boolean.' },
    state: { type: 'bool', required: true, description: 'On or off.' },
    persistent: { type: 'bool', default: false, description: 'Also for the next boot.' },
    ignore_selinux_state: {
      type: 'bool',
      default: false,
      description: 'Also where SELinux seems to be off, as in a chroot.',
    },
  },
  returns: { name: 'The boolean.', persistent: 'Whether it lasts.', state: 'On or off.' },
  examples: `
- name: Let the web server reach other machines
  ansible.posix.seboolean:
    name: httpd_can_network_connect
    state: true
    persistent: true
`,
  check: 'full',
  diff: false,
  async run(context, { name, state, persistent, ignore_selinux_state: ignoresState }) {
    if (!/^\w[\w.-]*$/.test(name)) throw new ModuleFailure(`seboolean: '${name}' is no name of a boolean`);
    const { isOn, current, lasting } = await read(context, {
      isOn: textReading('[ -d /sys/fs/selinux ] && [ -e /sys/fs/selinux/enforce ]'),
      current: textReading(`LC_ALL=C getsebool ${quote(name)} 2>/dev/null`),
      lasting: textReading(persistent ? 'LC_ALL=C semanage boolean -l 2>/dev/null' : 'false'),
    });
    if (isOn === undefined && !ignoresState) throw new ModuleFailure('SELinux is off on this target');
    const now = /-->\s*(on|off)$/.exec(current ?? '')?.[1];
    if (now === undefined) throw new ModuleFailure(`SELinux knows no boolean ${name} on this target`);
    const wanted = state ? 'on' : 'off';
    const next = lasting === undefined ? undefined : lastingState(lasting, name);
    const changed = now !== wanted || (persistent && next !== wanted);
    if (changed && !context.checkMode) {
      await runOrFail(context, `setsebool ${persistent ? '-P ' : ''}${quote(name)} ${wanted}`, {
        failure: `${name} cannot be switched ${wanted}`,
      });
    }
    return { changed, name, persistent, state };
  },
});

/** `name   (on   ,  off)  what it is for`: now, and after a boot. */
function lastingState(list: string, name: string): string | undefined {
  const line = list.split('\n').find((one) => one.split(/\s+/)[0] === name);
  return /\(\s*(?:on|off)\s*,\s*(on|off)\s*\)/.exec(line ?? '')?.[1];
}
