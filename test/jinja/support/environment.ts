import { builtinRegistry } from '../../../src/jinja/builtins.ts';
import { Environment } from '../../../src/jinja/environment.ts';
import type { EnvironmentOptions, Scope } from '../../../src/jinja/options.ts';
import { fromJs } from '../../../src/values/convert.ts';
import type { TextOrigin } from '../../../src/values/template-text.ts';

export function makeEnvironment(options: Partial<EnvironmentOptions> = {}): Environment {
  return new Environment({ registry: builtinRegistry, ...options });
}

export function scopeOf(variables: Readonly<Record<string, unknown>> = {}): Scope {
  return {
    get: (name) => (Object.hasOwn(variables, name) ? fromJs(variables[name]) : undefined),
    names: () => Object.keys(variables),
  };
}

export function render(
  template: string,
  variables: Readonly<Record<string, unknown>> = {},
  options: Partial<EnvironmentOptions> = {},
): string {
  return makeEnvironment(options).compile(template).render(scopeOf(variables));
}

/** A template that is a slice of a file: its offsets are shifted. */
export function sliceOrigin(text: string, start: number, end: number): TextOrigin {
  const file = { path: 'play.yml', text };
  return { span: { file, start, end }, locate: (index) => start + index };
}

/** What is thrown; undefined when nothing is. */
export function errorOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
