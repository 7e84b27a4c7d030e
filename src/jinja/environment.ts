import { TsplayError } from '../errors.ts';
import type { TextOrigin } from '../values/template-text.ts';
import type { EnvironmentOptions } from './options.ts';
import type { Expression, Template } from './template.ts';

/** Compiles templates with one set of options and plugins. Compiled templates are cached by their source. */
export class Environment {
  readonly options: EnvironmentOptions;

  constructor(options: EnvironmentOptions) {
    this.options = options;
  }

  /** @throws TsplayError `template-syntax`, `template-plugin-unknown` */
  compile(text: string, _name?: string, _origin?: TextOrigin): Template {
    throw new TsplayError({ code: 'template-syntax', message: `cannot compile ${text}`, fault: 'internal' });
  }

  /** Compiles what stands between `{{` and `}}`. */
  compileExpression(text: string, _origin?: TextOrigin): Expression {
    throw new TsplayError({ code: 'template-syntax', message: `cannot compile ${text}`, fault: 'internal' });
  }
}
