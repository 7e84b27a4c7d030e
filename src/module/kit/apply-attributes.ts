import type { ModuleContext } from '../context.ts';
import { ModuleFailure } from '../result.ts';
import { type AttributePlan, attributeScript } from './file-attributes.ts';
import { quotePath } from './paths.ts';
import { type FileStatus, parseStatus, statusScript } from './status.ts';

export interface AttributeRequest {
  readonly path: string;
  readonly current: FileStatus;
  readonly plan: AttributePlan;
}

/** Carries a plan out on what is at a path, and says how it stands then. Does nothing in check mode or without changes. */
export async function applyAttributes(
  context: ModuleContext,
  { path, current, plan }: AttributeRequest,
): Promise<FileStatus> {
  if (plan.changes.length === 0 || context.checkMode) return current;
  const word = quotePath(path);
  const script = `(\n${attributeScript(plan, word)}\n) && { ${statusScript(word, false)}\n}`;
  const { rc, stdout, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0)
    throw new ModuleFailure(`cannot change owner or mode of ${path}: ${stderr.toString().trim()}`, {
      path,
      rc,
    });
  return parseStatus({ stdout, rc }) ?? current;
}
