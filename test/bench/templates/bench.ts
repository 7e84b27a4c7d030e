import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Templar } from '../../../src/template/templar.ts';
import { TemplateEngine } from '../../../src/template/template-engine.ts';
import { fromJs } from '../../../src/values/convert.ts';
import { TemplateText } from '../../../src/values/template-text.ts';
import type { Value } from '../../../src/values/types.ts';
import { layeredScope } from '../../../src/variables/scope.ts';
import { table } from '../table.ts';
import { median } from '../timed-run.ts';
import { type TemplateCase, templateCases } from './cases.ts';
import { medianCpuSeconds } from './median-cpu.ts';

/** CPU seconds of one compilation and of one rendering of what is compiled. */
interface Measured {
  readonly output: unknown;
  readonly compile: number;
  readonly render: number;
}

const ROUNDS = 3;

/**
 * Compiles and renders the same templates with tsplay and with Jinja2, in turns, and prints CPU times and ratios. Outputs that differ are an error.
 */
export async function benchTemplates(): Promise<void> {
  const cases = templateCases();
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: new Map(cases.map((each) => [each.name, measure(each)])),
    theirs: measureJinja2(cases),
  }));
  const rows = cases.map(({ name }) => {
    const ours = middle(rounds.map((round) => round.ours.get(name)));
    const theirs = middle(rounds.map((round) => round.theirs.get(name)));
    if (ours.output !== theirs.output) {
      throw new Error(`${name}: the outputs differ: ${firstDifference(ours.output, theirs.output)}`);
    }
    return [
      name,
      ...timesAndRatio(ours.compile, theirs.compile),
      ...timesAndRatio(ours.render, theirs.render),
    ];
  });
  const header = ['templates', 'compile us', 'Jinja2 us', 'ratio', 'render us', 'Jinja2 us', 'ratio'];
  const unused = costOfUnused();
  console.log(`\n${table([header, ...rows])}\n`);
  console.log(
    `rendering '{{ used }}': ${unused.alone} us alone, ${unused.among} us among 2,000 variables that are templates`,
  );
}

function firstDifference(ours: unknown, theirs: unknown): string {
  const [left, right] = [String(ours).split('\n'), String(theirs).split('\n')];
  const index = right.findIndex((line, at) => line !== left[at]);
  const at = index < 0 ? right.length : index;
  return `line ${at + 1}: tsplay '${left[at]}', Jinja2 '${right[at]}'`;
}

function timesAndRatio(ours: number, theirs: number): readonly string[] {
  return [microseconds(ours), microseconds(theirs), `${(theirs / ours).toFixed(2)}x`];
}

function microseconds(seconds: number): string {
  return (seconds * 1e6).toFixed(2);
}

function middle(measured: readonly (Measured | undefined)[]): Measured {
  const known = measured.filter((each) => each !== undefined);
  return {
    output: known[0]?.output,
    compile: median(known.map((each) => each.compile)),
    render: median(known.map((each) => each.render)),
  };
}

function measureJinja2(cases: readonly TemplateCase[]): ReadonlyMap<string, Measured> {
  const program = path.resolve('test/bench/templates/jinja2_bench.py');
  const printed = execFileSync('/usr/bin/python3', [program], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return new Map(Object.entries(JSON.parse(printed) as Record<string, Measured>));
}

function measure(each: TemplateCase): Measured {
  const engine = new TemplateEngine();
  const render = renderer(each, engine);
  return {
    output: render(),
    render: medianCpuSeconds(render),
    compile: medianCpuSeconds(compiler(each, engine)),
  };
}

/** As a task renders: with a Templar of its own, over layers of variables. */
function renderer(each: TemplateCase, engine: TemplateEngine): () => unknown {
  const scope = layeredScope([variablesOf(each)]);
  if (each.kind === 'template') {
    const file = { path: path.resolve('test/bench/templates/proxy.conf.j2'), text: each.source };
    return () => new Templar({ engine, scope }).renderFile(file);
  }
  return () => new Templar({ engine, scope }).expression(each.source);
}

/** Never the same text twice: neither side may answer from a cache. */
function compiler(each: TemplateCase, engine: TemplateEngine): () => unknown {
  let number = 0;
  return () => {
    number += 1;
    return each.kind === 'template'
      ? engine.compile(new TemplateText(`${each.source}{# ${number} #}`))
      : engine.compileExpression(`${each.source} or ${number}`);
  };
}

function variablesOf({ variables, lazy }: TemplateCase): Map<Value, Value> {
  const written = (value: unknown): Value =>
    lazy && typeof value === 'string' && value.includes('{{') ? new TemplateText(value) : fromJs(value);
  return new Map(Object.entries(variables).map(([name, value]) => [name, written(value)]));
}

/** What a variable that nobody asks for costs: nothing, when both times are the same. */
function costOfUnused(): { readonly alone: string; readonly among: string } {
  const engine = new TemplateEngine();
  const template = new TemplateText('{{ used }}');
  const chained = templateCases().at(-1);
  const others = chained === undefined ? new Map<Value, Value>() : variablesOf(chained);
  const cost = (variables: Map<Value, Value>): string => {
    const scope = layeredScope([new Map([...variables, ['used', 'text']])]);
    return microseconds(medianCpuSeconds(() => new Templar({ engine, scope }).render(template)));
  };
  return { alone: cost(new Map()), among: cost(others) };
}
