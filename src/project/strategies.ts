/** The strategies of ansible-core, by their short names. */
export const STRATEGIES = ['linear', 'free', 'host_pinned', 'debug'] as const;

export type StrategyName = (typeof STRATEGIES)[number];

/** A strategy's name without the collection it comes with; undefined when there is none of that name. */
export function strategyNamed(name: string): StrategyName | undefined {
  const short = name.replace(/^ansible\.builtin\./, '');
  return STRATEGIES.find((each) => each === short);
}
