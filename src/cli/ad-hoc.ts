import { diskFiles } from '../project/file-system.ts';
import { type LoadContext, type LoadedPlaybook, loadPlaybook } from '../project/load-playbook.ts';

export interface AdHocCall {
  readonly pattern: string;
  readonly module: string;
  /** key=value, free-form text, or a JSON object. */
  readonly args: string;
  readonly context: LoadContext;
}

/** The name under which messages speak of an ad-hoc call. */
const PATH = '<exec>';

/**
 * An ad-hoc call as a playbook of one task: it is written down as one (JSON is YAML) and loaded like any other, so
 * that arguments mean the same in both.
 */
export function loadAdHoc({ pattern, module, args, context }: AdHocCall): LoadedPlaybook {
  const isJson = /^\s*\{\s*("|\})/.test(args);
  const task = `{${JSON.stringify(module)}: ${isJson ? args : JSON.stringify(args)}}`;
  const text = `[{"hosts": ${JSON.stringify(pattern)}, "gather_facts": false, "tasks": [\n${task}\n]}]\n`;
  const disk = diskFiles(context.vault);
  const files = {
    ...disk,
    read: (path: string) => (path === PATH ? { path, text } : disk.read(path)),
  };
  return loadPlaybook(PATH, { ...context, files });
}
