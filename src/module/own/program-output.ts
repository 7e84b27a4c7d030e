import { TsplayError } from '../../errors.ts';
import { parseJson } from '../../values/json.ts';
import { isTruthy } from '../../values/truth.ts';
import type { ReadonlyDict, Value } from '../../values/types.ts';
import { lines } from '../kit/lines.ts';
import type { ResultData } from '../result.ts';

export interface ProgramRun {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramResult {
  readonly result: Readonly<Record<string, ResultData>>;
  readonly warnings: readonly string[];
}

/**
 * The result that a program printed: a JSON object that begins at the start of a line. Lines before it are passed over,
 * and what stands behind it is warned about. Its exit status counts only when it printed none, and an `rc` of its own
 * that is not 0 is a failure unless it says otherwise: as observed with ansible-core 2.14.
 */
export function programResult(run: ProgramRun): ProgramResult {
  const found = findObject(run.stdout);
  return found === undefined ? { result: failure(run), warnings: [] } : printed(found);
}

interface FoundObject {
  readonly object: ReadonlyDict;
  /** What stands behind it. */
  readonly rest: string;
}

function findObject(stdout: string): FoundObject | undefined {
  const all = stdout.split('\n');
  const first = all.findIndex((line) => line.trimStart().startsWith('{'));
  const last = all.findLastIndex((line) => line.trimEnd().endsWith('}'));
  if (first < 0 || last < first) return undefined;
  const object = parsed(all.slice(first, last + 1).join('\n'));
  return object === undefined
    ? undefined
    : {
        object,
        rest: all
          .slice(last + 1)
          .join('\n')
          .trim(),
      };
}

function parsed(text: string): ReadonlyDict | undefined {
  try {
    const value = parseJson(text.trim());
    return value instanceof Map ? value : undefined;
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

function printed({ object, rest }: FoundObject): ProgramResult {
  const result: Record<string, ResultData> = Object.create(null);
  for (const [key, value] of object) {
    // What Ansible's engine says to itself is not a module's to say.
    if (typeof key === 'string' && !key.startsWith('_ansible_')) result[key] = value;
  }
  const rc = object.get('rc');
  result['changed'] = isTruthy(object.get('changed') ?? false);
  if (!object.has('failed') && typeof rc === 'number' && rc !== 0) result['failed'] = true;
  for (const stream of ['stdout', 'stderr']) addLines(result, stream, object.get(stream));
  return {
    result,
    warnings: rest === '' ? [] : [`the module printed more behind its result: ${shortened(rest)}`],
  };
}

function addLines(result: Record<string, ResultData>, stream: string, text: Value | undefined): void {
  const name = `${stream}_lines`;
  if (typeof text === 'string' && !(name in result)) result[name] = lines(text);
}

function failure({ rc, stdout, stderr }: ProgramRun): Readonly<Record<string, ResultData>> {
  const msg =
    rc === 127 || rc === 126
      ? 'the module could not be run: is its interpreter on the target? (ansible_NAME_interpreter names another one)'
      : stdout.trim() === ''
        ? `the module printed no result (exit status ${rc})`
        : `what the module printed is no JSON object (exit status ${rc})`;
  return { failed: true, changed: false, msg, module_stdout: stdout, module_stderr: stderr, rc };
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
