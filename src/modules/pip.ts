import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { reported } from '../module/kit/captured.ts';
import { expandPath, joinPath } from '../module/kit/paths.ts';
import { type PipOutcome, type PipPlace, runPip } from '../module/kit/pip/program.ts';
import {
  installedPackages,
  isInstalled,
  joinRequirements,
  parseRequirement,
  type Requirement,
} from '../module/kit/pip/requirement.ts';
import { splitWords } from '../module/kit/split-words.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

const spec = {
  name: {
    type: 'list',
    elements: 'str',
    description:
      'Packages, with `>=1,<2` and extras where wanted; paths and addresses, `git+https://...` too.',
  },
  version: { type: 'str', description: 'The version of the one package in `name`.' },
  requirements: { type: 'str', description: 'A file of requirements on the target.' },
  state: {
    type: 'str',
    choices: ['present', 'absent', 'latest', 'forcereinstall'],
    default: 'present',
    description: 'What should be with them.',
  },
  virtualenv: { type: 'path', description: 'The virtual environment they go into; it is made when needed.' },
  virtualenv_command: {
    type: 'path',
    default: 'virtualenv',
    description: 'What makes it, with its options: `python3 -m venv`.',
  },
  virtualenv_python: { type: 'str', description: 'The Python it gets; not for the module venv.' },
  virtualenv_site_packages: {
    type: 'bool',
    default: false,
    description: 'Whether a new one sees the packages of the system.',
  },
  executable: { type: 'path', description: 'Another pip, by name or path.' },
  extra_args: { type: 'str', description: 'Further words for pip.' },
  editable: { type: 'bool', default: false, description: 'Install what is being worked on, where it is.' },
  chdir: { type: 'path', description: 'Change into this folder first.' },
  umask: { type: 'str', description: 'The umask while pip runs: "0022".' },
  break_system_packages: {
    type: 'bool',
    default: false,
    description: "Change packages where the system's own package manager has them in hand (PEP 668).",
  },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

export default defineModule({
  name: 'pip',
  collection: 'ansible.builtin',
  summary: 'Manages Python packages with pip',
  args: spec,
  mutuallyExclusive: [
    ['name', 'requirements'],
    ['executable', 'virtualenv'],
  ],
  requiredOneOf: [['name', 'requirements']],
  returns: {
    cmd: 'What was run.',
    name: 'The packages that were asked for.',
    requirements: 'The file of requirements.',
    version: 'The version that was asked for.',
    virtualenv: 'The virtual environment.',
    stdout: 'What pip printed.',
    stderr: 'What it complained of.',
  },
  examples: `
- name: Give the application what it needs
  ansible.builtin.pip:
    requirements: /srv/app/requirements.txt
    virtualenv: /srv/app/venv
    virtualenv_command: python3 -m venv
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const requirements = requirementsOf(args);
    if (requirements.length === 0 && args.requirements === undefined) {
      context.warn('pip: neither a package nor a file of requirements is named');
      return { changed: false };
    }
    const wanted = { args, requirements, words: callWords(args, requirements) };
    const place = await placeOf(context, args);
    return context.checkMode ? predict(context, { place, wanted }) : change(context, { place, wanted });
  },
});

interface Wanted {
  readonly args: Arguments;
  readonly requirements: readonly Requirement[];
  /** What follows pip. */
  readonly words: readonly string[];
}

interface PipTask {
  readonly place: PipPlace;
  readonly wanted: Wanted;
}

/** The names as pip takes them, with the version. Throws ModuleFailure for what contradicts itself. */
function requirementsOf({ name = [], version, state }: Arguments): readonly Requirement[] {
  if (version !== undefined && state === 'latest') {
    throw new ModuleFailure("pip: 'version' does not go with 'state: latest'");
  }
  const requirements = joinRequirements(name).map(parseRequirement);
  const option = requirements.find(({ text }) => text.startsWith('-'));
  if (option !== undefined) {
    throw new ModuleFailure(`pip: '${option.text}' is no package; options for pip stand in extra_args`);
  }
  if (version === undefined || version === '') return requirements;
  const [only] = requirements;
  if (only === undefined || requirements.length > 1) {
    throw new ModuleFailure("pip: 'version' is for one package; write versions behind the names: name==1.2");
  }
  if (only.kind === 'other' || only.specifiers.length > 0) {
    throw new ModuleFailure(
      `pip: 'version' does not go with '${only.text}', which says itself which one it is`,
    );
  }
  const full = parseRequirement(`${only.text}${/^[=!<>~]/.test(version) ? '' : '=='}${version}`);
  if (full.kind === 'other') throw new ModuleFailure(`pip: '${version}' is no version`);
  return [full];
}

function callWords(args: Arguments, requirements: readonly Requirement[]): readonly string[] {
  const extra = args.extra_args === undefined ? [] : splitWords(args.extra_args);
  if (extra === undefined)
    throw new ModuleFailure(`pip: a quote in extra_args is not closed: ${args.extra_args}`);
  const editable = args.editable && args.state !== 'absent';
  return [
    ...verbs[args.state],
    ...extra,
    ...requirements.flatMap(({ text }) => (editable ? ['-e', text] : [text])),
    ...(args.requirements === undefined ? [] : ['-r', args.requirements]),
  ];
}

const verbs = {
  present: ['install'],
  latest: ['install', '-U'],
  forcereinstall: ['install', '-U', '--force-reinstall'],
  absent: ['uninstall', '-y'],
} as const;

async function placeOf(context: ModuleContext, args: Arguments): Promise<PipPlace> {
  const { umask } = args;
  if (umask !== undefined && !/^[0-7]{1,4}$/.test(umask)) {
    throw new ModuleFailure(`pip: '${umask}' is no umask: it is an octal number, like 0022`);
  }
  const expanded = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : expandPath(context, path);
  const chdir = await expanded(args.chdir);
  const virtualenv = await expanded(args.virtualenv);
  const interpreter = context.variable('ansible_python_interpreter');
  return {
    chdir,
    umask,
    executable: await expanded(args.executable),
    virtualenv:
      virtualenv === undefined
        ? undefined
        : {
            path: absolute(virtualenv, chdir),
            ...(await virtualenvCommand(context, args)),
          },
    python: typeof interpreter === 'string' && !interpreter.startsWith('auto') ? interpreter : 'python3',
    breakSystemPackages: args.break_system_packages,
  };
}

function absolute(path: string, folder: string | undefined): string {
  if (path.startsWith('/') || folder === undefined) return path.startsWith('-') ? `./${path}` : path;
  return joinPath(folder, path);
}

async function virtualenvCommand(
  context: ModuleContext,
  { virtualenv_command: text, virtualenv_python: python, virtualenv_site_packages: sees }: Arguments,
): Promise<{ readonly command: readonly string[]; readonly python: string }> {
  const [program, ...words] = splitWords(text) ?? [];
  if (program === undefined) throw new ModuleFailure(`pip: virtualenv_command is no command: ${text}`);
  const isVenv = words.includes('venv') || /(^|\/)pyvenv[^/]*$/.test(program);
  if (isVenv && python !== undefined) {
    throw new ModuleFailure(
      'pip: the module venv makes environments of the Python that runs it: leave virtualenv_python out',
    );
  }
  return {
    command: [await expandPath(context, program), ...words, ...(sees ? ['--system-site-packages'] : [])],
    python: python ?? (isVenv ? 'own' : 'default'),
  };
}

async function change(context: ModuleContext, { place, wanted }: PipTask): Promise<ModuleResult> {
  const { args, words } = wanted;
  const compare = wanted.requirements.some(({ text }) => /^(?:git|hg|svn|bzr)\+/.test(text));
  const outcome = await runPip(context, { place, call: { words, compare } });
  if (outcome.kind === 'would-create') throw new ModuleFailure('pip: there is no virtual environment');
  refuseFailure(outcome, words);
  const said = args.state === 'absent' ? 'Successfully uninstalled' : 'Successfully installed';
  return {
    changed: outcome.created || (compare ? outcome.differs : outcome.stdout.includes(said)),
    cmd: [...outcome.pip, ...words],
    name: args.name ?? null,
    version: args.version ?? null,
    state: args.state,
    requirements: args.requirements ?? null,
    virtualenv: place.virtualenv?.path ?? null,
    ...output(outcome),
  };
}

type Ran = Extract<PipOutcome, { kind: 'ran' }>;

function output(outcome: Ran): ModuleResult {
  const { rc: _, ...printed } = reported(outcome);
  return printed;
}

/** `pip uninstall` fails for a file of requirements in which there is nothing to do. */
function refuseFailure(outcome: Ran, words: readonly string[]): void {
  const { rc, stdout, stderr } = outcome;
  const isNothing = words[0] === 'uninstall' && stderr.includes('is not installed');
  if (rc === 0 || (rc === 1 && isNothing)) return;
  throw new ModuleFailure(`pip fails: ${(stderr.trim() || stdout.trim()).slice(-4000)}`, {
    cmd: [...outcome.pip, ...words],
  });
}

/**
 * Compares with what is installed; what that does not tell (the latest version, files of requirements, addresses, and
 * whether what is missing can be had) pip itself tries without installing, from 22.2 on.
 */
async function predict(context: ModuleContext, task: PipTask): Promise<ModuleResult> {
  const { place, wanted } = task;
  const { args, requirements } = wanted;
  const words = ['list', '--format=freeze'];
  const outcome = await runPip(context, { place, call: { words } });
  if (outcome.kind === 'would-create') return { changed: true };
  refuseFailure(outcome, words);
  const listed = { cmd: [...outcome.pip, ...words].join(' '), ...output(outcome) };
  const installed = installedPackages(outcome.stdout);
  const isThere = (one: Requirement): boolean => one.kind === 'package' && isInstalled(one, installed);
  if (args.state === 'absent') {
    return { changed: args.requirements !== undefined || requirements.some(isThere), ...listed };
  }
  const isPlain = args.state === 'present' && args.requirements === undefined && !args.editable;
  if (isPlain && requirements.every(isThere)) return { changed: false, ...listed };
  return { ...listed, changed: await wouldInstall(context, task) };
}

async function wouldInstall(context: ModuleContext, { place, wanted }: PipTask): Promise<boolean> {
  const [verb = '', ...rest] = wanted.words;
  const words = [verb, '--dry-run', ...rest];
  const outcome = await runPip(context, { place, call: { words } });
  if (outcome.kind === 'would-create' || /no such option: --dry-run/.test(outcome.stderr)) return true;
  refuseFailure(outcome, words);
  return /^Would install /m.test(outcome.stdout);
}
