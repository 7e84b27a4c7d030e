import { type Diagnostic, TsplayError } from '../errors.ts';
import type { Loop, Task } from '../project/ast.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { PySet } from '../values/set.ts';
import { typeName } from '../values/type-name.ts';
import { type Dict, Tuple, type Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';
import type { Templar } from './dependencies.ts';

/** How a loop names and shows its items: `loop_control`. */
export interface LoopControl {
  readonly loopVariable: string;
  readonly indexVariable: string | undefined;
  /** Not rendered: it may name the item. */
  readonly label: Value | undefined;
  /** Seconds between items. */
  readonly pause: number;
  readonly extended: boolean;
  /** Ends the loop when it holds after an item; it sees the item and what `register` names. */
  readonly breakWhen: Value | undefined;
  /** `extended_allitems`: whether `ansible_loop` holds the whole list. */
  readonly showsAllItems: boolean;
}

/** The items of a task's loop, rendered. Throws TsplayError for what is no list. */
export function loopItems(loop: Loop, templar: Templar): readonly Value[] {
  if (loop.kind === 'with') return templar.lookup(loop.lookup, termsOf(loop, templar));
  const terms = templar.render(loop.value);
  const items = asList(terms);
  if (items === undefined) {
    throw new TsplayError({
      code: 'loop-type',
      message: `'loop' takes a list, and this is of type ${typeName(terms)}`,
      span: loop.span,
      hint: loopHint(terms),
    });
  }
  return items;
}

/** `with_items: packages` was the variable's items until Ansible 2.5; it has been the one text since. */
export function bareVariable(loop: Loop, scope: VariableScope): Omit<Diagnostic, 'severity'> | undefined {
  const { kind, value: text } = loop;
  if (kind !== 'with' || typeof text !== 'string') return undefined;
  const [, variable] = /^([A-Za-z_]\w*)(?:[.[][\w.'"[\]]*)?$/.exec(text) ?? [];
  if (variable === undefined || !scope.has(variable)) return undefined;
  return {
    code: 'bare-variable',
    message: `'${text}' is a text here, not the variable of that name`,
    span: loop.span,
    hint: `for its items write "{{ ${text} }}"`,
  };
}

/** A candidate of `with_first_found` whose name cannot be known yet is none; the others still are. */
function termsOf(loop: Extract<Loop, { readonly kind: 'with' }>, templar: Templar): Value {
  const { lookup, value } = loop;
  if (!isFirstFound(lookup) || !Array.isArray(value)) return templar.render(value);
  let missing: TsplayError | undefined;
  const known = (value as readonly Value[]).flatMap((term) => {
    try {
      return [templar.render(term)];
    } catch (error) {
      if (!(error instanceof TsplayError) || error.code !== 'undefined-variable') throw error;
      missing ??= error;
      return [];
    }
  });
  if (known.length === 0 && missing !== undefined) throw missing;
  return known;
}

function isFirstFound(lookup: string): boolean {
  return lookup === 'first_found' || lookup.endsWith('.first_found');
}

function asList(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value as readonly Value[];
  if (value instanceof Tuple) return value.items;
  return value instanceof PySet ? [...value.iterate()] : undefined;
}

function loopHint(value: Value): string {
  if (value instanceof Map)
    return "loop over a dict with '{{ the_dict | dict2items }}': item.key and item.value";
  return "put the value into a list: '[value]', or split text with '{{ text | split }}'";
}

/** Reads `loop_control`; unknown keys were refused when the project was loaded. */
export function readLoopControl(task: Task, templar: Templar): LoopControl {
  const written = task.keywords.get('loop_control')?.value;
  const control: Dict = written instanceof Map ? written : new Map();
  const text = (key: string): string | undefined => {
    const value = control.get(key);
    if (value === undefined || value === null) return undefined;
    const rendered = templar.render(value);
    return typeof rendered === 'string' ? rendered : String(rendered);
  };
  const flag = (key: string, otherwise: boolean): boolean =>
    toBoolean(templar.render(control.get(key) ?? otherwise)) ?? otherwise;
  const pause = Number(text('pause') ?? 0);
  return {
    loopVariable: text('loop_var') ?? 'item',
    indexVariable: text('index_var'),
    label: control.get('label'),
    pause: Number.isFinite(pause) ? pause : 0,
    extended: flag('extended', false),
    breakWhen: control.get('break_when'),
    showsAllItems: flag('extended_allitems', true),
  };
}

export interface ItemPlace {
  readonly control: LoopControl;
  readonly items: readonly Value[];
  readonly index: number;
}

/** The variables that one turn of a loop adds. */
export function itemVariables({ control, items, index }: ItemPlace): Dict {
  const item = items[index] ?? null;
  const variables: Dict = new Map<Value, Value>([
    [control.loopVariable, item],
    ['ansible_loop_var', control.loopVariable],
  ]);
  if (control.indexVariable !== undefined) {
    variables.set(control.indexVariable, index);
    variables.set('ansible_index_var', control.indexVariable);
  }
  if (control.extended) {
    const loop: Dict = new Map<Value, Value>([
      ['index', index + 1],
      ['index0', index],
      ['first', index === 0],
      ['last', index + 1 === items.length],
      ['length', items.length],
      ['revindex', items.length - index],
      ['revindex0', items.length - index - 1],
    ]);
    if (control.showsAllItems) loop.set('allitems', [...items]);
    const previous = items[index - 1];
    const next = items[index + 1];
    if (next !== undefined) loop.set('nextitem', next);
    if (previous !== undefined) loop.set('previtem', previous);
    variables.set('ansible_loop', loop);
  }
  return variables;
}
