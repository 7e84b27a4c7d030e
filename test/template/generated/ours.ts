import { TsplayError } from '../../../src/errors.ts';
import { Templar } from '../../../src/template/templar.ts';
import { TemplateEngine } from '../../../src/template/template-engine.ts';
import { str } from '../../../src/values/printing.ts';
import { TemplateText } from '../../../src/values/template-text.ts';
import { decodeGolden } from '../golden-values.ts';
import { mapScope } from '../map-scope.ts';
import type { GeneratedCase } from './grammar.ts';
import { type RenderOutcome, SHOWN, withPlainTypes } from './outcome.ts';
import { variables } from './words.ts';

const engine = new TemplateEngine();
const known = Object.entries(variables).map(
  ([name, value]) => [name, decodeGolden(value, 'project')] as const,
);

export function renderOurs({ kind, text }: GeneratedCase): RenderOutcome {
  const scope = mapScope(new Map([...known, ['t', new TemplateText(text)]]));
  const templar = new Templar({ engine, scope, searchPaths: [] });
  try {
    if (kind === 'condition')
      return { shown: templar.condition(new TemplateText(text)) ? 'holds' : 'does not' };
    return { shown: withPlainTypes(str(templar.render(new TemplateText(SHOWN('t'))))) };
  } catch (error) {
    if (!(error instanceof TsplayError) || error.fault === 'internal') throw error;
    return { error: kindOf(error.code), message: error.message };
  }
}

function kindOf(code: string): 'undefined' | 'syntax' | 'other' {
  if (code === 'undefined-variable') return 'undefined';
  return code === 'template-syntax' || code === 'template-plugin-unknown' ? 'syntax' : 'other';
}
