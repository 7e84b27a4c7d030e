import type { ChalkInstance } from 'chalk';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { formatJson } from '../values/json.ts';
import { str } from '../values/printing.ts';
import type { Dict, Value } from '../values/types.ts';

/** The unified diffs of a result's `diff` key, as text that ends in an empty line; '' when there is nothing to show. */
export function renderDiffs(diff: Value | undefined, paint: ChalkInstance): string {
  const parts = Array.isArray(diff) ? (diff as readonly Value[]) : diff === undefined ? [] : [diff];
  return parts
    .filter((part): part is Dict => part instanceof Map)
    .map((part) => renderDiff(part, paint))
    .join('');
}

function renderDiff(diff: Dict, paint: ChalkInstance): string {
  const prepared = diff.get('prepared');
  if (prepared !== undefined) return colored(`${str(prepared).trimEnd()}\n\n`, paint);
  const before = sideText(diff.get('before'));
  const after = sideText(diff.get('after'));
  if (before === after) return '';
  const patch = createTwoFilesPatch(
    header('before', diff.get('before_header')),
    header('after', diff.get('after_header')),
    before,
    after,
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
  return colored(`${patch.trimEnd()}\n\n`, paint);
}

function sideText(side: Value | undefined): string {
  if (side === undefined || side === null) return '';
  if (typeof side === 'string') return side;
  return `${formatJson(side, { indent: 4, sortKeys: true })}\n`;
}

function header(side: string, path: Value | undefined): string {
  return path === undefined || path === null || path === '' ? side : `${side}: ${str(path)}`;
}

function colored(text: string, paint: ChalkInstance): string {
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('+')) return paint.green(line);
      if (line.startsWith('-')) return paint.red(line);
      return line.startsWith('@@') ? paint.cyan(line) : line;
    })
    .join('\n');
}
