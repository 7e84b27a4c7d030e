import { TsplayError } from '../errors.ts';
import type { Play } from '../project/ast.ts';
import { STRATEGIES, type StrategyName, strategyNamed } from '../project/strategies.ts';
import { didYouMean } from '../util/nearest.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import type { Value } from '../values/types.ts';
import type { RunState } from './run-state.ts';

/** How the hosts of a batch go through the steps of a play. */
export interface Strategy {
  readonly name: StrategyName;
  /** All hosts do one task, then all do the next. Otherwise each goes through the steps by itself. */
  readonly inStep: boolean;
  /** A host that has begun goes on to its end: `forks` limits the hosts under way, not only the tasks. */
  readonly pinned: boolean;
}

const strategies: Readonly<Record<StrategyName, Strategy>> = {
  linear: { name: 'linear', inStep: true, pinned: false },
  free: { name: 'free', inStep: false, pinned: false },
  host_pinned: { name: 'host_pinned', inStep: false, pinned: true },
  debug: { name: 'debug', inStep: true, pinned: false },
};

export interface StrategyChoice {
  readonly run: RunState;
  /** Renders what belongs to the play as a whole. */
  readonly render: (value: Value) => Value;
}

/** The strategy that a play names, or the run's. Warns of what means nothing with it. Throws `unknown-strategy`. */
export function chooseStrategy(play: Play, { run, render }: StrategyChoice): Strategy {
  const written = play.keywords.get('strategy');
  const name = written === undefined ? run.options.strategy : str(render(written.value));
  const known = strategyNamed(name);
  if (known === undefined) {
    throw new TsplayError({
      code: 'unknown-strategy',
      message: `there is no strategy '${name}'; accepted: ${STRATEGIES.join(', ')}`,
      span: written?.span,
      hint: didYouMean(name, STRATEGIES),
    });
  }
  const strategy = strategies[known];
  const isFatal = play.keywords.get('any_errors_fatal');
  if (!strategy.inStep && isFatal !== undefined && toBoolean(render(isFatal.value)) === true) {
    run.warnOnce({
      code: 'strategy-any-errors-fatal',
      message: `any_errors_fatal means nothing with the strategy '${known}': its hosts do not wait for each other`,
      span: isFatal.span,
    });
  }
  return strategy;
}

/** The hosts that walk together: all of them, or each by itself. */
export function lanesOf<H>(strategy: Strategy, hosts: readonly H[]): readonly (readonly H[])[] {
  return strategy.inStep ? [hosts] : hosts.map((host) => [host]);
}
