/** What a user tells the task debugger. */
export type DebuggerCommand =
  | { readonly kind: 'continue' | 'quit' | 'redo' | 'update' | 'help' | 'nothing' }
  | { readonly kind: 'print'; readonly path: Path }
  | { readonly kind: 'set'; readonly path: Path; readonly literal: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** `task_vars['x'][0]`: the name, then keys. */
export interface Path {
  readonly root: 'host' | 'result' | 'task' | 'task.args' | 'task_vars';
  readonly keys: readonly (string | number)[];
}

const words: Readonly<Record<string, 'continue' | 'quit' | 'redo' | 'update' | 'help' | 'nothing'>> = {
  '': 'nothing',
  c: 'continue',
  continue: 'continue',
  h: 'help',
  help: 'help',
  '?': 'help',
  q: 'quit',
  quit: 'quit',
  r: 'redo',
  redo: 'redo',
  u: 'update',
  update_task: 'update',
};

/** Reads one line. Nothing in it is run as code: a value is a literal, a place is a name with keys. */
export function readDebuggerCommand(line: string): DebuggerCommand {
  const text = line.trim();
  if (Object.hasOwn(words, text)) return { kind: words[text] ?? 'nothing' };
  const printed = /^(?:p|pprint|print)\s+(.+)$/.exec(text)?.[1];
  const assigned = /^([^=]+?)\s*=\s*(?!=)(.+)$/.exec(text);
  const path = readPath(printed ?? assigned?.[1] ?? text);
  if (path === undefined) return { kind: 'unknown', text };
  const literal = printed === undefined ? assigned?.[2] : undefined;
  return literal === undefined ? { kind: 'print', path } : { kind: 'set', path, literal };
}

function readPath(text: string): Path | undefined {
  const match =
    /^(host|result(?:\._result)?|task\.args|task_vars|vars|task)\s*((?:\.[A-Za-z_]\w*|\[\s*(?:'[^']*'|"[^"]*"|-?\d+)\s*\])*)$/.exec(
      text.trim(),
    );
  const root = rootNamed(match?.[1]);
  if (root === undefined) return undefined;
  const keys = [
    ...(match?.[2] ?? '').matchAll(/\.([A-Za-z_]\w*)|\[\s*(?:'([^']*)'|"([^"]*)"|(-?\d+))\s*\]/g),
  ];
  return { root, keys: keys.map((key) => key[1] ?? key[2] ?? key[3] ?? Number(key[4])) };
}

function rootNamed(name: string | undefined): Path['root'] | undefined {
  switch (name) {
    case 'host':
    case 'task':
    case 'task.args':
      return name;
    case 'result':
    case 'result._result':
      return 'result';
    case 'task_vars':
    case 'vars':
      return 'task_vars';
    default:
      return undefined;
  }
}
