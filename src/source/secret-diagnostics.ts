import type { Diagnostic } from '../errors.ts';

/** A diagnostic about the content of an encrypted file, without anything that the file says: texts and numbers. */
export function withoutContent({ severity, code, message, span, trail }: Diagnostic): Diagnostic {
  const masked = message.replace(/'[^']*'|"[^"]*"|-?\d[\d.]*/g, '********');
  const hint = 'the file is encrypted, so that nothing of it is shown: tsplay vault view shows it';
  return { severity, code, message: masked, span, trail, hint };
}
