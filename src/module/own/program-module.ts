import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TsplayError } from '../../errors.ts';
import { str } from '../../values/printing.ts';
import type { ModuleContext } from '../context.ts';
import type { AnyModule } from '../define.ts';
import { quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import type { ModuleResult } from '../result.ts';
import type { ModuleFile } from './module-file.ts';
import { jsonArguments, programArguments, wordArguments } from './program-arguments.ts';
import { INCLUDED_ARGUMENTS, type ProgramKind, programKind } from './program-kind.ts';
import { programResult } from './program-output.ts';

type Runnable = Exclude<ProgramKind, { readonly takes: 'nothing' }>;

/**
 * A module of a program in any language, which the target runs: its arguments are in a file, its result is the JSON that
 * it prints. It is told of check mode, and trusted to heed it, as with Ansible.
 *
 * Errors: TsplayError `own-module-refused` for what is no program that could run here; what reading the file throws.
 */
export function programModule(file: ModuleFile): AnyModule {
  const content = readFileSync(file.path);
  const kind = programKind(content);
  if (kind.takes === 'nothing') {
    throw new TsplayError({
      code: 'own-module-refused',
      message: `the module '${file.name}' in ${file.path} cannot be run: ${kind.reason}`,
    });
  }
  return {
    name: file.name,
    collection: file.collection,
    summary: `The program ${file.path}`,
    args: {},
    anyArguments: true,
    returns: {},
    examples: '',
    check: 'full',
    diff: true,
    async run(context, _args, extra): Promise<ModuleResult> {
      const module = context.action ?? file.name;
      const args = programArguments({ context, module, args: extra });
      const run = await runProgram(context, { file, content, kind, args });
      const { result, warnings } = programResult(run);
      for (const warning of warnings) context.warn(`${file.name}: ${warning}`);
      return result;
    },
  };
}

interface ProgramCall {
  readonly file: ModuleFile;
  readonly content: Buffer;
  readonly kind: Runnable;
  readonly args: ReturnType<typeof programArguments>;
}

interface Ran {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program stays on the target under its checksum for the tasks and items that follow; arguments go with each run. */
async function runProgram(context: ModuleContext, { file, content, kind, args }: ProgramCall): Promise<Ran> {
  const words = interpreterWords(context, kind.interpreter);
  if (kind.takes === 'inside') {
    const filled = content
      .toString('latin1')
      .replaceAll(INCLUDED_ARGUMENTS, () => latin1(jsonArguments(args)));
    const path = await context.target.upload(Buffer.from(filled, 'latin1'));
    return started(context, { path, words, input: '', once: true });
  }
  const input = kind.takes === 'json' ? jsonArguments(args) : wordArguments(args);
  const key = `${file.path} ${createHash('sha256').update(content).digest('hex')}`;
  const lost = randomBytes(12).toString('hex');
  const path = await context.target.probe(key, () => context.target.upload(content));
  const run = await started(context, { path, words, input, lost });
  if (run.stdout !== lost) return run;
  // The shell whose folder it was in is gone, and the folder with it.
  return started(context, { path: await context.target.upload(content), words, input, once: true });
}

interface Start {
  readonly path: string;
  readonly words: readonly string[];
  readonly input: string;
  /** Printed instead of running when the program is not there. */
  readonly lost?: string;
  /** Remove the program as well. */
  readonly once?: boolean;
}

/** The arguments come by stdin, so that neither a command line nor another user can show them. */
async function started(context: ModuleContext, { path, words, input, lost, once }: Start): Promise<Ran> {
  const check = lost === undefined ? '' : `[ -f "$program" ] || { printf %s ${lost}; exit; }\n`;
  const script = `program=${quotePath(path)}
${check}umask 077
given=$program-${randomBytes(6).toString('hex')}
trap 'rm -f "$given"${once === true ? ' "$program"' : ''}' EXIT
cat >"$given" && chmod 700 "$program" || exit
${words.map(quote).join(' ')} "$program" "$given" </dev/null`;
  const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal, stdin: input });
  return { rc, stdout: stdout.toString(), stderr: stderr.toString() };
}

/**
 * `ansible_ruby_interpreter` stands in for the interpreter of `#!/usr/bin/ruby`, whose options stay. A Python of no
 * version is python3 where nothing says otherwise, as Ansible's discovery would have it.
 */
function interpreterWords(context: ModuleContext, interpreter: readonly string[]): readonly string[] {
  const [program, ...options] = interpreter;
  if (program === undefined) return [];
  const name = program.replace(/^.*\//, '');
  const given = context.variable(`ansible_${name}_interpreter`);
  const other = given === undefined ? '' : str(given).trim();
  if (name === 'python' && /^(?:auto.*)?$/.test(other)) return ['/usr/bin/env', 'python3', ...options];
  return other === '' ? interpreter : [...other.split(/[ \t]+/), ...options];
}

/** The bytes of the text, one character each. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
