import { defineModule } from '../module/define.ts';
import { expandPath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { ModuleFailure } from '../module/result.ts';
import { selinuxConfigIn, withSelinuxSetting } from '../module/text/selinux-config.ts';
import { placeText, textFileReading } from '../module/text/text-file.ts';

export default defineModule({
  name: 'selinux',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary:
    'Sets mode and policy of SELinux, now as far as that can be and for the next boot. Tried where it is off alone',
  args: {
    state: {
      type: 'str',
      required: true,
      choices: ['disabled', 'enforcing', 'permissive'],
      description: 'The mode.',
    },
    policy: { type: 'str', description: 'The policy, which every mode but disabled needs.' },
    configfile: {
      type: 'str',
      default: '/etc/selinux/config',
      aliases: ['conf', 'file'],
      description: 'The file.',
    },
    update_kernel_param: {
      type: 'bool',
      default: false,
      description: 'Set the parameter of the kernel as well. Not supported.',
      unsupported: 'run grubby with the command module',
    },
  },
  returns: {
    msg: 'What was changed.',
    configfile: 'The file.',
    policy: 'The policy.',
    state: 'The mode.',
    reboot_required: 'Whether the next boot alone brings it.',
  },
  examples: `
- name: Only tell what would be refused
  ansible.posix.selinux:
    policy: targeted
    state: permissive
`,
  check: 'full',
  diff: false,
  async run(context, { state, policy: wantedPolicy, configfile }) {
    const path = await expandPath(context, configfile);
    const { file, running, policies } = await read(context, {
      file: textFileReading(context, { path, wanted: {} }),
      running: textReading('cat /sys/fs/selinux/enforce'),
      policies: textReading('for p in /etc/selinux/*/; do printf "%s\\n" "$p"; done'),
    });
    if (file.status === undefined) {
      throw new ModuleFailure(`${path} is not there: no policy of SELinux is installed`);
    }
    const config = selinuxConfigIn(file.source.text);
    if (state !== 'disabled' && wantedPolicy === undefined) {
      throw new ModuleFailure(`selinux: state=${state} needs a policy`);
    }
    const policy = wantedPolicy ?? config.policy;
    const isPolicyNew = policy !== undefined && policy !== config.policy;
    if (isPolicyNew && policies?.split('\n').includes(`/etc/selinux/${policy}/`) !== true) {
      throw new ModuleFailure(`selinux: the target has no policy '${policy}' in /etc/selinux`);
    }
    const withPolicy = isPolicyNew
      ? withSelinuxSetting(file.source.text, 'SELINUXTYPE', policy)
      : file.source.text;
    const text = config.state === state ? withPolicy : withSelinuxSetting(withPolicy, 'SELINUX', state);
    const mode = { '0': 'permissive', '1': 'enforcing' }[running ?? ''];
    // A kernel can be told to enforce or not, but neither to begin nor to end.
    const isSwitched = mode !== undefined && state !== 'disabled' && mode !== state;
    const isRebootNeeded =
      isPolicyNew && mode !== undefined ? true : (mode === undefined) !== (state === 'disabled');
    const changed = text !== file.source.text || isSwitched;
    if (changed && !context.checkMode) {
      if (isSwitched) {
        await runOrFail(context, `setenforce ${quote(state === 'enforcing' ? '1' : '0')}`, {
          failure: `SELinux cannot be made ${state}`,
        });
      }
      await placeText(context, file, { text });
    }
    if (changed && isRebootNeeded) context.warn(`SELinux will be ${state} after a reboot`);
    const said = [
      ...(isPolicyNew ? [`the policy was ${config.policy ?? 'not set'} and is ${policy}`] : []),
      ...(config.state === state ? [] : [`${path} said ${config.state ?? 'nothing'} and says ${state}`]),
      ...(isSwitched ? [`SELinux was ${mode} and is ${state}`] : []),
    ];
    return {
      changed,
      msg: said.join(', '),
      configfile: path,
      policy: policy ?? null,
      state,
      reboot_required: isRebootNeeded,
    };
  },
});
