import { bindArguments } from '../../values/arguments.ts';
import { escapeHtml } from '../../values/markup.ts';
import { str } from '../../values/printing.ts';
import { textLength, textSlice } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import type { CallArguments } from '../../values/types.ts';
import { optionalInt } from './table.ts';

const address =
  /^(?:https?:\/\/[^\s<>]+|www\.[^\s<>]+\.[^\s<>]+|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|edu|int|gov|mil|biz)(?::\d+)?(?:\/[^\s<>]*)?)$/;
const mail = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;

/** Turns web and mail addresses in a text into links. */
export function urlize(text: string, args: CallArguments): string {
  const bound = bindArguments(
    'urlize',
    args,
    ['trim_url_limit', 'nofollow', 'target', 'rel', 'extra_schemes'],
    {
      trim_url_limit: null,
      nofollow: false,
      target: null,
      rel: null,
      extra_schemes: null,
    },
  );
  const limit = optionalInt(bound.trim_url_limit, 'trim_url_limit');
  const words = new Set(
    (bound.rel === null ? '' : str(bound.rel)).split(/\s+/).filter((word) => word !== ''),
  );
  if (isTruthy(bound.nofollow)) words.add('nofollow');
  words.add('noopener');
  const rel = ` rel="${escapeHtml([...words].sort().join(' '))}"`;
  const target = bound.target === null ? '' : ` target="${escapeHtml(str(bound.target))}"`;
  const shown = (url: string): string =>
    limit !== null && textLength(url) > limit ? `${textSlice(url, 0, limit)}...` : url;
  return escapeHtml(text)
    .split(/(\s+)/)
    .map((word) => {
      const [, head = '', middle = '', tail = ''] =
        /^((?:[(<]|&lt;)*)([\s\S]*?)((?:[)>.,\n]|&gt;)*)$/.exec(word) ?? [];
      if (address.test(middle)) {
        const url = /^https?:\/\//.test(middle) ? middle : `https://${middle}`;
        return `${head}<a href="${url}"${rel}${target}>${shown(middle)}</a>${tail}`;
      }
      if (mail.test(middle)) return `${head}<a href="mailto:${middle}">${middle}</a>${tail}`;
      return word;
    })
    .join('');
}
