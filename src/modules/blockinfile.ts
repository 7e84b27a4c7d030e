import { defineFileModule } from '../module/kit/file-module.ts';
import { textFileArguments } from '../module/text/arguments.ts';
import { editBlock } from '../module/text/block-edit.ts';
import { editFile } from '../module/text/edit-file.ts';

export default defineFileModule({
  name: 'blockinfile',
  collection: 'ansible.builtin',
  summary: 'Makes a block of lines between markers stand in a file, or takes it out',
  args: {
    ...textFileArguments,
    block: {
      type: 'str',
      default: '',
      aliases: ['content'],
      description: 'The lines; when there are none the block is taken out.',
    },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether the block shall be there.',
    },
    marker: {
      type: 'str',
      default: '# {mark} ANSIBLE MANAGED BLOCK',
      description: 'The lines around the block; {mark} stands for marker_begin and marker_end.',
    },
    marker_begin: { type: 'str', default: 'BEGIN', description: 'What {mark} is before the block.' },
    marker_end: { type: 'str', default: 'END', description: 'What {mark} is behind the block.' },
    insertafter: {
      type: 'str',
      description: 'Where a new block goes: after the last match of this pattern, or EOF.',
    },
    insertbefore: {
      type: 'str',
      description: 'Where a new block goes: before the last match of this pattern, or BOF.',
    },
    create: { type: 'bool', default: false, description: 'Make the file when it is not there.' },
  },
  mutuallyExclusive: [['insertbefore', 'insertafter']],
  returns: {
    msg: 'What was done.',
    backup_file: 'Where the old file went.',
  },
  examples: `
- name: Name the hosts of the cluster
  ansible.builtin.blockinfile:
    path: /etc/hosts
    marker: '# {mark} cluster'
    block: |
      10.0.0.1 first
      10.0.0.2 second
`,
  check: 'full',
  diff: true,
  run(context, args) {
    const block = args.state === 'present' && args.block !== '' ? args.block : undefined;
    const marker = (mark: string): string => args.marker.replaceAll('{mark}', mark);
    return editFile(context, {
      ...args,
      wanted: args,
      removes: block === undefined && args.create,
      unsafeWrites: args.unsafe_writes,
      edit: (source) =>
        editBlock(source.text, {
          block: block === undefined ? undefined : source.adapt(block),
          begin: source.adapt(marker(args.marker_begin)),
          end: source.adapt(marker(args.marker_end)),
          insertAfter: args.insertafter === undefined ? undefined : source.adapt(args.insertafter),
          insertBefore: args.insertbefore === undefined ? undefined : source.adapt(args.insertbefore),
        }),
      keys: (_edit, backupFile) => (backupFile === undefined ? {} : { backup_file: backupFile }),
    });
  },
});
