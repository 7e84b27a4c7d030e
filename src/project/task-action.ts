import { describeNode, type MappingEntry, type MappingNode, type YamlNode } from '../source/node.ts';
import { didYouMean } from '../util/nearest.ts';
import { ENGINE_ACTIONS, shortActionName } from './actions.ts';
import type { Action, Parent } from './ast.ts';
import { isForeignModule } from './foreign-modules.ts';
import { textOf } from './keyword-value.ts';
import { keywordsAt, type Place } from './keywords.ts';
import type { Loading } from './loading.ts';
import { type ActionPlace, findOwnModule } from './own-modules.ts';
import { type ActionInput, readAction } from './read-action.ts';
import { headSpan, reportUnknownKeyword } from './read-keywords.ts';

export interface Choice {
  readonly node: MappingNode;
  /** Entries that are no keywords: one of them must be the action. */
  readonly candidates: readonly MappingEntry[];
  readonly action: MappingEntry | undefined;
  readonly local: MappingEntry | undefined;
  readonly extra: YamlNode | undefined;
  readonly place: Place;
  readonly parent: Parent;
  readonly loading: Loading;
}

/** The action of a task, in whichever way it is spelled; undefined when there is none or more than one. */
export function chooseAction(choice: Choice): Action | undefined {
  const { candidates, loading, place, node } = choice;
  const modules = candidates.filter(({ key }) => isAction(textOf(key) ?? '', choice));
  const spelled = [choice.action, choice.local].filter((entry) => entry !== undefined);
  const found = [...modules, ...spelled];
  const strays = candidates.filter((entry) => !modules.includes(entry));
  if (found.length > 0) for (const { key } of strays) reportStray(key, choice);
  if (found.length > 1) {
    const names = found.map(({ key }) => `'${textOf(key)}'`).join(' and ');
    const span = found[1]?.key.span;
    const hint = 'split it into tasks; check the indentation if one is an argument of the other';
    loading.error({
      code: 'two-actions',
      message: `a task has one action, and here are ${names}`,
      span,
      hint,
    });
    return undefined;
  }
  const [entry] = found;
  if (entry === undefined) {
    const [first] = strays;
    if (first !== undefined)
      reportUnknownModule(first.key, { name: textOf(first.key) ?? '', place, loading });
    else
      loading.error({
        code: 'no-action',
        message: 'this task has no action',
        span: headSpan(node),
        hint: 'name the module that it runs, for example `command: ls`',
      });
    return undefined;
  }
  if (modules.includes(entry)) {
    const name = textOf(entry.key) ?? '';
    const { extra, parent } = choice;
    return readOwn({ name, nameSpan: entry.key.span, node: entry.value, extra, loading, parent });
  }
  return readSpelledAction(entry, choice);
}

function isAction(name: string, place: ActionPlace): boolean {
  const { actionNames } = place.loading;
  return actionNames.has(name) || isForeignModule(name) || findOwnModule(name, place) !== undefined;
}

type OwnActionInput = ActionInput & ActionPlace;

/** The action, with the file of its module when that is one of the project's own. */
function readOwn({ parent, ...input }: OwnActionInput): Action {
  const own = ENGINE_ACTIONS.has(shortActionName(input.name))
    ? undefined
    : findOwnModule(input.name, { parent, loading: input.loading });
  const action = readAction(input);
  return own === undefined ? action : { ...action, own };
}

/** A key beside the action that is no keyword: a mistyped one, or an argument that is not indented. */
function reportStray(key: YamlNode, { place, loading }: Choice): void {
  const name = textOf(key) ?? '';
  reportUnknownKeyword(key, { name, place, loading });
}

interface UnknownModule {
  readonly name: string;
  readonly place: Place;
  readonly loading: Loading;
}

function reportUnknownModule(key: YamlNode, { name, place, loading }: UnknownModule): void {
  const hint = didYouMean(name, [...loading.actionNames, ...keywordsAt(place)]);
  loading.error({ code: 'unknown-module', message: `there is no module '${name}'`, span: key.span, hint });
}

/** `action: module args`, `action: {module: name, ...}`, and the same with local_action. */
function readSpelledAction({ key, value }: MappingEntry, choice: Choice): Action | undefined {
  const { loading, place, extra, parent } = choice;
  if (value.kind === 'mapping') {
    const module = value.entries.find((entry) => textOf(entry.key) === 'module');
    const name = module === undefined ? undefined : textOf(module.value);
    if (module !== undefined && name !== undefined) {
      const entries = value.entries.filter((entry) => entry !== module);
      const node: MappingNode = { ...value, entries };
      return namedAction({ name, nameSpan: module.value.span, node, extra, loading, place, parent });
    }
  }
  const text = value.kind === 'scalar' ? textOf(value) : undefined;
  const words = /^\s*(\S+)\s*/.exec(text ?? '');
  if (value.kind !== 'scalar' || words?.[1] === undefined) {
    const message = `'${textOf(key)}' takes a module's name with its arguments, or a mapping with 'module' in it, not ${describeNode(value)}`;
    loading.error({ code: 'no-action', message, span: headSpan(value) });
    return undefined;
  }
  const argumentsFrom = words[0].length;
  return namedAction({
    name: words[1],
    nameSpan: value.span,
    node: value,
    argumentsFrom,
    extra,
    loading,
    place,
    parent,
  });
}

type NamedAction = OwnActionInput & { readonly place: Place };

function namedAction(input: NamedAction): Action | undefined {
  const { name, nameSpan, loading, place } = input;
  if (isAction(name, input)) return readOwn(input);
  if (/\{\{/.test(name)) {
    const message = 'the name of an action cannot be a template: it is checked before the play starts';
    loading.error({
      code: 'templated-action',
      message,
      span: nameSpan,
      hint: 'write one task for each module, each with its `when`',
    });
    return undefined;
  }
  const span = { ...nameSpan, end: Math.min(nameSpan.end, nameSpan.start + name.length) };
  const hint = didYouMean(name, [...loading.actionNames, ...keywordsAt(place)]);
  loading.error({ code: 'unknown-module', message: `there is no module '${name}'`, span, hint });
  return undefined;
}
