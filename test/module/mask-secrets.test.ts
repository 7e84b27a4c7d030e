import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSecrets, secretTexts } from '../../src/module/mask-secrets.ts';
import { repr } from '../../src/values/printing.ts';
import type { Value } from '../../src/values/types.ts';

describe('secret arguments', () => {
  test('are those declared noLog that hold a text', () => {
    const spec = {
      name: { type: 'str', description: 'x' },
      password: { type: 'str', noLog: true, description: 'x' },
      token: { type: 'str', noLog: true, description: 'x' },
    } as const;
    expect(secretTexts(spec, { name: 'a', password: 'pw', token: undefined })).toEqual(['pw']);
  });

  test('are masked wherever a result holds them, also inside other text and as a key', () => {
    const result: Value = new Map<Value, Value>([
      ['msg', 'login with s3cret failed'],
      ['lines', ['s3cret', 'other']],
      ['s3cret', 1],
    ]);
    expect(repr(maskSecrets(result, ['s3cret']))).not.toContain('s3cret');
    expect(repr(maskSecrets(result, ['s3cret']))).toContain('other');
  });

  test('leave nothing of themselves behind', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 3 }), fc.string(), (before, secret, after) => {
        fc.pre(!'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER'.includes(secret));
        const masked = maskSecrets(`${before}${secret}${after}`, [secret]);
        expect(
          masked.split('VALUE_SPECIFIED_IN_NO_LOG_PARAMETER').every((part) => !part.includes(secret)),
        ).toBe(true);
      }),
    );
  });
});
