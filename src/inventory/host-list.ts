import type { InventoryGraph } from './graph.ts';
import { parseHostEntry } from './host-address.ts';

/** A source with a comma is no path but the hosts themselves: `web1,web2`, `web[1:3],`, `10.0.0.1:2222,`. */
export function isHostList(source: string): boolean {
  return source.includes(',');
}

/** Throws `invalid-host-range` and `invalid-host-name`. */
export function readHostList(source: string, graph: InventoryGraph): void {
  for (const entry of source.split(',')) {
    if (entry.trim() === '') continue;
    const { names, port } = parseHostEntry(entry.trim());
    for (const name of names) graph.addHost({ name, group: 'ungrouped', port });
  }
}
