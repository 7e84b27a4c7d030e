/** How a program that is a module gets its arguments, by what Ansible looks for in its text. */
export type ProgramKind =
  /** A file of JSON, whose path is its one argument. */
  | { readonly takes: 'json'; readonly interpreter: readonly string[] }
  /** The same with `key=value` words. */
  | { readonly takes: 'words'; readonly interpreter: readonly string[] }
  /** JSON in its own text, in the place of INCLUDED_ARGUMENTS. */
  | { readonly takes: 'inside'; readonly interpreter: readonly string[] }
  | { readonly takes: 'nothing'; readonly reason: string };

export const INCLUDED_ARGUMENTS = '<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>';

const pythonHelpers =
  /^\s*(?:from\s+(?:ansible(?:_collections\.\w+\.\w+\.plugins)?\.module_utils|\.+(?:plugins\.)?module_utils)\b|import\s+ansible\.module_utils\b)|<<INCLUDE_ANSIBLE_MODULE_COMMON>>/m;

const powerShellHelpers = /^#\s*Requires\s+-Module\s+Ansible\.|^#\s*AnsibleRequires\b|# POWERSHELL_COMMON/im;

/** What a module's file is. Text has no NUL; a compiled program does, and needs no interpreter. */
export function programKind(content: Buffer): ProgramKind {
  if (content.includes(0)) return { takes: 'json', interpreter: [] };
  const text = content.toString('latin1');
  if (pythonHelpers.test(text)) {
    return {
      takes: 'nothing',
      reason:
        "it imports Ansible's Python library (ansible.module_utils), which tsplay does not have: nothing of Python is needed here or on the target",
    };
  }
  if (powerShellHelpers.test(text)) {
    return { takes: 'nothing', reason: 'it is a module for Windows, which tsplay does not manage' };
  }
  const line = /^#![ \t]*(\S.*?)[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  if (line === undefined) {
    return { takes: 'nothing', reason: 'its first line names no interpreter (#!/bin/sh)' };
  }
  const interpreter = line.split(/[ \t]+/);
  if (text.includes(INCLUDED_ARGUMENTS)) return { takes: 'inside', interpreter };
  return { takes: text.includes('WANT_JSON') ? 'json' : 'words', interpreter };
}
