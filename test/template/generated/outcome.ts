/** What rendering came to, in a form in which tsplay and Ansible can be compared. */
export type RenderOutcome =
  | { readonly shown: string }
  | { readonly error: 'undefined' | 'syntax' | 'other'; readonly message: string };

/** Gives Python's name of the type, and the value as a list's only member prints it: texts in quotes. */
export const SHOWN = (name: string): string => `{{ ${name} | type_debug }}|{{ [${name}] | string }}`;

/** Ansible's own kinds of texts, lists and dicts print as Python's. */
export function withPlainTypes(shown: string): string {
  return shown
    .replace(/^(?:AnsibleUnicode|AnsibleUnsafeText|NativeJinjaText|Markup)\|/, 'str|')
    .replace(/^AnsibleMapping\|/, 'dict|')
    .replace(/^AnsibleSequence\|/, 'list|')
    .replace(/Markup\(('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)/g, '$1');
}

/** For comparing: of errors the kind alone, messages are each program's own. */
export function essence(outcome: RenderOutcome): string {
  return 'shown' in outcome ? outcome.shown : `fails: ${outcome.error}`;
}

export function described(outcome: RenderOutcome): string {
  return 'shown' in outcome ? outcome.shown : `fails: ${outcome.error}: ${outcome.message}`;
}
