import { randomBytes } from 'node:crypto';
import { defineModule } from '../module/define.ts';
import { contentDiff } from '../module/kit/diff.ts';
import { statusKeys } from '../module/kit/file-attributes.ts';
import { ModuleFailure } from '../module/result.ts';
import { editKnownHosts, isKeyOf } from '../module/ssh/known-hosts-edit.ts';
import { readTextFile } from '../module/text/read-text-file.ts';
import { placeText } from '../module/text/text-file.ts';

export default defineModule({
  name: 'known_hosts',
  collection: 'ansible.builtin',
  summary: 'Tells ssh the keys of hosts, or makes it forget them',
  args: {
    name: {
      type: 'str',
      required: true,
      aliases: ['host'],
      description: 'The host, with a port as [example.org]:2222.',
    },
    key: {
      type: 'str',
      description: 'The line of the file: example.org ssh-ed25519 AAAA. Without it absent takes all keys.',
    },
    path: { type: 'path', default: '~/.ssh/known_hosts', description: 'The file; its folder is there.' },
    hash_host: {
      type: 'bool',
      default: false,
      description: "Do not write the host's name, but a hash of it.",
    },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether the key shall be there.',
    },
  },
  returns: {
    path: 'The file.',
    name: 'As given; so are key and hash_host.',
    state: 'file, or absent when there is none.',
  },
  examples: `
- name: Know the server of the sources
  ansible.builtin.known_hosts:
    name: git.example.org
    key: "{{ lookup('file', 'git.example.org.pub') }}"
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const { name, key, state, hash_host } = args;
    if (key === undefined && state === 'present')
      throw new ModuleFailure('key is missing: what the host is known by');
    if (key !== undefined && !isKeyOf(key, name))
      throw new ModuleFailure(`key is no line of a known_hosts file about '${name}': ${key}`);
    const file = await readTextFile(context, { path: args.path, wanted: {} });
    const { path } = file;
    const { text } = file.source;
    const salt = hash_host ? randomBytes(20) : undefined;
    const edited = editKnownHosts(text, { name, key, state, salt });
    const changed = edited !== text;
    const { status } = changed ? await placeText(context, file, { text: edited }) : file;
    return {
      changed,
      path,
      name,
      key: key ?? null,
      hash_host,
      ...(status === undefined ? { state: 'absent' } : statusKeys(status)),
      ...(context.diffMode
        ? {
            diff: contentDiff({
              before: file.source.encode(text),
              after: file.source.encode(edited),
              beforeHeader: file.status === undefined ? '/dev/null' : path,
              afterHeader: path,
            }),
          }
        : {}),
    };
  },
});
