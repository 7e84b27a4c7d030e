import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratedCase } from './grammar.ts';
import { type RenderOutcome, SHOWN, withPlainTypes } from './outcome.ts';
import { variables } from './words.ts';

/** Why the real Ansible cannot be asked; undefined when it can. */
export function ansibleMissing(): string | undefined {
  const { error, stdout } = spawnSync('ansible-playbook', ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return 'ansible-playbook is not installed';
  const version = /core (\d+\.\d+)/.exec(stdout)?.[1];
  return version === '2.14'
    ? undefined
    : `ansible-core is ${version ?? 'unknown'}, and 2.14 is what is compared with`;
}

/** A case, and whether it is likely to give a value. */
export interface Question {
  readonly asked: GeneratedCase;
  readonly isLikelyValue: boolean;
}

/** Cases that one task renders: a task costs far more than a template. */
const SHARED = 25;

/**
 * What Ansible makes of each case, in one process. A task fails as a whole: what is likely to fail has a task of its
 * own, and the members of a shared one that failed are asked again, in a second process.
 */
export function renderWithAnsible(questions: readonly Question[]): readonly RenderOutcome[] {
  const outcomes = new Map<Question, RenderOutcome>();
  const shared = questions.filter(({ asked, isLikelyValue }) => isLikelyValue && asked.kind === 'template');
  const alone = questions.filter((question) => !shared.includes(question));
  const groups = Array.from({ length: Math.ceil(shared.length / SHARED) }, (_, index) =>
    shared.slice(index * SHARED, (index + 1) * SHARED),
  );
  const again = play([...groups, ...alone.map((question) => [question])], outcomes);
  play(
    again.map((question) => [question]),
    outcomes,
  );
  return questions.map(
    (question) => outcomes.get(question) ?? { error: 'other', message: 'Ansible gave no answer' },
  );
}

/** Plays one task for each group; gives the questions of the shared ones that failed. */
function play(
  groups: readonly (readonly Question[])[],
  outcomes: Map<Question, RenderOutcome>,
): readonly Question[] {
  if (groups.length === 0) return [];
  const results = playTasks(groups.map((group) => taskOf(group.map(({ asked }) => asked))));
  return groups.flatMap((group, index) => {
    const result = results[index] ?? { failed: true, msg: 'Ansible broke off' };
    if (result.failed === true && group.length > 1) return group;
    group.forEach((question, at) => {
      outcomes.set(question, outcomeOf(question.asked, result, at));
    });
    return [];
  });
}

type Result = Readonly<Record<string, unknown>>;

function taskOf(cases: readonly GeneratedCase[]): object {
  const [first] = cases;
  const base = { ignore_errors: true };
  if (first?.kind === 'condition') return { ...base, debug: { msg: 'holds' }, when: first.text };
  return {
    ...base,
    debug: { msg: cases.map((_, index) => SHOWN(`t${index}`)) },
    vars: Object.fromEntries(cases.map(({ text }, index) => [`t${index}`, text])),
  };
}

function outcomeOf({ kind }: GeneratedCase, result: Result, at: number): RenderOutcome {
  if (result['failed'] === true) {
    const message = String(result['msg']);
    return { error: errorKind(message), message };
  }
  if (kind === 'condition') return { shown: result['skipped'] === true ? 'does not' : 'holds' };
  const shown = withPlainTypes(String((result['msg'] as readonly unknown[])[at]));
  // Printing it in a list says that it is missing, and fails not.
  return shown.startsWith('AnsibleUndefined|') ? { error: 'undefined', message: shown } : { shown };
}

function errorKind(message: string): 'undefined' | 'syntax' | 'other' {
  if (/template error while templating string/.test(message)) return 'syntax';
  if (/unhandled exception|templating type error/.test(message)) return 'other';
  return /undefined variable|is undefined|has no (?:attribute|element)/.test(message) ? 'undefined' : 'other';
}

interface PlayedDocument {
  readonly plays: readonly {
    readonly tasks: readonly { readonly hosts: Readonly<Record<string, Result>> }[];
  }[];
}

function playTasks(tasks: readonly object[]): readonly Result[] {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-generated-'));
  try {
    // JSON is YAML.
    const playbook = [{ hosts: 'localhost', gather_facts: false, vars: variables, tasks }];
    writeFileSync(join(folder, 'play.yml'), JSON.stringify(playbook));
    const { stdout, stderr } = spawnSync(
      'ansible-playbook',
      ['-i', 'localhost,', '-c', 'local', 'play.yml'],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        env: {
          ...process.env,
          TZ: 'UTC',
          ANSIBLE_STDOUT_CALLBACK: 'json',
          ANSIBLE_NOCOLOR: '1',
          ANSIBLE_LOCALHOST_WARNING: '0',
        },
      },
    );
    const start = stdout.indexOf('{\n');
    if (start < 0) throw new Error(`ansible-playbook gave no document: ${stderr}${stdout}`);
    const document = JSON.parse(stdout.slice(start, stdout.lastIndexOf('}') + 1)) as PlayedDocument;
    return document.plays.flatMap((each) => each.tasks.map(({ hosts }) => hosts['localhost'] ?? {}));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
