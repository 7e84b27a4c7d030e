import type { Question } from '../module/context.ts';
import type { Play } from '../project/ast.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import { isTruthy } from '../values/truth.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Asks the user one question; undefined when there is nobody to ask. */
export type Ask = (question: Question) => Promise<string | undefined>;

/** Reads a line from the user, after a prompt; undefined when there is no more to read. */
export type ReadLine = (prompt: string) => Promise<string | undefined>;

export interface PromptsCall {
  readonly play: Play;
  readonly extraVars: ReadonlyDict;
  readonly ask: Ask;
  readonly render: (value: Value) => Value;
  readonly hashPassword: EngineDependencies['hashPassword'];
  /** Nobody can be asked: said once. */
  readonly onUnasked: () => void;
}

/**
 * The answers to a play's `vars_prompt`, by name. What the extra variables give is not asked for. Answers are data;
 * without an answer the default counts, and without that the text `None`, as with Ansible.
 */
export async function askPrompts(call: PromptsCall): Promise<Dict> {
  const answers: Dict = new Map();
  const written = call.play.keywords.get('vars_prompt')?.value;
  let isUnasked = false;
  for (const prompt of Array.isArray(written) ? (written as readonly Value[]) : []) {
    if (!(prompt instanceof Map)) continue;
    const name = str(prompt.get('name') ?? '');
    if (call.extraVars.has(name)) continue;
    const given = await answerTo(prompt, call);
    if (given === undefined && !isUnasked) {
      isUnasked = true;
      call.onUnasked();
    }
    const fallback = entryOf(prompt, 'default', call);
    const answer = given === undefined || given === '' ? fallback : given;
    const text = answer === undefined ? (given ?? 'None') : str(answer);
    answers.set(name, encrypted(text, prompt, call));
  }
  return answers;
}

async function answerTo(prompt: ReadonlyDict, call: PromptsCall): Promise<string | undefined> {
  const fallback = entryOf(prompt, 'default', call);
  const shown = str(entryOf(prompt, 'prompt', call) ?? prompt.get('name') ?? '');
  const text = fallback === undefined ? `${shown}: ` : `${shown} [${str(fallback)}]: `;
  const secret = flag(entryOf(prompt, 'private', call) ?? true);
  const confirms = flag(entryOf(prompt, 'confirm', call) ?? false);
  for (let again = ''; ; again = 'the two answers differ, once more\n') {
    const first = await call.ask({ text: `${again}${text}`, secret });
    if (!confirms || first === undefined) return first;
    if ((await call.ask({ text: `confirm ${text}`, secret })) === first) return first;
  }
}

/** An entry of the prompt, rendered; undefined for what is not there or empty. */
function entryOf(prompt: ReadonlyDict, key: string, { render }: PromptsCall): Value | undefined {
  const value = prompt.get(key);
  if (value === undefined || value === null) return undefined;
  return render(value) ?? undefined;
}

function flag(value: Value): boolean {
  return toBoolean(value) ?? isTruthy(value);
}

function encrypted(text: string, prompt: ReadonlyDict, call: PromptsCall): string {
  const hashType = entryOf(prompt, 'encrypt', call);
  if (hashType === undefined) return text;
  const salt = entryOf(prompt, 'salt', call);
  const saltSize = entryOf(prompt, 'salt_size', call);
  return call.hashPassword({
    password: text,
    hashType: str(hashType),
    salt: salt === undefined ? undefined : str(salt),
    saltSize: saltSize === undefined ? undefined : Number(str(saltSize)),
  });
}
