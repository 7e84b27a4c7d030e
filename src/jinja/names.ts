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

/** Whether a piece of a syntax tree holds a block that sees the scope around it. */
export function holdsScopedBlock(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsScopedBlock);
  if (typeof node !== 'object' || node === null || node instanceof Map) return false;
  const { kind, isScoped } = node as { readonly kind?: unknown; readonly isScoped?: unknown };
  if (kind === 'block' && isScoped === true) return true;
  return Object.values(node).some((part) => typeof part === 'object' && holdsScopedBlock(part));
}

/** Whether a piece of a syntax tree holds an `extends`. */
export function holdsExtends(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsExtends);
  if (typeof node !== 'object' || node === null || node instanceof Map) return false;
  if ((node as { readonly kind?: unknown }).kind === 'extends') return true;
  return Object.values(node).some((part) => typeof part === 'object' && holdsExtends(part));
}
