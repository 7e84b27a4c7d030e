import type { Method } from './table.ts';

function matches(pattern: RegExp): Method<string> {
  return (text) => pattern.test(text);
}

function hasCase(text: string): boolean {
  return /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text);
}

export const classMethods: Readonly<Record<string, Method<string>>> = {
  isalpha: matches(/^\p{L}+$/u),
  isalnum: matches(/^[\p{L}\p{N}]+$/u),
  isdigit: matches(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u),
  isdecimal: matches(/^\p{Nd}+$/u),
  isnumeric: matches(/^\p{N}+$/u),
  isspace: matches(/^[\s\x1c-\x1f\x85]+$/),
  isascii: matches(/^[\x00-\x7f]*$/),
  isidentifier: matches(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u),
  isprintable: (text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text),
  islower: (text) => hasCase(text) && text === text.toLowerCase(),
  isupper: (text) => hasCase(text) && text === text.toUpperCase(),
  istitle: (text) => hasCase(text) && !/[\p{L}][\p{Lu}\p{Lt}]|(?<!\p{L})\p{Ll}/u.test(text),
};
