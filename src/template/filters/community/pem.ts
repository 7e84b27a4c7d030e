import type { Filter } from '../../../jinja/plugins.ts';
import { requireText } from '../arguments.ts';

/** community.crypto.split_pem: the objects of a PEM file, each with a newline behind it; all else is left out. */
export const splitPem: Filter = (value) => {
  const text = requireText(value, "split_pem's value");
  const found: string[] = [];
  let label: string | undefined;
  let lines: string[] = [];
  for (const line of text.split(/\r\n|\n/)) {
    const begin = /^-----BEGIN ([A-Z0-9 #]+)-----$/.exec(line.trimEnd())?.[1];
    if (begin !== undefined) {
      label = begin;
      lines = [];
    }
    if (label === undefined) continue;
    lines.push(line);
    if (line.trimEnd() === `-----END ${label}-----`) {
      found.push(`${lines.join('\n')}\n`);
      label = undefined;
    }
  }
  return found;
};
