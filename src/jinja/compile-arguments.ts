import { argumentError, noArguments } from '../values/arguments.ts';
import { typeError, undefinedError } from '../values/errors.ts';
import { iterate } from '../values/iterate.ts';
import { textOf } from '../values/text.ts';
import { typeName } from '../values/type-name.ts';
import { type CallArguments, Undefined, type Value } from '../values/types.ts';
import type { Arguments, ExpressionNode } from './ast.ts';
import type { Frame } from './frame.ts';

type Evaluate = (frame: Frame) => Value;

/** The arguments of a call, evaluated in the order in which they stand. */
export function compileArguments(
  node: Arguments,
  compile: (argument: ExpressionNode) => Evaluate,
): (frame: Frame) => CallArguments {
  const positional = node.positional.map((argument) => compile(argument));
  const keyword = node.keyword.map(([name, value]) => [name, compile(value)] as const);
  const rest = node.rest === undefined ? undefined : compile(node.rest);
  const keywordRest = node.keywordRest === undefined ? undefined : compile(node.keywordRest);
  if (rest === undefined && keywordRest === undefined && keyword.length === 0) {
    if (positional.length === 0) return () => noArguments;
    const constants = node.positional.map((argument) =>
      argument.kind === 'literal' ? argument.value : undefined,
    );
    if (constants.every((value) => value !== undefined)) {
      const given: CallArguments = { positional: constants, keyword: noArguments.keyword };
      return () => given;
    }
    const [first, second] = positional;
    if (first !== undefined && second === undefined) {
      return (frame) => ({ positional: [first(frame)], keyword: noArguments.keyword });
    }
    return (frame) => ({
      positional: positional.map((argument) => argument(frame)),
      keyword: noArguments.keyword,
    });
  }
  return (frame) => {
    const values = positional.map((argument) => argument(frame));
    if (rest !== undefined) for (const value of iterate(rest(frame))) values.push(value);
    const named = new Map<string, Value>();
    for (const [name, value] of keyword) {
      if (named.has(name)) throw argumentError(`the argument '${name}' is given twice`);
      named.set(name, value(frame));
    }
    if (keywordRest !== undefined) addKeywords(named, keywordRest(frame));
    return { positional: values, keyword: named };
  };
}

function addKeywords(named: Map<string, Value>, more: Value): void {
  if (more instanceof Undefined) throw undefinedError(more);
  if (!(more instanceof Map)) throw typeError(`argument after ** must be a mapping, not ${typeName(more)}`);
  for (const [key, value] of more) {
    const name = textOf(key);
    if (name === undefined) throw typeError('keywords must be strings');
    if (named.has(name)) throw argumentError(`the argument '${name}' is given twice`);
    named.set(name, value);
  }
}
