import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import {
  type KernelModules,
  kernelModules,
  loadedIn,
  loadedModulesScript,
} from '../module/kit/kernel-modules/loaded.ts';
import {
  changePersistentFiles,
  persistentChanges,
  persistentFiles,
} from '../module/kit/kernel-modules/persistent.ts';
import { quote } from '../module/kit/quote.ts';
import { noReading, read } from '../module/kit/reading.ts';
import { runOrFail } from '../module/kit/run-or-fail.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure } from '../module/result.ts';
import { moduleName } from '../module/text/module-files.ts';

const spec = {
  name: { type: 'str', required: true, description: 'The module, or an alias of it.' },
  params: { type: 'str', default: '', description: 'Its parameters, with blanks between them.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether it shall be loaded.',
  },
  persistent: {
    type: 'str',
    choices: ['disabled', 'absent', 'present'],
    default: 'disabled',
    description:
      'present: at each boot, too, by files in /etc/modules-load.d and /etc/modprobe.d. absent: lines there that say so become remarks. disabled: those files are left alone.',
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'modprobe',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Loads and unloads modules of the kernel, now and at boot',
  args: spec,
  returns: {
    name: 'As given.',
    params: 'As given.',
    state: 'As given.',
    rc: 'What modprobe ended with, when it failed.',
    stdout: 'What it printed then.',
    stderr: 'What it complained of then.',
  },
  examples: `
- name: Bridges pass packets to the firewall, also after a boot
  community.general.modprobe:
    name: br_netfilter
    persistent: present
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const { name, params, state, persistent } = args;
    const parameters = parametersOf(args);
    const { kernel, files } = await read(context, {
      kernel: kernelModules,
      files: persistent === 'disabled' ? noReading([]) : persistentFiles,
    });
    const changes = persistentChanges(files, { name, params, persistent });
    const isMoved = isWanted(kernel, args) ? false : await move(context, { args, kernel, parameters });
    await changePersistentFiles(context, changes);
    return { changed: isMoved || changes.length > 0, name, params, state };
  },
});

/** The name is part of a file's, and a word of its own wherever it stands. */
function parametersOf({ name, params }: Arguments): readonly string[] {
  if (!/^\w[\w:.,=*?+@-]*$/.test(name)) {
    throw new ModuleFailure(`modprobe: '${name}' is no name of a module`);
  }
  const parameters = splitWords(params);
  if (parameters === undefined || params.includes('\n')) {
    throw new ModuleFailure(
      `modprobe: params is one line whose quotes are closed, not ${JSON.stringify(params)}`,
    );
  }
  const option = parameters.find((parameter) => parameter.startsWith('-'));
  if (option !== undefined) {
    throw new ModuleFailure(`modprobe: '${option}' is no parameter of a module`);
  }
  return parameters;
}

function isWanted({ loaded, builtIn }: KernelModules, { name, state }: Arguments): boolean {
  const module = moduleName(name);
  if (builtIn.has(module)) return state === 'present';
  if (loaded === undefined) {
    throw new ModuleFailure('modprobe: the target has no /proc/modules: its kernel loads no modules', {
      name,
      state,
    });
  }
  return loaded.has(module) === (state === 'present');
}

interface Move {
  readonly args: Arguments;
  readonly kernel: KernelModules;
  readonly parameters: readonly string[];
}

/** Whether it makes a difference: an alias may name what is loaded already. */
async function move(context: ModuleContext, { args, kernel, parameters }: Move): Promise<boolean> {
  const { name, params, state } = args;
  const words = [
    ...(state === 'present' ? [] : ['-r']),
    '--',
    name,
    ...(state === 'present' ? parameters : []),
  ];
  const operands = words.map(quote).join(' ');
  const failure = `${name} cannot be ${state === 'present' ? 'loaded' : 'unloaded'}`;
  const data = { name, params, state };
  if (context.checkMode) {
    const { stdout } = await runOrFail(context, prediction(operands), { failure, data });
    return stdout.trim() !== '';
  }
  const { stdout } = await runOrFail(context, `modprobe ${operands} >&2 && ${loadedModulesScript}`, {
    failure,
    data,
  });
  return !isSameSet(loadedIn(stdout), kernel.loaded ?? new Set());
}

/** BusyBox' modprobe has no dry run: it would be called. */
function prediction(operands: string): string {
  return `if modprobe --version >/dev/null 2>&1; then modprobe -n -v ${operands}; else echo called; fi`;
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}
