import { formatJson } from '../../values/json.ts';
import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';
import { ModuleFailure } from '../result.ts';

export interface RequestBody {
  readonly text: string;
  readonly contentType: string | undefined;
}

/** Writes data as the body of a request. Text goes as it is, in every format. */
export function requestBody(body: Value, format: 'json' | 'form-urlencoded' | 'raw'): RequestBody {
  switch (format) {
    case 'json':
      return { text: typeof body === 'string' ? body : formatJson(body), contentType: 'application/json' };
    case 'form-urlencoded':
      return {
        text: typeof body === 'string' ? body : formText(body),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'raw':
      return {
        text: Array.isArray(body) || body instanceof Map ? formatJson(body) : str(body),
        contentType: undefined,
      };
  }
}

/** A dict, or a list of pairs; a list as a value repeats the name. */
function formText(body: Value): string {
  const pairs =
    body instanceof Map
      ? [...body]
      : Array.isArray(body)
        ? (body as readonly Value[]).map(pairOf)
        : undefined;
  if (pairs === undefined) throw new ModuleFailure('a form is a dictionary, or a list of pairs');
  const form = new URLSearchParams();
  for (const [name, value] of pairs) {
    for (const one of Array.isArray(value) ? (value as readonly Value[]) : [value])
      form.append(str(name), str(one));
  }
  return form.toString();
}

function pairOf(item: Value): readonly [Value, Value] {
  if (!Array.isArray(item) || item.length !== 2)
    throw new ModuleFailure('a form written as a list holds pairs of name and value');
  return [item[0] as Value, item[1] as Value];
}
