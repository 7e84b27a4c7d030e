import type { Diagnostic } from '../../errors.ts';
import type { YamlNode } from '../../source/node.ts';
import type { InventoryGraph } from '../graph.ts';
import type { InventoryTemplating } from './templating.ts';

/** What an inventory plugin works on. */
export interface PluginInput {
  /** Its file: a mapping with `plugin`. */
  readonly document: YamlNode;
  readonly graph: InventoryGraph;
  readonly templating: InventoryTemplating;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Absolute paths of the sources read so far, this one included. */
  readonly sources: readonly string[];
}
