/** All names that a piece of a syntax tree mentions, assigned ones included. */
export function namesIn(node: unknown, names: Set<string> = new Set()): Set<string> {
  if (Array.isArray(node)) {
    for (const part of node) namesIn(part, names);
    return names;
  }
  if (typeof node !== 'object' || node === null || node instanceof Map) return names;
  const { kind, name } = node as { readonly kind?: unknown; readonly name?: unknown };
  if ((kind === 'name' || kind === 'namespace') && typeof name === 'string') names.add(name);
  for (const part of Object.values(node)) if (typeof part === 'object') namesIn(part, names);
  return names;
}

/** Whether a piece of a syntax tree holds a statement that hands its scope to another template or block. */
export function sharesScope(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(sharesScope);
  if (typeof node !== 'object' || node === null || node instanceof Map) return false;
  const { kind } = node as { readonly kind?: unknown };
  if (kind === 'include' || kind === 'import' || kind === 'from-import' || kind === 'block') return true;
  return Object.values(node).some((part) => typeof part === 'object' && sharesScope(part));
}

/** Whether a piece of a syntax tree holds an `extends`. */
export function holdsExtends(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsExtends);
  if (typeof node !== 'object' || node === null || node instanceof Map) return false;
  if ((node as { readonly kind?: unknown }).kind === 'extends') return true;
  return Object.values(node).some((part) => typeof part === 'object' && holdsExtends(part));
}
