import type { Play } from '../project/ast.ts';

type Named = { readonly name: string };

/** The play's `order`: inventory (the default), reverse_inventory, sorted, reverse_sorted, shuffle. */
export function orderHosts<H extends Named>(hosts: readonly H[], play: Play): readonly H[] {
  const byName = (a: H, b: H): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  switch (play.keywords.get('order')?.value ?? 'inventory') {
    case 'reverse_inventory':
      return hosts.toReversed();
    case 'sorted':
      return hosts.toSorted(byName);
    case 'reverse_sorted':
      return hosts.toSorted(byName).toReversed();
    case 'shuffle':
      return hosts
        .map((host) => ({ host, at: Math.random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ host }) => host);
    default:
      return hosts;
  }
}
