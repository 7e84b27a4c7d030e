import { type Context, createContext, Script } from 'node:vm';
import { limitError } from './errors.ts';

/** Far more than any honest match takes. */
const deadlineMs = 2000;

/** All matches from `from` on, or only the first. An empty match may follow another match, as in Python. */
function collectMatches(regex: RegExp, text: string, from: number, onlyFirst: boolean): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  let position = from;
  while (position <= text.length) {
    regex.lastIndex = position;
    const match = regex.exec(text);
    if (match === null) break;
    found.push(match);
    if (onlyFirst) break;
    position = match.index + match[0].length;
    if (match[0] === '') position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
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
}

const script = new Script('run()');
let context: (Context & { run?: () => void }) | undefined;

/**
 * The matches of a global or sticky RegExp. A guarded run gives up after a deadline: a pattern that backtracks
 * without end would otherwise hold the whole process. A vm script is the one thing in Node that can be stopped
 * within a match; the script's text is fixed, only the function it calls is ours.
 */
export function findMatches(request: MatchRequest): RegExpExecArray[] {
  const { regex, text, from, onlyFirst } = request;
  if (!request.isGuarded) return collectMatches(regex, text, from, onlyFirst);
  let found: RegExpExecArray[] = [];
  context ??= createContext(Object.create(null) as object);
  context.run = () => {
    found = collectMatches(regex, text, from, onlyFirst);
  };
  try {
    script.runInContext(context, { timeout: deadlineMs });
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw limitError(`the regular expression /${regex.source}/ did not finish within ${deadlineMs} ms`);
    }
    throw error;
  }
  return found;
}
