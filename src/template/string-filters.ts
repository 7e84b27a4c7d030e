/**
 * Filters whose text stays text, whatever it looks like: Ansible's STRING_TYPE_FILTERS with its default value.
 */
const STRING_FILTERS = new Set([
  'string',
  'to_json',
  'to_nice_json',
  'to_yaml',
  'to_nice_yaml',
  'ppretty',
  'json',
]);

/** Whether the outermost filter of a lone `{{ expression }}` is one of them, or it is a lookup that asks for text. */
export function preservesText(template: string): boolean {
  const expression = template.trim().replace(/^\{\{[-+]?|[-+]?\}\}$/g, '');
  if (/^\s*lookup\([^|]*\bconvert_data\s*=\s*[Ff]alse\b[^|]*\)\s*$/.test(expression)) {
    return true;
  }
  const match = /\|\s*([A-Za-z_][\w.]*)\s*(?:\(((?:[^()'"]|'[^']*'|"[^"]*")*)\))?\s*$/.exec(expression);
  return (
    match?.[1] !== undefined && STRING_FILTERS.has(match[1].replace(/^ansible\.(?:builtin|legacy)\./, ''))
  );
}
