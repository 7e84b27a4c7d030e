import type { TextOrigin } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import type { PluginRegistry } from './plugins.ts';

/** How a template's text is cut into data and code. The defaults are Jinja's. */
export interface SyntaxOptions {
  readonly blockStart: string;
  readonly blockEnd: string;
  readonly variableStart: string;
  readonly variableEnd: string;
  readonly commentStart: string;
  readonly commentEnd: string;
  readonly lineStatementPrefix: string | undefined;
  readonly lineCommentPrefix: string | undefined;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  readonly newlineSequence: '\n' | '\r\n' | '\r';
  readonly keepTrailingNewline: boolean;
  /**
   * Backslashes in string literals inside `{{ }}` stand for themselves, as Ansible reads playbook values (not
   * template files). Jinja itself reads them as escapes.
   */
  readonly literalBackslashes: boolean;
}

export const defaultSyntax: SyntaxOptions = {
  blockStart: '{%',
  blockEnd: '%}',
  variableStart: '{{',
  variableEnd: '}}',
  commentStart: '{#',
  commentEnd: '#}',
  lineStatementPrefix: undefined,
  lineCommentPrefix: undefined,
  trimBlocks: false,
  lstripBlocks: false,
  newlineSequence: '\n',
  keepTrailingNewline: false,
  literalBackslashes: false,
};

/** `do` statements; `break` and `continue` in loops. Both are off in Jinja unless an environment turns them on. */
export type Extension = 'do' | 'loopcontrols';

/** Extensions by the names of their Python modules. `with` and `autoescape` are part of Jinja now. */
const EXTENSIONS: ReadonlyMap<string, Extension | undefined> = new Map([
  ['jinja2.ext.do', 'do'],
  ['jinja2.ext.loopcontrols', 'loopcontrols'],
  ['jinja2.ext.with_', undefined],
  ['jinja2.ext.autoescape', undefined],
] as const);

/** The extension of that name; undefined when it adds nothing. */
export function extensionNamed(name: string): Extension | undefined {
  return EXTENSIONS.get(name);
}

export function isKnownExtension(name: string): boolean {
  return EXTENSIONS.has(name);
}

/** Bounds that end a render which would use up the controller. */
export interface RenderLimits {
  /** UTF-16 units of output. */
  readonly outputLength: number;
  /** Nesting of macro calls, includes, recursive loops. */
  readonly depth: number;
  /** Rounds of all loops of one render together. */
  readonly iterations: number;
}

export const defaultLimits: RenderLimits = {
  outputLength: 32 * 1024 * 1024,
  depth: 200,
  iterations: 10_000_000,
};

/** The text of another template, for include, import and extends. */
export interface LoadedSource {
  readonly text: string;
  /** What to call it in messages; also what its own includes are relative to. */
  readonly name: string;
  readonly origin?: TextOrigin | undefined;
}

/** Finds a template by the name that a statement asks for; undefined when there is none. */
export type TemplateLoader = (name: string, from: string | undefined) => LoadedSource | undefined;

export interface EnvironmentOptions {
  readonly registry: PluginRegistry;
  readonly syntax?: Partial<SyntaxOptions>;
  readonly loader?: TemplateLoader;
  /** `strict` (the default): any use but a test, a default or a member is an error. `lenient`: prints as nothing. */
  readonly undefinedPolicy?: 'strict' | 'lenient';
  /** Applied to the value of every `{{ }}` before it is printed, unless it is text, a number or a bool (Ansible prints None as nothing). */
  readonly finalize?: (value: Value) => Value;
  /** What the text of a macro, a set block, a filter block or a caller is worth (Ansible reads lists and dicts). */
  readonly captured?: (text: string) => Value;
  readonly extensions?: readonly Extension[];
  /** `ignored`: never, and the `autoescape` tag changes nothing (as in Ansible). False by default. */
  readonly autoescape?: boolean | 'ignored';
  readonly limits?: Partial<RenderLimits>;
}

/** Where a render finds its variables. */
export interface Scope {
  /** undefined when there is no such variable. May throw: the error gets the place that asked. */
  get(name: string): Value | undefined;
  /** All names, for the hint of an undefined variable; a scope without them gives no hint. */
  names?(): Iterable<string>;
}
