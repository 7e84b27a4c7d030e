import type { YamlNode } from '../source/node.ts';
import type { SourceFile } from '../source/span.ts';
import type { Parent, RoleInvocation, Step } from './ast.ts';
import type { Loading } from './loading.ts';

/** Where a list of steps stands: what its tasks belong to, and where the files they name are looked for. */
export interface StepScope {
  readonly loading: Loading;
  readonly file: SourceFile;
  readonly parent: Parent;
  readonly role: RoleInvocation | undefined;
  /** The folder of the playbook. */
  readonly playDirectory: string;
  readonly section: 'tasks' | 'handlers';
  /** The files and roles that are being loaded, outermost first: what is in it must not be imported again. */
  readonly trail: readonly string[];
}

/** Loads a list of tasks and blocks. Imports lead from a step to further steps: they are handed this function. */
export type StepLoader = (node: YamlNode | undefined, scope: StepScope) => readonly Step[];
