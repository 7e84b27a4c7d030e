/** Statements as nested closures. */

import { isTruthy } from '../values/truth.ts';
import type { Value } from '../values/types.ts';
import { assign } from './assign.ts';
import type { Body, FilterNode, MacroSignature, StatementNode } from './ast.ts';
import {
  type CompileContext,
  compileExpression,
  type Evaluate,
  filterOperandName,
} from './compile-expression.ts';
import {
  compileBlock,
  compileExtends,
  compileFromImport,
  compileImport,
  compileInclude,
} from './compile-inheritance.ts';
import { compileFor } from './compile-loop.ts';
import type { Execute, Outcome } from './compiled.ts';
import type { Frame } from './frame.ts';
import { type CompiledMacro, Macro } from './macro.ts';
import { namesIn } from './names.ts';
import { finalized, TextSink } from './sink.ts';

type NodeOf<K extends StatementNode['kind']> = Extract<StatementNode, { kind: K }>;

export function compileBody(body: Body, context: CompileContext): Execute {
  const statements = body.map((node) => compileStatement(node, context));
  const [first, second] = statements;
  if (first === undefined) return () => 'done';
  if (second === undefined) return first;
  return (frame, out) => {
    for (let index = 0; index < statements.length; index += 1) {
      const outcome: Outcome = statements[index]?.(frame, out) ?? 'done';
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  };
}

function compileStatement(node: StatementNode, context: CompileContext): Execute {
  switch (node.kind) {
    case 'text': {
      const { text } = node;
      return (_frame, out) => {
        out.text(text);
        return 'done';
      };
    }
    case 'output':
      return compileOutput(node, context);
    case 'if':
      return compileIf(node, context);
    case 'for':
      return compileFor(node, context, compileBody);
    case 'set': {
      const value = compileExpression(node.value, context);
      return (frame) => {
        const result = value(frame);
        frame.at(node);
        assign(frame, node.target, result);
        return 'done';
      };
    }
    case 'set-block':
      return compileSetBlock(node, context);
    case 'macro': {
      const macro = compileMacro(node.name, node.signature, context);
      return (frame) => {
        frame.set(node.name, new Macro(macro, frame));
        return 'done';
      };
    }
    case 'call-block':
      return compileCallBlock(node, context);
    case 'filter-block':
      return compileFilterBlock(node, context);
    case 'with':
      return compileWith(node, context);
    case 'autoescape': {
      const value = compileExpression(node.value, context);
      const body = compileBody(node.body, context);
      return (frame, out) => {
        const inner = frame.child();
        inner.autoescape = isTruthy(value(frame)) && !frame.run.ignoresAutoescape;
        return body(inner, out);
      };
    }
    case 'block':
      return compileBlock(node, context, compileBody);
    case 'extends':
      return compileExtends(node, context, compileBody);
    case 'include':
      return compileInclude(node, context, compileBody);
    case 'import':
      return compileImport(node, context, compileBody);
    case 'from-import':
      return compileFromImport(node, context, compileBody);
    case 'do': {
      const expression = compileExpression(node.expression, context);
      return (frame) => {
        expression(frame);
        return 'done';
      };
    }
    case 'break':
      return () => 'break';
    case 'continue':
      return () => 'continue';
  }
}

function compileOutput(node: NodeOf<'output'>, context: CompileContext): Execute {
  const expression = compileExpression(node.expression, context);
  return (frame, out) => {
    const value = expression(frame);
    frame.at(node.expression);
    out.value(finalized(value, frame.run.environment), frame.autoescape);
    return 'done';
  };
}

function compileIf(node: NodeOf<'if'>, context: CompileContext): Execute {
  const branches = node.branches.map(({ test, body }) => ({
    place: test,
    test: compileExpression(test, context),
    body: compileBody(body, context),
  }));
  const otherwise = compileBody(node.otherwise, context);
  return (frame, out) => {
    for (const { place, test, body } of branches) {
      const answer = test(frame);
      frame.at(place);
      if (isTruthy(answer)) return body(frame, out);
    }
    return otherwise(frame, out);
  };
}

/** What a body prints, as one value. */
function capture(body: Execute, frame: Frame): Value {
  const out = new TextSink(frame.run);
  body(frame, out);
  return frame.captured(out.result);
}

/** Runs a chain of filters over a text that no expression of the template gives. */
function applyFilter(filter: Evaluate, frame: Frame, text: Value): Value {
  const inner = frame.child();
  inner.set(filterOperandName, text);
  return filter(inner);
}

function compileFilterChain(node: FilterNode, context: CompileContext): Evaluate {
  return compileExpression(node, context);
}

function compileSetBlock(node: NodeOf<'set-block'>, context: CompileContext): Execute {
  const body = compileBody(node.body, context);
  const filter = node.filter === undefined ? undefined : compileFilterChain(node.filter, context);
  return (frame) => {
    const text = capture(body, frame.child());
    const value = filter === undefined ? text : applyFilter(filter, frame, text);
    frame.at(node);
    assign(frame, node.target, value);
    return 'done';
  };
}

function compileFilterBlock(node: NodeOf<'filter-block'>, context: CompileContext): Execute {
  const body = compileBody(node.body, context);
  const filter = compileFilterChain(node.filter, context);
  return (frame, out) => {
    const value = applyFilter(filter, frame, capture(body, frame.child()));
    out.value(value, frame.autoescape);
    return 'done';
  };
}

function compileMacro(name: string, signature: MacroSignature, context: CompileContext): CompiledMacro {
  const declared = new Set(signature.parameters.map((parameter) => parameter.name));
  const names = namesIn(signature.body);
  for (const { fallback } of signature.parameters) namesIn(fallback, names);
  const uses = (special: string): boolean => names.has(special) && !declared.has(special);
  const body = compileBody(signature.body, context);
  return {
    name,
    parameters: signature.parameters.map((parameter) => ({
      name: parameter.name,
      fallback: parameter.fallback === undefined ? undefined : compileExpression(parameter.fallback, context),
    })),
    usesCaller: uses('caller'),
    usesArguments: uses('varargs'),
    usesKeywords: uses('kwargs'),
    render: (frame, out) => {
      body(frame, out);
    },
  };
}

function compileCallBlock(node: NodeOf<'call-block'>, context: CompileContext): Execute {
  const caller = compileMacro('caller', node.signature, context);
  const { call } = node;
  if (call.kind !== 'call') throw new TypeError('the parser lets only calls through');
  const place = { start: call.start, end: call.end };
  const callerName = ' caller';
  const withCaller = compileExpression(
    {
      ...call,
      args: {
        ...call.args,
        keyword: [...call.args.keyword, ['caller', { kind: 'name', name: callerName, ...place }]],
      },
    },
    context,
  );
  return (frame, out) => {
    const inner = frame.child();
    inner.set(callerName, new Macro(caller, frame));
    const value = withCaller(inner);
    frame.at(call);
    out.value(value, frame.autoescape);
    return 'done';
  };
}

function compileWith(node: NodeOf<'with'>, context: CompileContext): Execute {
  const bindings = node.bindings.map(
    ([target, value]) => [target, compileExpression(value, context)] as const,
  );
  const body = compileBody(node.body, context);
  return (frame, out) => {
    const inner = frame.child();
    for (const [target, value] of bindings) assign(inner, target, value(frame));
    return body(inner, out);
  };
}
