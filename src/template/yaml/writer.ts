import { isBreak, isPrintable } from './scalar-analysis.ts';

export interface YamlLayout {
  /** Columns of one level. */
  readonly indent: number;
  /** A line is folded at the first chance after this column. */
  readonly width: number;
}

/** Writes YAML's characters and keeps the column; where lines may break, it breaks them as libyaml does. */
export class YamlWriter {
  readonly layout: YamlLayout;
  #text = '';
  #column = 0;
  #atBlank = true;
  #atIndention = true;

  constructor(layout: YamlLayout) {
    this.layout = layout;
  }

  get text(): string {
    return this.#text;
  }

  /** Whether the line is longer than the width already. */
  get isPastWidth(): boolean {
    return this.#column > this.layout.width;
  }

  /** Whether only indentation and block indicators stand on the line. */
  get atIndention(): boolean {
    return this.#atIndention;
  }

  indicator(text: string, options: { space?: boolean; blank?: boolean; indention?: boolean } = {}): void {
    if (options.space && !this.#atBlank) {
      this.#put(' ');
    }
    this.#put(text);
    this.#atBlank = options.blank ?? false;
    this.#atIndention &&= options.indention ?? false;
  }

  newLineAt(indent: number): void {
    if (!this.#atIndention || this.#column > indent || (this.#column === indent && !this.#atBlank)) {
      this.#break();
    }
    if (this.#column < indent) {
      this.#put(' '.repeat(indent - this.#column));
    }
    this.#atBlank = true;
    this.#atIndention = true;
  }

  plain(text: string, indent: number, mayFold: boolean): void {
    if (!this.#atBlank && text !== '') {
      this.#put(' ');
    }
    this.#folded(text, { indent, mayFold, edges: true });
    this.#atBlank = false;
    this.#atIndention = false;
  }

  singleQuoted(text: string, indent: number, mayFold: boolean): void {
    this.indicator("'", { space: true });
    this.#folded(text, { indent, mayFold, edges: false, doubled: "'" });
    this.indicator("'");
  }

  /** A `|` block; the text ends with one line break. */
  literal(text: string, indent: number): void {
    this.indicator('|', { space: true });
    for (const line of text.slice(0, -1).split('\n')) {
      this.#break();
      this.#put(' '.repeat(indent) + line);
    }
    this.#atBlank = false;
    this.#atIndention = false;
  }

  doubleQuoted(text: string, indent: number, mayFold: boolean): void {
    this.indicator('"', { space: true });
    const characters = Array.from(text);
    let afterSpace = false;
    characters.forEach((character, index) => {
      const inside = index > 0 && index < characters.length - 1;
      if (character === ' ' && mayFold && !afterSpace && this.isPastWidth && inside) {
        this.newLineAt(indent);
        if (characters[index + 1] === ' ') {
          this.#put('\\');
        }
      } else {
        this.#put(escaped(character));
      }
      afterSpace = character === ' ';
    });
    this.indicator('"');
  }

  #folded(
    text: string,
    options: { indent: number; mayFold: boolean; edges: boolean; doubled?: string },
  ): void {
    const characters = Array.from(text);
    let afterSpace = false;
    let afterBreak = false;
    characters.forEach((character, index) => {
      const inside = options.edges || (index > 0 && index < characters.length - 1);
      if (character === ' ') {
        if (options.mayFold && !afterSpace && this.isPastWidth && inside && characters[index + 1] !== ' ') {
          this.newLineAt(options.indent);
        } else {
          this.#put(character);
        }
        afterSpace = true;
      } else if (isBreak(character)) {
        if (!afterBreak && character === '\n') {
          this.#break();
        }
        this.#break(character);
        this.#atIndention = true;
        afterBreak = true;
      } else {
        if (afterBreak) {
          this.newLineAt(options.indent);
        }
        this.#put(character === options.doubled ? character + character : character);
        this.#atIndention = false;
        afterSpace = false;
        afterBreak = false;
      }
    });
    if (afterBreak) {
      this.newLineAt(options.indent);
    }
  }

  #put(text: string): void {
    this.#text += text;
    this.#column += text.length;
  }

  #break(character = '\n'): void {
    this.#text += character;
    this.#column = 0;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escaped(character: string): string {
  if (isPrintable(character) && !isBreak(character) && character !== '"' && character !== '\\') {
    return character;
  }
  const short = escapes[character];
  if (short !== undefined) {
    return `\\${short}`;
  }
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) {
    return `\\x${hex.padStart(2, '0')}`;
  }
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
