import { ModuleFailure } from '../../result.ts';

/** Flags that the kernel sets by itself, `e` again after chattr has taken it away: they are no difference. */
const SET_BY_KERNEL: ReadonlySet<string> = new Set('eEhINVZ');

/** The argument `attributes`: `+` adds, `-` takes away, `=` or nothing sets exactly these. */
export interface FlagRequest {
  readonly operator: '+' | '-' | '=';
  readonly flags: string;
}

/** @throws ModuleFailure for what is no letter of chattr(1) */
export function parseFlags(text: string): FlagRequest {
  const match = /^([-+=]?)([A-Za-z]*)$/.exec(text);
  if (match === null) {
    throw new ModuleFailure(
      `attributes: '${text}' is not flags of chattr; write letters such as i or A, with + or - before them`,
    );
  }
  const operator = match[1] === '+' || match[1] === '-' ? match[1] : '=';
  return { operator, flags: match[2] ?? '' };
}

/** Whether a file whose flags are `current` would have others after the request. */
export function changesFlags(current: string, { operator, flags }: FlagRequest): boolean {
  const now = new Set(current);
  switch (operator) {
    case '+':
      return [...flags].some((flag) => !now.has(flag));
    case '-':
      return [...flags].some((flag) => now.has(flag));
    case '=':
      return (
        [...flags].some((flag) => !now.has(flag)) ||
        [...now].some((flag) => !flags.includes(flag) && !SET_BY_KERNEL.has(flag))
      );
  }
}
