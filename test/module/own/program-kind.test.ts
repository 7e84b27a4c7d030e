import { expect, it } from 'vitest';
import { programKind } from '../../../src/module/own/program-kind.ts';

const kindOf = (text: string) => programKind(Buffer.from(text));

it.each([
  ['#!/bin/sh\n# WANT_JSON\n', { takes: 'json', interpreter: ['/bin/sh'] }],
  ['#!/bin/sh -eu\necho\n', { takes: 'words', interpreter: ['/bin/sh', '-eu'] }],
  ['#! /usr/bin/env ruby\r\n# WANT_JSON', { takes: 'json', interpreter: ['/usr/bin/env', 'ruby'] }],
  [
    '#!/usr/bin/perl\nq(<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>)',
    { takes: 'inside', interpreter: ['/usr/bin/perl'] },
  ],
  ['\u007fELF\0\0', { takes: 'json', interpreter: [] }],
])('knows how a program takes its arguments: %j', (text, kind) => {
  expect(kindOf(text)).toEqual(kind);
});

it.each([
  ['#!/usr/bin/python\nfrom ansible.module_utils.basic import AnsibleModule\n', /ansible\.module_utils/],
  ['#!/usr/bin/python\nimport ansible.module_utils.basic\n', /ansible\.module_utils/],
  [
    '#!/usr/bin/python\nif x:\n    from ansible_collections.a.b.plugins.module_utils.c import d\n',
    /module_utils/,
  ],
  ['#!/usr/bin/python\nfrom ..module_utils.common import x\n', /module_utils/],
  ['#!powershell\n#AnsibleRequires -CSharpUtil Ansible.Basic\n', /Windows/],
  ['echo no first line\n', /names no interpreter/],
])('refuses what cannot run without Ansible: %j', (text, reason) => {
  expect(kindOf(text)).toEqual({ takes: 'nothing', reason: expect.stringMatching(reason) });
});

it('takes a Python program that only mentions the library for what it is', () => {
  expect(kindOf('#!/usr/bin/python3\n# WANT_JSON, no ansible.module_utils here\n').takes).toBe('json');
});
