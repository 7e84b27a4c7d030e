/** Who a clause of a symbolic mode speaks of: `u`, `g`, `o`; `all` is written `a` or left out (then the umask counts). */
interface Clause {
  readonly who: readonly Who[];
  readonly honoursUmask: boolean;
  readonly steps: readonly Step[];
}

interface Step {
  readonly operator: '+' | '-' | '=';
  readonly permissions: string;
}

type Who = 'u' | 'g' | 'o';

/** A mode as it was asked for: permission bits, or changes to those that are there. */
export type ModeRequest =
  | { readonly kind: 'absolute'; readonly mode: number }
  | { readonly kind: 'symbolic'; readonly clauses: readonly Clause[] };

export interface ModeBase {
  /** The permission bits so far, 0 to 0o7777. */
  readonly mode: number;
  readonly isDirectory: boolean;
  readonly umask: number;
}

/** Reads `0644`, `u+rwX,g=r` or the number that YAML made of an unquoted octal; undefined when it is neither. */
export function parseMode(text: string | number): ModeRequest | undefined {
  if (typeof text === 'number')
    return text >= 0 && text <= 0o7777 ? { kind: 'absolute', mode: text } : undefined;
  if (/^(?:0o)?[0-7]+$/.test(text)) {
    const mode = Number.parseInt(text.replace(/^0o/, ''), 8);
    return mode <= 0o7777 ? { kind: 'absolute', mode } : undefined;
  }
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    const match = /^([ugoa]*)((?:[+=-](?:[ugo]|[rwxXst]*))+)$/.exec(part);
    if (match === null) return undefined;
    clauses.push(parseClause(match[1] ?? '', match[2] ?? ''));
  }
  return { kind: 'symbolic', clauses };
}

function parseClause(who: string, steps: string): Clause {
  const all: readonly Who[] = ['u', 'g', 'o'];
  return {
    who: who === '' || who.includes('a') ? all : all.filter((one) => who.includes(one)),
    honoursUmask: who === '',
    steps: [...steps.matchAll(/([+=-])([^+=-]*)/g)].map((step) => ({
      operator: step[1] as Step['operator'],
      permissions: step[2] ?? '',
    })),
  };
}

/** The permission bits that a request makes of what is there, as chmod would. */
export function applyMode(request: ModeRequest, base: ModeBase): number {
  if (request.kind === 'absolute') return request.mode;
  let mode = base.mode;
  for (const clause of request.clauses) {
    for (const { operator, permissions } of clause.steps) {
      const bits = bitsOf(clause, permissions, { ...base, mode });
      if (operator === '+') mode |= bits;
      else if (operator === '-') mode &= ~bits;
      else mode = (mode & ~replacedBits(clause, base.isDirectory)) | bits;
    }
  }
  return mode;
}

const shifts: Readonly<Record<Who, number>> = { u: 6, g: 3, o: 0 };

function bitsOf(clause: Clause, permissions: string, base: ModeBase): number {
  let bits = 0;
  for (const who of clause.who) bits |= threeBits(permissions, base) << shifts[who];
  if (permissions.includes('s') && clause.who.includes('u')) bits |= 0o4000;
  if (permissions.includes('s') && clause.who.includes('g')) bits |= 0o2000;
  if (permissions.includes('t') && (clause.who.includes('o') || clause.who.length === 3)) bits |= 0o1000;
  return clause.honoursUmask ? bits & ~base.umask : bits;
}

function threeBits(permissions: string, { mode, isDirectory }: ModeBase): number {
  if (permissions === 'u' || permissions === 'g' || permissions === 'o')
    return (mode >> shifts[permissions]) & 7;
  const runs =
    permissions.includes('x') || (permissions.includes('X') && (isDirectory || (mode & 0o111) !== 0));
  return (permissions.includes('r') ? 4 : 0) | (permissions.includes('w') ? 2 : 0) | (runs ? 1 : 0);
}

/** What `=` clears. Directories keep setuid and setgid unless named, as chmod does. */
function replacedBits({ who }: Clause, isDirectory: boolean): number {
  let bits = 0;
  for (const one of who) bits |= 7 << shifts[one];
  if (!isDirectory && who.includes('u')) bits |= 0o4000;
  if (!isDirectory && who.includes('g')) bits |= 0o2000;
  if (who.includes('o')) bits |= 0o1000;
  return bits;
}

/** A mode as Ansible's results show it: `0644`, `04755`. */
export function formatMode(mode: number): string {
  return `0${mode.toString(8).padStart(3, '0')}`;
}
