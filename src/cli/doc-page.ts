import { Chalk } from 'chalk';
import type { AnyModule } from '../module/define.ts';
import {
  allArguments,
  argumentRemarks,
  codes,
  fullName,
  meaningOf,
  modeSentences,
  type NamedArgument,
  ruleSentences,
  typeWords,
} from '../module/describe.ts';
import { moduleNames } from '../module/names.ts';

export interface PageStyle {
  readonly color: boolean;
  /** Where lines of text are broken; code is not. */
  readonly columns: number;
}

/** The page of one module for the terminal: what it takes, refuses and returns, and an example. */
export function docPage(module: AnyModule, style: PageStyle): string {
  const { bold, dim } = new Chalk({ level: style.color ? 1 : 0 });
  const named = allArguments(module.args);
  const accepted = named.filter(({ declaration }) => declaration.unsupported === undefined);
  const refused = named.flatMap(({ path, declaration: { unsupported } }) =>
    unsupported === undefined ? [] : [`${path}: ${unsupported}`],
  );
  const remarks = [...argumentRemarks(module), ...ruleSentences(module)];
  const argument = ({ path, declaration }: NamedArgument): string => {
    const { aliases = [], default: given, required } = declaration;
    const facts = [
      typeWords(declaration),
      ...(required === true ? ['required'] : []),
      ...(given === undefined ? [] : [`default ${JSON.stringify(given)}`]),
      ...(aliases.length === 0 ? [] : [`or ${aliases.join(', ')}`]),
    ];
    return `  ${bold(path)}  ${dim(facts.join('; '))}\n${filled(meaningOf(declaration), 6, style)}`;
  };
  const returns = Object.entries(module.returns).map(
    ([name, meaning]) => `  ${bold(name)}\n${filled(meaning, 6, style)}`,
  );
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${bold(title)}\n${lines.join('\n')}`];
  return `${[
    `${bold(fullName(module))}\n${filled(`${module.summary}.`, 2, style)}`,
    filled(`Names: ${codes(moduleNames(module))}. ${modeSentences(module).join(' ')}`, 2, style),
    ...section('ARGUMENTS', [
      ...accepted.map(argument),
      ...remarks.map((sentence) => filled(sentence, 2, style)),
    ]),
    ...section(
      'REFUSED: Ansible has these',
      refused.map((text) => filled(text, 2, style)),
    ),
    ...section('RETURNS, besides changed, failed, msg and the like', returns),
    ...section('EXAMPLE', [module.examples.trim().replace(/^(?=.)/gm, '  ')]),
  ].join('\n\n')}\n`;
}

/** One line a module, by their full names. */
export function docList(modules: readonly AnyModule[]): string {
  const rows = modules.map((module) => [fullName(module), module.summary] as const).sort();
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, summary]) => `${name.padEnd(width)}  ${summary}\n`).join('');
}

/** Words in lines that end before the last column, all of them this far from the left. */
function filled(text: string, indent: number, { columns }: PageStyle): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line).join('\n');
}
