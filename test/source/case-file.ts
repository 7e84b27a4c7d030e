import { readFileSync } from 'node:fs';

export interface TextCase {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

/** Cases as data: `#### name`, the input, a line `----`, what is expected. `<TAB>` stands for a tab. */
export function readCases(url: URL): readonly TextCase[] {
  return readFileSync(url, 'utf8')
    .split(/^#### /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      const divider = lines.indexOf('----');
      const input = lines.slice(0, divider).join('\n').replaceAll('<TAB>', '\t');
      return {
        name,
        input,
        expected: lines
          .slice(divider + 1)
          .join('\n')
          .trimEnd(),
      };
    });
}
