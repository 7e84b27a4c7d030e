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

/** Escapes the five characters that HTML gives a meaning to, with the entities that MarkupSafe uses. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
