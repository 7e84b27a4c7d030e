import type { Place } from './ast.ts';
import type { Token, TokenType } from './lexer.ts';
import { TemplateSyntaxError } from './syntax-error.ts';

/** Nesting of brackets and statements that is still parsed. */
const maxDepth = 150;

/** The tokens of a template with a cursor. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#at(this.#index);
  }

  get next(): Token {
    return this.#at(this.#index + 1);
  }

  /** End of the token before the current one. */
  get previousEnd(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  #at(index: number): Token {
    const token = this.#tokens[Math.min(index, this.#tokens.length - 1)];
    return token ?? { type: 'end', value: '', start: 0, end: 0 };
  }

  advance(): Token {
    const token = this.current;
    this.#index += 1;
    return token;
  }

  is(type: TokenType, value?: string): boolean {
    const token = this.current;
    return token.type === type && (value === undefined || token.value === value);
  }

  isOperator(value: string): boolean {
    return this.is('operator', value);
  }

  isName(...names: readonly string[]): boolean {
    return this.current.type === 'name' && (names.length === 0 || names.includes(this.current.value));
  }

  skip(type: TokenType, value?: string): boolean {
    if (!this.is(type, value)) return false;
    this.#index += 1;
    return true;
  }

  expect(type: TokenType, value?: string): Token {
    if (this.is(type, value)) return this.advance();
    throw this.unexpected(value === undefined ? article(type) : `'${value}'`);
  }

  unexpected(expected: string): TemplateSyntaxError {
    const hint = this.is('end') ? closingHints[expected] : undefined;
    const message = `expected ${expected}, got ${describe(this.current)}`;
    return new TemplateSyntaxError(message, this.current, 'template-syntax', hint);
  }

  /** Runs a parser one level deeper; parsing is recursive, and its depth is the template author's choice. */
  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) {
      throw new TemplateSyntaxError(`nested deeper than ${maxDepth} levels`, this.current, 'template-limit');
    }
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  placeFrom(start: number): Place {
    return { start, end: Math.max(start, this.previousEnd) };
  }
}

const descriptions: Readonly<Record<TokenType, string>> = {
  data: 'text',
  'variable-begin': 'the begin of a print statement',
  'variable-end': 'the end of the print statement',
  'block-begin': 'the begin of a statement',
  'block-end': 'the end of the statement',
  name: 'a name',
  string: 'a string',
  integer: 'a number',
  float: 'a number',
  operator: 'an operator',
  end: 'the end of the template',
};

const closingHints: Readonly<Record<string, string>> = {
  [descriptions['variable-end']]: "close it with '}}'",
  [descriptions['block-end']]: "close it with '%}'",
};

function article(type: TokenType): string {
  return descriptions[type];
}

/** A token as a message names it. */
export function describe(token: Token): string {
  switch (token.type) {
    case 'name':
    case 'operator':
    case 'integer':
    case 'float':
      return `'${token.value}'`;
    case 'string':
      return `the string '${token.value}'`;
    default:
      return descriptions[token.type];
  }
}
