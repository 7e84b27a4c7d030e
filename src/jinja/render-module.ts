import { limitError } from '../values/errors.ts';
import { Frame, type ModuleSource, type RenderContext, type Run } from './frame.ts';
import type { Sink } from './sink.ts';

/** Longest chain of templates that extend each other. */
const maxParents = 50;

/** Renders a template, then (as long as one extends another) its parent in its place. */
export function renderModule(source: ModuleSource, context: RenderContext, run: Run, out: Sink): void {
  let current: ModuleSource | undefined = source;
  for (let level = 0; current !== undefined; level += 1) {
    if (level > maxParents) throw limitError(`templates extend each other more than ${maxParents} times`);
    context.addBlocks(current.blocks);
    if (current.mutates) run.scope.isolate();
    context.parent = undefined;
    const frame = new Frame(run, context, current.unit, undefined, run.autoescape, true);
    current.renderRoot(frame, current.extends ? guarded(out, context) : out);
    current = context.parent;
  }
}

/** Drops what a template prints after it has named its parent: only its blocks count then. */
function guarded(out: Sink, context: RenderContext): Sink {
  return {
    text(text) {
      if (context.parent === undefined) out.text(text);
    },
    value(value, autoescape) {
      if (context.parent === undefined) out.value(value, autoescape);
    },
  };
}
