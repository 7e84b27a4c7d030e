import { ModuleFailure } from '../result.ts';

/** The hash of a user in the text of an htpasswd file; undefined when the user is not in it. */
export function hashOfUser(text: string, user: string): string | undefined {
  const line = entries(text).find((one) => userOf(one) === user);
  return line?.slice(line.indexOf(':') + 1).replace(/\r?\n$/, '');
}

/** The text with a user's hash in the place of the old one, or at the end. Every other line stays as it is. */
export function withUser(text: string, user: string, hash: string): string {
  if (/[\r\n]/.test(hash)) throw new ModuleFailure('htpasswd: a line of the file cannot hold a line end');
  const lines = entries(text);
  const at = lines.findIndex((line) => userOf(line) === user);
  const entry = `${user}:${hash}\n`;
  if (at >= 0) return lines.with(at, entry).join('');
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${end}${entry}`;
}

/** The text without a user. */
export function withoutUser(text: string, user: string): string {
  return entries(text)
    .filter((line) => userOf(line) !== user)
    .join('');
}

/** The lines with their ends. Throws ModuleFailure when one is neither an entry nor a comment. */
function entries(text: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const wrong = lines.findIndex((line) => !isAside(line) && !line.includes(':'));
  if (wrong >= 0) throw new ModuleFailure(`htpasswd: line ${wrong + 1} of the file holds no user and hash`);
  return lines;
}

function isAside(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('#');
}

function userOf(line: string): string | undefined {
  return isAside(line) ? undefined : line.slice(0, line.indexOf(':'));
}

/** Throws ModuleFailure for a name that the file cannot hold. */
export function checkUserName(name: string): void {
  if (name === '' || name.length > 255 || /[:\r\n\t\0]/.test(name)) {
    throw new ModuleFailure(
      `htpasswd: a user's name has 1 to 255 characters and holds neither a colon nor a tab nor a line end: ${JSON.stringify(name)}`,
    );
  }
}
