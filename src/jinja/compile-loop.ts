import { iterate } from '../values/iterate.ts';
import { Markup } from '../values/markup.ts';
import { isTruthy } from '../values/truth.ts';
import type { Value } from '../values/types.ts';
import { assign } from './assign.ts';
import type { ForNode } from './ast.ts';
import { compileExpression } from './compile-expression.ts';
import type { CompileBody, Execute, StatementCompiler } from './compiled.ts';
import type { Frame } from './frame.ts';
import { Loop } from './loop.ts';
import { holdsScopedBlock, namesIn } from './names.ts';
import { type Sink, TextSink } from './sink.ts';

interface CompiledLoop {
  readonly node: ForNode;
  readonly test: ((frame: Frame) => Value) | undefined;
  readonly body: Execute;
  readonly otherwise: Execute;
  readonly usesLoop: boolean;
}

export const compileFor: StatementCompiler<ForNode> = (node, context, compileBody: CompileBody) => {
  const iterable = compileExpression(node.iterable, context);
  const loop: CompiledLoop = {
    node,
    test: node.test === undefined ? undefined : compileExpression(node.test, context),
    body: compileBody(node.body, context),
    otherwise: compileBody(node.otherwise, context),
    usesLoop: node.isRecursive || namesIn(node.body).has('loop') || holdsScopedBlock(node.body),
  };
  return (frame, out) => {
    const items = iterable(frame);
    frame.at(node.iterable);
    runLoop(loop, { frame, out, items, depth: 0 });
    return 'done';
  };
};

interface LoopRun {
  readonly frame: Frame;
  readonly out: Sink;
  readonly items: Value;
  readonly depth: number;
}

function runLoop(loop: CompiledLoop, { frame, out, items: given, depth }: LoopRun): void {
  // A copy: the body may change the list that it walks.
  const all = Array.isArray(given) ? (given as readonly Value[]).slice() : Array.from(iterate(given));
  const items = loop.test === undefined ? all : all.filter((item) => passes(loop, frame, item));
  if (items.length === 0) {
    loop.otherwise(frame.child(), out);
    return;
  }
  const state = loop.usesLoop ? makeState(loop, frame, items, depth) : undefined;
  for (let index = 0; index < items.length; index += 1) {
    frame.countRounds(1);
    const round = frame.child();
    if (state !== undefined) {
      state.moveTo(index);
      round.set('loop', state);
    }
    assign(round, loop.node.target, items[index] ?? null);
    if (loop.body(round, out) === 'break') return;
  }
}

/** The condition of a loop sees the loop's variable, but no `loop`: which items there are is not known yet. */
function passes(loop: CompiledLoop, frame: Frame, item: Value): boolean {
  const inner = frame.child();
  inner.set('loop', frame.missing("'loop' is undefined in the condition of a loop", 'loop'));
  assign(inner, loop.node.target, item);
  const answer = loop.test?.(inner) ?? true;
  inner.at(loop.node.test ?? loop.node);
  return isTruthy(answer);
}

function makeState(loop: CompiledLoop, frame: Frame, items: readonly Value[], depth: number): Loop {
  const recurse = (children: Value): Value =>
    frame.deeper(() => {
      const inner = new TextSink(frame.run);
      runLoop(loop, { frame, out: inner, items: children, depth: depth + 1 });
      return frame.autoescape ? new Markup(inner.result) : inner.result;
    });
  return new Loop({ items, frame, depth, recurse: loop.node.isRecursive ? recurse : undefined });
}
