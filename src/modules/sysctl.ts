import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import { defineModule } from '../module/define.ts';
import { refuseMissingFolder } from '../module/kit/missing-folder.ts';
import { directoryOf, expandPath, quotePath } from '../module/kit/paths.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, read, textReading } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { sysctlValue, withSysctl } from '../module/kit/sysctl-file.ts';
import { ModuleFailure } from '../module/result.ts';
import { placeText, textFileReading } from '../module/text/text-file.ts';
import { toBoolean } from '../values/boolean-words.ts';

const spec = {
  name: { type: 'str', required: true, aliases: ['key'], description: 'The key, with dots.' },
  value: { type: 'str', aliases: ['val'], description: 'The value; words for true and false are 1 and 0.' },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'Whether the key stands in the file.',
  },
  ignoreerrors: {
    type: 'bool',
    default: false,
    description: 'Keys that the kernel does not know are no failure.',
  },
  reload: {
    type: 'bool',
    default: true,
    description:
      'Let the whole file take effect when something changes, and also when the kernel has another value.',
  },
  sysctl_set: { type: 'bool', default: false, description: "Compare the kernel's value and set it." },
  sysctl_file: { type: 'path', default: '/etc/sysctl.conf', description: 'The file.' },
} as const satisfies ArgumentSpec;

export default defineModule({
  name: 'sysctl',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Sets parameters of the kernel, now and for the next boot',
  args: spec,
  requiredIf: [['state', 'present', ['value']]],
  returns: {},
  examples: `
- name: Forward packets
  ansible.posix.sysctl:
    name: net.ipv4.ip_forward
    value: '1'
    sysctl_set: true
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const { key, value } = wantedSetting(args);
    const path = await expandPath(context, args.sysctl_file);
    const isKernelRead = value !== undefined && (args.reload || args.sysctl_set);
    const { file, running, folder } = await read(context, {
      file: textFileReading(context, { path, wanted: {} }),
      folder: textReading(`[ -d ${quotePath(directoryOf(path))} ] && r=there`, 'sets'),
      running: isKernelRead
        ? textReading(`r=$(sysctl -n ${quote(key)} 2>/dev/null)`, 'sets')
        : noReading<string | undefined>(undefined),
    });
    const { text } = file.source;
    const isWritten = sysctlValue(text, key) !== value;
    const isRunningOther = isKernelRead && (running === undefined || words(running) !== words(value));
    const changed = isWritten || isRunningOther;
    if (isWritten && folder === undefined) await refuseMissingFolder(context, path, { rc: 1 });
    if (!changed || context.checkMode) return { changed };
    const ignore = args.ignoreerrors ? '-e ' : '';
    if (args.sysctl_set && isRunningOther) {
      const script = `sysctl ${ignore}-w ${quote(`${key}=${value ?? ''}`)}`;
      await runOrFail(context, script, { failure: `${key} cannot be set` });
    }
    if (isWritten) await placeText(context, file, { text: withSysctl(text, key, value) });
    if (args.reload) {
      const failure = `${path} cannot take effect`;
      const { stderr } = await runOrFail(context, `sysctl ${ignore}-p ${quote(path)}`, { failure });
      if (!args.ignoreerrors && busyboxError.test(stderr)) {
        throw new ModuleFailure(`${failure}: ${stderr.trim()}`, { stderr });
      }
    }
    return { changed: true };
  },
});

/** BusyBox says of each line of a file that it could not set, and ends with 0 all the same. */
const busyboxError = /^sysctl: error/m;

interface Setting {
  readonly key: string;
  /** Undefined when the key shall not be there. */
  readonly value: string | undefined;
}

function wantedSetting(args: ArgumentsOf<typeof spec>): Setting {
  const key = args.name.trim();
  if (!/^[^\s=#;-][^\s=]*$/.test(key))
    throw new ModuleFailure(`sysctl: '${args.name}' is no key of the kernel`);
  if (args.state === 'absent') return { key, value: undefined };
  const value = (args.value ?? '').trim();
  if (value === '' || value.includes('\n')) {
    throw new ModuleFailure(`sysctl: a value of one line is needed for ${key}`);
  }
  const truth = toBoolean(value);
  return { key, value: truth === undefined ? value : truth ? '1' : '0' };
}

/** The kernel puts tabs between the words of a value. */
function words(text: string | undefined): string {
  return (text ?? '').split(/\s+/).join(' ').trim();
}
