import { describe, expect, it } from 'vitest';
import { decodePythonEscapes } from '../../src/util/python-escapes.ts';

describe('Python escapes, against what Python 3.11 was seen to do', () => {
  it.each([
    ['a\\n\\t\\\\\\\'\\"', 'a\n\t\\\'"'],
    ['\\101\\60\\0', 'A0\0'],
    ['\\x41\\u00e9\\U0001f600', 'Aé😀'],
    ['one\\\ntwo', 'onetwo'],
    ['\\d\\s\\ ', '\\d\\s\\ '],
  ])('%j', (body, text) => {
    expect(decodePythonEscapes(body)).toEqual({ ok: true, text });
  });

  it.each([
    ['a\\x4', '\\x'],
    ['\\u12', '\\u'],
    ['\\U0011', '\\U'],
    ['\\N{DASH}', '\\N'],
    ['\\UFFFFFFFF', '\\UFFFFFFFF'],
  ])('%j is malformed', (body, culprit) => {
    expect(decodePythonEscapes(body)).toEqual({ ok: false, escape: culprit });
  });

  it('bytes have no characters beyond \\x', () => {
    expect(decodePythonEscapes('\\u00e9\\N\\xe9', 'bytes')).toEqual({ ok: true, text: '\\u00e9\\Né' });
  });
});
