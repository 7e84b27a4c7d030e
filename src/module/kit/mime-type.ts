import { quotePath } from './paths.ts';
import { mapReading, type Reading, textReading } from './reading.ts';

/** Type and encoding of a file's content as file(1) guesses them; `unknown` where the target has no such program. */
export function mimeTypeOf(
  path: string,
  { follow }: { readonly follow: boolean },
): Reading<{ readonly mimetype?: string; readonly charset?: string }> {
  return mapReading(
    textReading(
      `if command -v file >/dev/null; then r=$(file ${follow ? '-L' : '-h'} -b -i ${quotePath(path)} 2>/dev/null); fi`,
      'sets',
    ),
    (text) => {
      const match = /^([^\s;]+\/[^\s;]+);\s*charset=(\S+)$/.exec(text ?? '');
      return { mimetype: match?.[1] ?? 'unknown', charset: match?.[2] ?? 'unknown' };
    },
  );
}
