import { TsplayError } from '../errors.ts';
import type { KeywordValue, Task } from '../project/ast.ts';
import { effectiveKeyword } from '../project/inherit.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { omit } from '../values/omit.ts';
import { TemplateText } from '../values/template-text.ts';
import { typeName } from '../values/type-name.ts';
import { Float, type Value } from '../values/types.ts';

/** Rendering is all that reading a keyword needs. */
interface Renderer {
  render(value: Value): Value;
}

/**
 * A task's keywords, inherited and rendered. Typed readers with Ansible's coercions; a wrong type is an error at the
 * keyword's place.
 */
export interface TaskKeywords {
  raw(name: string): KeywordValue | undefined;
  value(name: string): Value | undefined;
  bool(name: string): boolean | undefined;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  list(name: string): readonly Value[];
}

/** The inheritance walk is done once per task and keyword, not once per host. */
const inherited = new WeakMap<Task, Map<string, KeywordValue | undefined>>();

function staticKeyword(task: Task, name: string): KeywordValue | undefined {
  let known = inherited.get(task);
  if (known === undefined) {
    known = new Map();
    inherited.set(task, known);
  }
  if (!known.has(name)) known.set(name, effectiveKeyword(task, name));
  return known.get(name);
}

/** Reads keywords of a task for one host. */
export function readKeywords(task: Task, renderer: Renderer): TaskKeywords {
  const raw = (name: string): KeywordValue | undefined => staticKeyword(task, name);
  const value = (name: string): Value | undefined => {
    const keyword = raw(name);
    const rendered = keyword === undefined ? undefined : renderer.render(keyword.value);
    return rendered === omit ? undefined : rendered;
  };
  const typed = <T>(name: string, read: (value: Value) => T | undefined, accepted: string): T | undefined => {
    const rendered = value(name);
    if (rendered === undefined || rendered === null) return undefined;
    const result = read(rendered);
    if (result === undefined) throw wrongType({ name, rendered, accepted, keyword: raw(name) });
    return result;
  };
  return {
    raw,
    value,
    bool: (name) => typed(name, toBoolean, 'a boolean (true, false, yes, no)'),
    text: (name) => typed(name, toText, 'a text'),
    number: (name) => typed(name, toNumber, 'a number'),
    list: (name) => {
      const rendered = value(name);
      if (rendered === undefined || rendered === null) return [];
      return Array.isArray(rendered) ? (rendered as readonly Value[]) : [rendered];
    },
  };
}

interface WrongType {
  readonly name: string;
  readonly rendered: Value;
  readonly accepted: string;
  readonly keyword: KeywordValue | undefined;
}

function wrongType({ name, rendered, accepted, keyword }: WrongType): TsplayError {
  const seen = typeof rendered === 'string' ? `'${rendered}'` : `a ${typeName(rendered)}`;
  return new TsplayError({
    code: 'keyword-type',
    message: `the keyword '${name}' takes ${accepted}, not ${seen}`,
    span: keyword?.span,
  });
}

function toText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateText) return value.text;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return undefined;
}

function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return undefined;
}
