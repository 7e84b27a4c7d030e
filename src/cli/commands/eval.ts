import type { Templar } from '../../engine/dependencies.ts';
import { type Diagnostic, TsplayError } from '../../errors.ts';
import { KeyPlaces } from '../../source/key-places.ts';
import type { SourceFile } from '../../source/span.ts';
import { VariableUses } from '../../template/variable-uses.ts';
import { undefinedError } from '../../values/errors.ts';
import { mayHoldTemplate, TemplateText, type TextOrigin } from '../../values/template-text.ts';
import { Undefined, type Value } from '../../values/types.ts';
import { type Evaluation, type EvaluationKind, renderDocument, renderHuman } from '../evaluation.ts';
import { exitCodeOfDiagnostics, exitCodes } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { loadContext, prepareGround } from '../ground.ts';
import { createHostContext } from '../host-context.ts';
import type { EvalOptions } from '../options.ts';
import { processTerminal } from '../output.ts';
import { printDiagnostics } from '../report-error.ts';
import { runOptions } from '../run-options.ts';

/**
 * `tsplay eval`: what a template, an expression or a condition gives with a host's variables. Exit code 0 when it
 * gives something (also False), 2 when it fails; what is wrong with the project is refused as by the other verbs.
 */
export async function evalCommand(text: string, options: EvalOptions): Promise<number> {
  const terminal = processTerminal({ color: options.color });
  const traced = options.explain === true;
  const places = traced ? new KeyPlaces() : undefined;
  const uses = traced ? new VariableUses() : undefined;
  const ground = await prepareGround(options, places);
  const refused = exitCodeOfDiagnostics(ground.diagnostics);
  if (refused !== 0) {
    printDiagnostics(ground.diagnostics, terminal);
    return refused;
  }
  const context = createHostContext({
    host: options.host,
    playbook: options.playbook,
    ground,
    run: runOptions({ ...options, verbose: 0 }, ground.settings),
    project: loadContext(ground),
    uses,
    places,
  });
  printDiagnostics([...ground.diagnostics, ...context.diagnostics], terminal);
  const kind = kindOf(text, options);
  const render = (outcome: Evaluation['outcome']): string => {
    const explanations = uses && explain(uses.top, { layersOf: context.layersOf, places });
    const evaluation: Evaluation = { host: options.host, kind, outcome, explanations };
    return options.output === 'json' ? renderDocument(evaluation) : renderHuman(evaluation, terminal);
  };
  try {
    const printed = render({ value: evaluate(text, kind, context.templar) });
    terminal.write([{ stream: 'stdout', text: printed }]);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof TsplayError) || error.fault === 'internal') throw error;
    printDiagnostics(error.diagnostics.map(withFactsHint), terminal);
    terminal.write([{ stream: 'stdout', text: render({ error }) }]);
    return error.code === 'template-syntax' ? exitCodes.parseError : exitCodes.failedHosts;
  }
}

function kindOf(text: string, { condition }: EvalOptions): EvaluationKind {
  if (condition === true) return 'condition';
  return mayHoldTemplate(text) ? 'template' : 'expression';
}

function evaluate(text: string, kind: EvaluationKind, templar: Templar): Value {
  const file: SourceFile = { path: '<eval>', text };
  const span = { file, start: 0, end: text.length };
  const origin: TextOrigin = { span, locate: (index) => Math.min(index, text.length) };
  switch (kind) {
    case 'condition':
      return templar.condition(new TemplateText(text, origin));
    case 'template':
      return templar.render(new TemplateText(text, origin));
    case 'expression':
      return templar.expression(text, origin, defined);
  }
}

function defined(value: Value): Value {
  if (value instanceof Undefined) throw undefinedError(value);
  return value;
}

/** A fact is missing here because nothing was gathered. */
function withFactsHint(diagnostic: Diagnostic): Diagnostic {
  const isFact = diagnostic.code === 'undefined-variable' && /'ansible_/.test(diagnostic.message);
  if (!isFact || diagnostic.hint !== undefined) return diagnostic;
  return { ...diagnostic, hint: 'facts are not gathered here: give them with -e, or -e @FILE' };
}
