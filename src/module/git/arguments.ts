import type { ArgumentSpec, ArgumentsOf } from '../argument-spec.ts';

export const gitArguments = {
  repo: {
    type: 'str',
    required: true,
    aliases: ['name'],
    description: 'Where the repository is: a URL, or a path on the target.',
  },
  dest: { type: 'path', description: 'The directory to check out to. Needed unless clone is false.' },
  version: {
    type: 'str',
    default: 'HEAD',
    description: 'A branch, a tag or a commit; HEAD is the default branch of the repository.',
  },
  remote: { type: 'str', default: 'origin', description: 'What the repository is called in the clone.' },
  refspec: {
    type: 'str',
    description: 'One more refspec to fetch, for commits that no branch and no tag leads to.',
  },
  force: { type: 'bool', default: false, description: 'Throw local modifications away.' },
  depth: { type: 'int', description: 'Fetch only so many commits of the past.' },
  clone: { type: 'bool', default: true, description: 'Clone when there is no clone yet.' },
  update: { type: 'bool', default: true, description: 'Bring a clone that is there up to date.' },
  executable: { type: 'path', description: 'The git to use. Default: the one on PATH.' },
  bare: { type: 'bool', default: false, description: 'A repository without a working tree.' },
  umask: { type: 'raw', description: "For what git makes: octal text such as '0022'." },
  reference: { type: 'str', description: 'A repository on the target to borrow objects from.' },
  recursive: { type: 'bool', default: true, description: 'With submodules.' },
  single_branch: { type: 'bool', default: false, description: 'Clone the branch of the version alone.' },
  track_submodules: {
    type: 'bool',
    default: false,
    description: 'Submodules at the newest commit of their branch, not at the one that is recorded.',
  },
  verify_commit: {
    type: 'bool',
    default: false,
    description: "The commit or tag must be signed by a key of the keyring of the target's user.",
  },
  gpg_whitelist: {
    type: 'list',
    elements: 'str',
    default: [],
    description: 'Fingerprints: with verify_commit, only signatures of these keys count.',
  },
  archive: {
    type: 'path',
    description: 'Also write an archive of the version there: .tar, .tar.gz, .tgz or .zip.',
  },
  archive_prefix: { type: 'str', description: 'What paths in the archive begin with.' },
  separate_git_dir: { type: 'path', description: "Where to keep git's own files, apart from the tree." },
  accept_hostkey: {
    type: 'bool',
    default: false,
    description: 'Trust any host key of an SSH server: it may be anybody.',
  },
  accept_newhostkey: {
    type: 'bool',
    default: false,
    description: 'Trust host keys of SSH servers that are not known yet.',
  },
  key_file: { type: 'path', description: 'A private SSH key on the target.' },
  ssh_opts: { type: 'str', description: 'More options for ssh.' },
} as const satisfies ArgumentSpec;

export type GitArguments = ArgumentsOf<typeof gitArguments>;
