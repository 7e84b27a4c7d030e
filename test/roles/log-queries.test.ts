import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logqlProblems } from './logql.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Queries in the text's blocks of `logql`. */
const examples = [...read('docs/monitoring.md').matchAll(/^```logql\n(.*?)^```$/gms)].map(
  ([, query]) => query ?? '',
);
/** Selectors of streams to keep otherwise, as variables and examples have them. */
const selectors = [
  'inventory/group_vars/all.yml',
  'inventory/production/group_vars/all.yml',
  'roles/loki/defaults/main.yml',
  'roles/loki/README.md',
  'docs/monitoring.md',
].flatMap((path) => [...read(path).matchAll(/selector: '([^']*)'/g)].map(([, selector]) => selector ?? ''));

describe('the LogQL of the logs', () => {
  it('is there', () => {
    expect(examples.length).toBeGreaterThan(3);
    expect(selectors.length).toBeGreaterThan(4);
  });

  it.each([...examples, ...selectors])('%s', (query) => {
    expect(logqlProblems(query)).toEqual([]);
  });
});
