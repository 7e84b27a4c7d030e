import { limitError } from './errors.ts';
import { limits } from './limits.ts';
import { ObjectValue, type Value } from './types.ts';

/** Text that autoescaping leaves alone. Only templates with autoescaping on ever make one. */
export class Markup extends ObjectValue {
  readonly typeName = 'Markup';
  readonly value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override length(): number {
    return this.value.length;
  }
  override text(): string {
    return this.value;
  }
  override repr(reprOf: (member: Value) => string): string {
    return `Markup(${reprOf(this.value)})`;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/**
 * Escapes the five characters that HTML gives a meaning to, with the entities that MarkupSafe uses. The length is
 * counted first: escaping again and again must not use up the controller.
 */
export function escapeHtml(text: string): string {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1)
    length += (entities[text.charAt(index)]?.length ?? 1) - 1;
  if (length === text.length) return text;
  if (length > limits.stringLength)
    throw limitError(`a text of ${length} characters is over the limit of ${limits.stringLength}`);
  return Object.entries(entities).reduce(
    (escaped, [character, entity]) => escaped.replaceAll(character, entity),
    text,
  );
}
