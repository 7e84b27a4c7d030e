import { type Diagnostic, TsplayError } from '../errors.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import type { YamlNode } from '../source/node.ts';
import type { SourceFile, Span, Vault } from '../source/span.ts';
import { parseYaml } from '../source/yaml.ts';
import type { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import { ENGINE_ACTIONS } from './actions.ts';
import type { RoleInvocation } from './ast.ts';
import { diskFiles, type ProjectFiles } from './file-system.ts';

/** What the loader needs to know of the rest of the engine. */
export interface LoadContext {
  /** Every name that a task's action may use, short and with its collection. The engine's own actions are added. */
  readonly moduleNames: ReadonlySet<string>;
  /** Names of lookups for `with_*`; not checked when left out. */
  readonly lookupNames?: ReadonlySet<string>;
  /** Folders that hold roles, in order, searched after the playbook's own `roles/`. */
  readonly rolePaths?: readonly string[];
  /** Folders that hold `ansible_collections/`, searched after the playbook's own `collections/`. */
  readonly collectionPaths?: readonly string[];
  /** Folders that hold modules, searched after the `library/` of the playbook and its roles. */
  readonly modulePaths?: readonly string[];
  /**
   * Renders a name in a static import with the variables of the play that are known before it starts (extra vars
   * win over them); undefined when a variable is missing.
   */
  readonly renderStatic?: (text: TemplateText, variables: ReadonlyMap<string, Value>) => string | undefined;
  /** The folders of roles that earlier loads of the same run brought; this one adds to them. */
  readonly loadedRoles?: Set<string>;
  readonly files?: ProjectFiles;
  /** Learns where the variables of plays, tasks and roles stand. */
  readonly places?: KeyPlaces | undefined;
  /** Opens what is encrypted, when `files` is left out. */
  readonly vault?: Vault | undefined;
}

export interface LoadedYaml {
  readonly file: SourceFile;
  /** The first document; undefined when the file holds none. */
  readonly root: YamlNode | undefined;
}

/** One load of a project: what it has read so far, and what it has found wrong. */
export interface Loading {
  readonly context: LoadContext;
  readonly files: ProjectFiles;
  readonly actionNames: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  /** Roles that import_role brought into the play that is being loaded. */
  readonly importedRoles: RoleInvocation[];
  /** The folders of all roles that were loaded: their `library/` holds modules for whatever comes after. */
  readonly loadedRoles: Set<string>;
  report(diagnostic: Diagnostic): void;
  error(problem: Omit<Diagnostic, 'severity'>): void;
  /** Reads and parses a file once; undefined when that failed, which is reported, at `span` when it cannot be read. */
  readYaml(path: string, span?: Span): LoadedYaml | undefined;
}

/** A load with nothing read yet. One mistake in a file that is loaded from several places is reported once. */
export function startLoading(context: LoadContext): Loading {
  const files = context.files ?? diskFiles(context.vault);
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  const parsed = new Map<string, LoadedYaml | undefined>();
  const report = (diagnostic: Diagnostic) => {
    const { span } = diagnostic;
    const identity = [diagnostic.code, span?.file.path, span?.start, diagnostic.message].join('\0');
    if (!reported.has(identity)) diagnostics.push(diagnostic);
    reported.add(identity);
  };
  const read = (path: string, span: Span | undefined): LoadedYaml | undefined => {
    try {
      const file = files.read(path);
      const yaml = parseYaml(file);
      yaml.diagnostics.forEach(report);
      const isBroken = yaml.diagnostics.some(({ severity }) => severity === 'error');
      return isBroken ? undefined : { file, root: yaml.documents[0] };
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      for (const diagnostic of error.diagnostics) report({ ...diagnostic, span: diagnostic.span ?? span });
      return undefined;
    }
  };
  return {
    context,
    files,
    actionNames: withEngineActions(context.moduleNames),
    diagnostics,
    importedRoles: [],
    loadedRoles: context.loadedRoles ?? new Set(),
    report,
    error: (problem) => report({ severity: 'error', ...problem }),
    readYaml(path, span) {
      if (!parsed.has(path)) parsed.set(path, read(path, span));
      return parsed.get(path);
    },
  };
}

function withEngineActions(moduleNames: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set(moduleNames);
  for (const name of [...ENGINE_ACTIONS, 'include']) {
    names.add(name).add(`ansible.builtin.${name}`).add(`ansible.legacy.${name}`);
  }
  return names;
}
