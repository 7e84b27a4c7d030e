import { TsplayError } from '../errors.ts';
import type { SyntaxOptions } from '../jinja/options.ts';
import { str } from '../values/printing.ts';
import { isTruthy } from '../values/truth.ts';
import type { Value } from '../values/types.ts';
import { parseLiteral } from './literal.ts';

export interface TemplateHeader {
  /** UTF-16 units that the header takes with its newline; 0 when there is none. */
  readonly length: number;
  readonly syntax: Partial<SyntaxOptions>;
}

type Setting = (value: Value) => Partial<SyntaxOptions>;

const SETTINGS: Readonly<Record<string, Setting>> = Object.assign(Object.create(null), {
  block_start_string: (value) => ({ blockStart: str(value) }),
  block_end_string: (value) => ({ blockEnd: str(value) }),
  variable_start_string: (value) => ({ variableStart: str(value) }),
  variable_end_string: (value) => ({ variableEnd: str(value) }),
  comment_start_string: (value) => ({ commentStart: str(value) }),
  comment_end_string: (value) => ({ commentEnd: str(value) }),
  line_statement_prefix: (value) => ({ lineStatementPrefix: value === null ? undefined : str(value) }),
  line_comment_prefix: (value) => ({ lineCommentPrefix: value === null ? undefined : str(value) }),
  trim_blocks: (value) => ({ trimBlocks: isTruthy(value) }),
  lstrip_blocks: (value) => ({ lstripBlocks: isTruthy(value) }),
  keep_trailing_newline: (value) => ({ keepTrailingNewline: isTruthy(value) }),
  // As the tag `autoescape`: Ansible escapes nothing.
  autoescape: () => ({}),
  newline_sequence: (value) => ({ newlineSequence: newlineOf(str(value)) }),
} satisfies Record<string, Setting>);

/** A first line like `#jinja2: lstrip_blocks: True, variable_start_string: '[['`. */
export function readHeader(text: string): TemplateHeader {
  const line = /^#jinja2:([^\n]*)\n?/.exec(text);
  if (line === null) {
    return { length: 0, syntax: {} };
  }
  const syntax = (line[1] ?? '')
    .split(/,(?=(?:[^'"]|'[^']*'|"[^"]*")*$)/)
    .map((setting) => readSetting(setting.trim()));
  return { length: line[0].length, syntax: Object.assign({}, ...syntax) };
}

function readSetting(written: string): Partial<SyntaxOptions> {
  const match = /^(\w+)\s*:\s*(.*)$/s.exec(written);
  const setting = SETTINGS[match?.[1] ?? ''];
  const value = parseLiteral(match?.[2]?.trim() ?? '');
  if (setting === undefined || value === undefined) {
    throw new TsplayError({
      code: 'template-header',
      message: `'${written}' in the #jinja2: line is not a setting; it has the form 'name: value' with one of ${Object.keys(SETTINGS).join(', ')}`,
    });
  }
  return setting(value);
}

function newlineOf(text: string): '\n' | '\r\n' | '\r' {
  return text === '\r\n' || text === '\r' ? text : '\n';
}
