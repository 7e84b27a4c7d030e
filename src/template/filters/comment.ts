import { bindArguments } from '../../values/arguments.ts';
import { str } from '../../values/printing.ts';
import type { CallArguments, Value } from '../../values/types.ts';
import { optionalText, requireChoice, requireInteger, requireText } from './arguments.ts';

interface Style {
  readonly decoration: string;
  readonly beginning?: string;
  readonly end?: string;
}

const STYLES = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
} as const satisfies Record<string, Style>;

const NAMES = [
  'style',
  'newline',
  'beginning',
  'prefix',
  'prefix_count',
  'decoration',
  'postfix',
  'postfix_count',
  'end',
] as const;

/** A text as a comment: each line decorated, with lines of decoration around it. */
export function comment(value: Value, args: CallArguments): string {
  const bound = bindArguments('comment', args, NAMES, {
    style: 'plain',
    newline: '\n',
    beginning: null,
    prefix: null,
    prefix_count: 1,
    decoration: null,
    postfix: null,
    postfix_count: 1,
    end: null,
  });
  const text = requireText(value, 'the text of comment');
  const styles = ['plain', 'erlang', 'c', 'cblock', 'xml'] as const;
  const style: Style = STYLES[requireChoice(bound.style, styles, "comment's style")];
  const newline = str(bound.newline);
  const decoration = optionalText(bound.decoration) ?? style.decoration;
  const bare = decoration.replace(/\s+$/, '');
  const prefix = optionalText(bound.prefix) ?? bare;
  const postfix = optionalText(bound.postfix) ?? bare;
  const beginning = optionalText(bound.beginning) ?? style.beginning ?? '';
  const end = optionalText(bound.end) ?? style.end ?? '';
  const body = decoration + text.replaceAll(newline, newline + decoration);
  return [
    beginning === '' ? '' : beginning + newline,
    prefix === '' ? '' : times(prefix + newline, bound.prefix_count, 'prefix_count'),
    // A line of nothing but decoration ends without its blanks.
    decoration === '' ? body : body.replaceAll(decoration + newline, bare + newline),
    times(newline + postfix, bound.postfix_count, 'postfix_count'),
    end === '' ? '' : newline + end,
  ].join('');
}

function times(part: string, count: Value, what: string): string {
  return part.repeat(Math.max(0, requireInteger(count, what)));
}
