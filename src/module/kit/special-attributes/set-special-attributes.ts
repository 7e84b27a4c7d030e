import type { ModuleContext } from '../../context.ts';
import { type Diff, ModuleFailure, type ModuleResult, type ResultData } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { quote } from '../quote.ts';
import { mapReading, noReading, type Reading, read, textReading } from '../reading.ts';
import { changesFlags, type FlagRequest, parseFlags } from './file-flags.ts';
import { type ContextRequest, wantedContext, wantsContext } from './selinux-context.ts';

export interface SpecialAttributes extends ContextRequest {
  readonly attributes?: string | undefined;
  /** Where the file is, for results that do not tell. */
  readonly path?: string | undefined;
}

interface Change {
  readonly name: 'attributes' | 'secontext';
  readonly before: string;
  readonly after: string;
  readonly script: string;
}

/**
 * Sets the flags of the file system and the SELinux context on the file that a module has placed (`path` or `dest` of
 * its result, else the argument `path`), and adds to the result what that changed. Without such arguments it does nothing; a context is left alone
 * where the target has no SELinux. Throws ModuleFailure.
 */
export async function setSpecialAttributes(
  context: ModuleContext,
  wanted: SpecialAttributes,
  result: ModuleResult,
): Promise<ModuleResult> {
  const flags = wanted.attributes === undefined ? undefined : parseFlags(wanted.attributes);
  const asksContext = wantsContext(wanted);
  if (flags === undefined && !asksContext) return result;
  const path = placedPath(result, wanted.path);
  if (path === undefined) return result;
  const hasContexts = asksContext && (await hasSelinux(context));
  if (flags === undefined && !hasContexts) return result;
  const found = await read(context, {
    isThere: isThere(path),
    flags: flags === undefined ? noReading('') : flagsOf(path),
    contexts: hasContexts ? contextsOf(path) : noReading(undefined),
  });
  // What check mode would make is not there yet; what a module leaves out or has taken away has no attributes.
  if (!found.isThere && !(context.checkMode && result.changed === true)) return result;
  const changes = [...flagChange(path, found.flags, flags), ...contextChange(path, found.contexts, wanted)];
  if (changes.length === 0) return result;
  if (!context.checkMode) await carryOut(context, path, changes);
  return { ...result, changed: true, diff: withChanges(result.diff, path, changes) };
}

/** Where a tree is written, one result stands for many files: refused before anything is done. */
export function refuseSpecialAttributes(wanted: SpecialAttributes, what: string): void {
  if (wanted.attributes === undefined && !wantsContext(wanted)) return;
  throw new ModuleFailure(
    `${what}: attributes, seuser, serole, setype and selevel are set on single files alone; name the files, or use the module file on each`,
  );
}

function placedPath(
  { failed, skipped, state, path, dest }: ModuleResult,
  asked: string | undefined,
): string | undefined {
  if (failed === true || skipped === true || state === 'absent') return undefined;
  if (typeof path === 'string') return path;
  return typeof dest === 'string' ? dest : asked;
}

function hasSelinux(context: ModuleContext): Promise<boolean> {
  return context.target.probe('selinux', async () => {
    const { rc } = await context.target.run('[ -e /sys/fs/selinux/enforce ]', { signal: context.signal });
    return rc === 0;
  });
}

function isThere(path: string): Reading<boolean> {
  const p = quotePath(path);
  return { script: `[ -e ${p} ] || [ -h ${p} ]`, inline: 'prints', parse: ({ rc }) => rc === 0 };
}

/** Without the version, which some file systems do not have. */
function flagsOf(path: string): Reading<string> {
  return mapReading(textReading(`lsattr -d ${quotePath(path)} 2>/dev/null`), (text) =>
    (/^([-A-Za-z]+) /.exec(text ?? '')?.[1] ?? '').replaceAll('-', ''),
  );
}

interface Contexts {
  readonly current: string;
  /** What the policy has for the path; empty when it says nothing. */
  readonly usual: string;
}

function contextsOf(path: string): Reading<Contexts | undefined> {
  const p = quotePath(path);
  const script = `[ -e ${p} ] || [ -h ${p} ] || exit 0
stat -c %C ${p} && { matchpathcon -n ${p} || :; } 2>/dev/null`;
  return mapReading(textReading(script), (text) => {
    const [current = '', usual = ''] = (text ?? '').split('\n');
    return current === '' ? undefined : { current, usual };
  });
}

function flagChange(path: string, current: string, request: FlagRequest | undefined): readonly Change[] {
  if (request === undefined || !changesFlags(current, request)) return [];
  const after = `${request.operator}${request.flags}`;
  return [{ name: 'attributes', before: current, after, script: `chattr ${after} ${quotePath(path)}` }];
}

function contextChange(
  path: string,
  contexts: Contexts | undefined,
  request: ContextRequest,
): readonly Change[] {
  if (contexts === undefined) return [];
  const after = wantedContext(contexts.current, contexts.usual, request);
  if (after === contexts.current) return [];
  const script = `chcon -h ${quote(after)} ${quotePath(path)}`;
  return [{ name: 'secontext', before: contexts.current, after, script }];
}

async function carryOut(context: ModuleContext, path: string, changes: readonly Change[]): Promise<void> {
  for (const { name, script } of changes) {
    const { rc, stderr } = await context.target.run(script, { signal: context.signal });
    if (rc === 0) continue;
    const program = name === 'attributes' ? 'chattr' : 'chcon';
    const details = stderr.toString().trim();
    throw new ModuleFailure(`${program} failed on ${path}: ${details}`, { path, rc, details });
  }
}

/** Beside what the module itself has to show: in the part of its diff that shows attributes, else in one more. */
function withChanges(
  diff: ModuleResult['diff'],
  path: string,
  changes: readonly Change[],
): Diff | readonly Diff[] {
  const parts: readonly Diff[] = diff === undefined ? [] : isList(diff) ? diff : [diff];
  const index = parts.findLastIndex(showsAttributes);
  const shown = index < 0 ? { before: { path }, after: { path } } : parts[index];
  const merged: Diff = {
    ...shown,
    before: { ...dataOf(shown?.before), ...side(changes, 'before') },
    after: { ...dataOf(shown?.after), ...side(changes, 'after') },
  };
  if (diff !== undefined && !isList(diff) && index === 0) return merged;
  return index < 0 ? [...parts, merged] : parts.with(index, merged);
}

function showsAttributes({ before, before_header: header }: Diff): boolean {
  return typeof before === 'object' || header?.endsWith(' (file attributes)') === true;
}

type Data = { readonly [key: string]: ResultData };

function dataOf(side: Diff['before']): Data {
  return typeof side === 'object' ? side : {};
}

function side(changes: readonly Change[], which: 'before' | 'after'): Data {
  return Object.fromEntries(changes.map((change) => [change.name, change[which]]));
}

function isList(diff: Diff | readonly Diff[]): diff is readonly Diff[] {
  return Array.isArray(diff);
}
