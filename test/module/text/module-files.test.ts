import { describe, expect, it } from 'vitest';
import {
  loadsModule,
  moduleOptions,
  parameterWords,
  withLoading,
  withOptions,
  withoutLoading,
  withoutOptions,
} from '../../../src/module/text/module-files.ts';

describe('files of modules-load.d', () => {
  it.each([
    ['br_netfilter\n', true],
    ['# head\n  br-netfilter \nother', true],
    ['#br_netfilter\n', false],
    ['br_netfilter2\n', false],
    ['', false],
  ])('%j loads br-netfilter: %s', (text, expected) => {
    expect(loadsModule(text, 'br-netfilter')).toBe(expected);
    expect(loadsModule(withoutLoading(text, 'br-netfilter'), 'br_netfilter')).toBe(false);
    expect(loadsModule(withLoading(text, 'br-netfilter'), 'br_netfilter')).toBe(true);
  });

  it('keeps all other lines', () => {
    expect(withoutLoading('# head\nnbd\n\nother', 'nbd')).toBe('# head\n#nbd\n\nother');
    expect(withLoading('# head\nother', 'nbd')).toBe('# head\nother\nnbd\n');
  });
});

describe('files of modprobe.d', () => {
  const text =
    'alias x nbd\noptions nbd a=1 \\\n  b="2 3"\noptions nbd2 c=1\n#options nbd d=1\noptions n-b-d e=1\n';

  it('know the parameters of a module, also over several lines', () => {
    expect(moduleOptions(text, 'nbd')).toEqual(['a=1', 'b="2 3"']);
    expect(moduleOptions(text, 'n_b_d')).toEqual(['e=1']);
    expect(moduleOptions(text, 'x')).toEqual([]);
  });

  it('lose them as remarks, all lines of a command', () => {
    expect(withoutOptions(text, 'nbd')).toBe(
      'alias x nbd\n#options nbd a=1 \\\n#  b="2 3"\noptions nbd2 c=1\n#options nbd d=1\noptions n-b-d e=1\n',
    );
  });

  it('get others in their place', () => {
    expect(withOptions(text, 'nbd', ['a=2', 'b="x y"'])).toBe(
      'alias x nbd\noptions nbd2 c=1\n#options nbd d=1\noptions n-b-d e=1\noptions nbd a=2\noptions nbd b="x y"\n',
    );
    expect(withOptions('', 'nbd', ['a=2'])).toBe('options nbd a=2\n');
  });

  it.each([
    ['a=1  b=2', ['a=1', 'b=2']],
    ['a="1 2" b', ['a="1 2"', 'b']],
    ['', []],
  ])('the words of %j are %j', (words, expected) => {
    expect(parameterWords(words)).toEqual(expected);
  });
});
