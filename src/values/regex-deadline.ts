import { type Context, createContext, Script } from 'node:vm';
import { limitError } from './errors.ts';
import { limits } from './limits.ts';

/** Far more than any honest match takes. */
const deadlineMs = 2000;

/**
 * All matches from `from` on, or only the first, as Python finds them: an empty match may follow another match, and
 * what follows an empty match at its own place is not empty.
 */
function collectMatches({ regex, text, from, onlyFirst, advancing }: MatchRequest): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  let position = from;
  let next = regex;
  while (position <= text.length) {
    next.lastIndex = position;
    const match = next.exec(text);
    if (match === null) break;
    found.push(match);
    if (found.length > limits.matches) {
      throw limitError(`the regular expression /${regex.source}/ matches more than ${limits.matches} times`);
    }
    if (onlyFirst) break;
    position = match.index + match[0].length;
    next = regex;
    if (match[0] !== '') continue;
    if (advancing === undefined) position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
    else next = advancing(Array.from(text.slice(position)).length);
  }
  return found;
}

interface MatchRequest {
  readonly regex: RegExp;
  readonly text: string;
  readonly from: number;
  readonly onlyFirst: boolean;
  /** Whether the pattern and the text are such that matching could take very long. */
  readonly isGuarded: boolean;
  /**
   * The pattern such that it never takes nothing where this many characters of the text are left; undefined when it
   * takes nothing only where it cannot take more.
   */
  readonly advancing: ((left: number) => RegExp) | undefined;
}

const script = new Script('run()');
let context: (Context & { run?: () => void }) | undefined;

/**
 * The matches of a global or sticky RegExp. A guarded run gives up after a deadline: a pattern that backtracks
 * without end would otherwise hold the whole process. A vm script is the one thing in Node that can be stopped
 * within a match; the script's text is fixed, only the function it calls is ours.
 */
export function findMatches(request: MatchRequest): RegExpExecArray[] {
  if (!request.isGuarded) return collectMatches(request);
  let found: RegExpExecArray[] = [];
  context ??= createContext(Object.create(null) as object);
  context.run = () => {
    found = collectMatches(request);
  };
  try {
    script.runInContext(context, { timeout: deadlineMs });
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw limitError(
        `the regular expression /${request.regex.source}/ did not finish within ${deadlineMs} ms`,
      );
    }
    throw error;
  }
  return found;
}
