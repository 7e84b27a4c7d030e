import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { tokenize } from '../../src/jinja/lexer.ts';
import { defaultSyntax } from '../../src/jinja/options.ts';
import { errorOf, makeEnvironment } from './support/environment.ts';

const pieces = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '-',
  '+',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '|',
  '.',
  ',',
  ':',
  '~',
  '**',
  '==',
  ' if ',
  ' else ',
  ' for ',
  ' in ',
  ' is ',
  ' not ',
  ' and ',
  'endif',
  'endfor',
  'set',
  'macro',
  'endmacro',
  'raw',
  'endraw',
  'block',
  'x',
  'y',
  '1',
  '2.5',
  "'a'",
  '"b"',
  "'",
  '\\',
  '\n',
  ' ',
  '\r\n',
  'é',
  '🎉',
  'upper',
  'default',
  'loop',
  '=',
];

/** Texts that look like templates more often than random ones do. */
const templateLike = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
const anything = fc.oneof(templateLike, fc.string({ unit: 'binary', maxLength: 60 }));

function isResultOrOurError(body: () => unknown): boolean {
  const outcome = errorOf(body);
  return outcome === undefined || (outcome instanceof TsplayError && outcome.fault === 'user');
}

describe('whatever the text is', () => {
  test('compiling and rendering gives a result or an error of ours', () => {
    const environment = makeEnvironment({ extensions: ['do', 'loopcontrols'] });
    const scope = { get: (name: string) => (name === 'x' ? [1, 'a', null] : undefined) };
    fc.assert(
      fc.property(anything, (text) => isResultOrOurError(() => environment.compile(text).render(scope))),
      { numRuns: 3000 },
    );
  });

  test('an expression gives a value or an error of ours', () => {
    const environment = makeEnvironment();
    fc.assert(
      fc.property(anything, (text) =>
        isResultOrOurError(() => environment.compileExpression(text).evaluate({ get: () => undefined })),
      ),
      { numRuns: 2000 },
    );
  });

  test('text without delimiters renders as itself, but for one last line break', () => {
    const plain = fc.string({ unit: 'grapheme', maxLength: 80 }).filter((text) => !/[{\r]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(
          makeEnvironment()
            .compile(text)
            .render({ get: () => undefined }),
        ).toBe(text.replace(/\n$/, ''));
      }),
    );
  });

  test('tokens lie within the text, in order', () => {
    fc.assert(
      fc.property(templateLike, (text) => {
        let tokens: ReturnType<typeof tokenize>;
        try {
          tokens = tokenize(text, defaultSyntax);
        } catch (error) {
          expect(error).toBeInstanceOf(TsplayError);
          return;
        }
        let position = 0;
        for (const token of tokens) {
          expect(token.start).toBeGreaterThanOrEqual(position);
          expect(token.end).toBeLessThanOrEqual(text.length);
          position = token.start;
        }
      }),
    );
  });

  test('a string literal gives back the text that it quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const quoted = `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
        expect(
          makeEnvironment()
            .compileExpression(quoted)
            .evaluate({ get: () => undefined }),
        ).toBe(text);
      }),
    );
  });
});
