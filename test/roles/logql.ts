import { parser } from '@grafana/lezer-logql';

/** The places in a LogQL query that Grafana's own grammar cannot read, as `offset: text`. */
export function logqlProblems(query: string): readonly string[] {
  if (query.trim() === '') throw new Error('there is no query to check');
  const problems: string[] = [];
  parser.parse(query).iterate({
    enter(node) {
      if (node.type.isError) problems.push(`${node.from}: ${query.slice(node.from, node.to + 20)}`);
    },
  });
  return problems;
}
