import { TsplayError } from '../errors.ts';
import type { Scope, SyntaxOptions } from '../jinja/options.ts';
import type { TemplateFileOptions } from '../module/context.ts';
import { fileVariables } from './file-variables.ts';
import { newlinesAtEnd } from './newlines-at-end.ts';
import { wholeFile } from './project-files.ts';
import type { TemplateEngine } from './template-engine.ts';
import { readHeader } from './template-header.ts';

export interface TemplateFileContext {
  readonly engine: TemplateEngine;
  readonly scope: Scope;
}

/** Renders a template file: its header's options over the module's, and as many newlines at its end as it has. */
export function renderTemplateFile(
  options: TemplateFileOptions,
  { engine, scope }: TemplateFileContext,
): string {
  const file = { path: options.path, text: options.text, isSecret: options.isSecret };
  const header = readHeader(options.text);
  const environment = engine.environment({ ...syntaxOf(options), ...header.syntax });
  const origin = { span: wholeFile(file).span, locate: (index: number) => index + header.length };
  // The very text when there is no header: its hash is known, which finds it among the compiled ones.
  const body = header.length === 0 ? options.text : options.text.slice(header.length);
  const template = environment.compile(body, options.path, origin);
  const variables = fileVariables(options, engine.managed);
  const text = template.render({
    get: (name) => {
      const variable = variables.get(name);
      return variable === undefined ? scope.get(name) : variable();
    },
    names: () => [...variables.keys(), ...(scope.names?.() ?? [])],
  });
  const newline = header.syntax.newlineSequence ?? newlineOf(options);
  const missing = Math.max(0, newlinesAtEnd(options.text) - newlinesAtEnd(text));
  return text + newline.repeat(missing);
}

function newlineOf(options: TemplateFileOptions): '\n' | '\r\n' | '\r' {
  const written = options.newlineSequence ?? '\n';
  const newline = NEWLINES[written];
  if (newline === undefined) {
    throw new TsplayError({
      code: 'template-newline',
      message: `newline_sequence is '\\n', '\\r\\n' or '\\r', not ${JSON.stringify(written)}`,
    });
  }
  return newline;
}

/** As such, or as playbooks write them in quotes that keep the backslash. */
const NEWLINES: Readonly<Record<string, '\n' | '\r\n' | '\r'>> = Object.assign(Object.create(null), {
  '\n': '\n',
  '\r\n': '\r\n',
  '\r': '\r',
  '\\n': '\n',
  '\\r\\n': '\r\n',
  '\\r': '\r',
});

function syntaxOf(options: TemplateFileOptions): Partial<SyntaxOptions> {
  const given = {
    trimBlocks: options.trimBlocks,
    lstripBlocks: options.lstripBlocks,
    blockStart: options.blockStart,
    blockEnd: options.blockEnd,
    variableStart: options.variableStart,
    variableEnd: options.variableEnd,
    commentStart: options.commentStart,
    commentEnd: options.commentEnd,
  };
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), newlineSequence: newlineOf(options) };
}
