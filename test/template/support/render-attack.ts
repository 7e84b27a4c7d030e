/** Renders the template on stdin and prints what came of it: `value`, or the error's code. */

import { readFileSync } from 'node:fs';
import { TsplayError } from '../../../src/errors.ts';
import { Templar } from '../../../src/template/templar.ts';
import { TemplateEngine } from '../../../src/template/template-engine.ts';
import { TemplateText } from '../../../src/values/template-text.ts';

const scope = { get: () => undefined, has: () => false, names: () => [] };
const templar = new Templar({ engine: new TemplateEngine(), scope });

function outcome(template: string): string {
  try {
    templar.render(new TemplateText(template));
    return 'value';
  } catch (error) {
    if (error instanceof TsplayError && error.fault === 'user') return error.code;
    throw error;
  }
}

process.stdout.write(`${outcome(readFileSync(0, 'utf8'))}\n`);
