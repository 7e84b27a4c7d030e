import { code, codes, meaningOf, type NamedArgument, typeWords } from '../../src/module/describe.ts';

/** A row of the table of arguments: name, type, default, what it means. */
export function argumentRow({ path, declaration }: NamedArgument): readonly string[] {
  const { aliases = [], default: given, required } = declaration;
  const byDefault = given === undefined ? '' : code(JSON.stringify(given));
  return [
    [code(path), ...(aliases.length === 0 ? [] : [`or ${codes(aliases)}`])].join(' '),
    typeWords(declaration),
    required === true ? '**required**' : byDefault,
    meaningOf(declaration),
  ];
}
