import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { plainRequest } from '../module/http/curl-config.ts';
import { download } from '../module/http/download.ts';
import { contentDiff } from '../module/kit/diff.ts';
import { planAttributes, statusKeys } from '../module/kit/file-attributes.ts';
import { directoryOf, quotePath } from '../module/kit/paths.ts';
import type { FileStatus } from '../module/kit/status.ts';
import { ModuleFailure } from '../module/result.ts';
import {
  type AuthorizedKey,
  editAuthorizedKeys,
  parseAuthorizedKey,
  splitOptions,
} from '../module/ssh/authorized-keys.ts';
import { type Account, readKeyFile } from '../module/ssh/key-file.ts';
import { placeText } from '../module/text/text-file.ts';

export default defineModule({
  name: 'authorized_key',
  collection: 'ansible.posix',
  formerlyBuiltin: true,
  summary: 'Lets SSH keys log in as a user, or no longer',
  args: {
    user: { type: 'str', required: true, description: 'The user of the target.' },
    key: {
      type: 'str',
      required: true,
      description: 'The public keys, one a line, or a URL that gives them.',
    },
    path: { type: 'path', description: "The file. Default: .ssh/authorized_keys in the user's home." },
    manage_dir: {
      type: 'bool',
      default: true,
      description: "Make the file's folder, and see that it is the user's alone, when the file is written.",
    },
    state: {
      type: 'str',
      choices: ['absent', 'present'],
      default: 'present',
      description: 'Whether the keys shall be there.',
    },
    key_options: { type: 'str', description: 'Options of sshd for the keys: no-pty,from="10.0.0.0/8".' },
    exclusive: { type: 'bool', default: false, description: 'Nothing but these keys may be in the file.' },
    comment: { type: 'str', description: 'The comment of the keys, instead of their own.' },
    follow: {
      type: 'bool',
      default: false,
      description: 'Where the file is a link, write what it leads to.',
    },
    validate_certs: {
      type: 'bool',
      default: true,
      description: 'Check the certificate of a server that gives the keys.',
    },
  },
  returns: {
    keyfile: 'The file.',
    exclusive: 'As given; so are the other arguments.',
  },
  examples: `
- name: Let the operator in
  ansible.posix.authorized_key:
    user: operator
    key: "{{ lookup('file', 'operator.pub') }}"
`,
  check: 'full',
  diff: true,
  async run(context, args) {
    const { state, exclusive } = args;
    const { account, file } = await readKeyFile(context, args);
    const { path, source, status } = file;
    const text = editAuthorizedKeys(source.text, {
      keys: await keysOf(context, args),
      state,
      exclusive,
    });
    const changed = text !== source.text;
    const given = {
      ...args,
      comment: args.comment ?? null,
      key_options: args.key_options ?? null,
      keyfile: path,
      path: args.path === undefined ? null : path,
    };
    // How the file stands is told of a path that the task names, as with Ansible.
    const standing = (known: FileStatus | undefined) =>
      known === undefined || args.path === undefined ? {} : statusKeys(known);
    if (!changed) return { changed, ...given, ...standing(status) };
    const owner = { owner: String(account?.uid ?? ''), group: String(account?.gid ?? ''), mode: '0600' };
    const ids = { ...file.ids, uid: account?.uid, gid: account?.gid };
    const plan = planAttributes({ wanted: owner, ids, current: status, isDirectory: false });
    if (!context.checkMode && account !== undefined && args.manage_dir)
      await ownFolder(context, directoryOf(path), account);
    const missing = args.manage_dir ? [] : file.missing;
    const placed = await placeText(context, { ...file, ids, plan, missing }, { text });
    return {
      changed,
      ...given,
      ...standing(placed.status),
      ...(context.diffMode
        ? {
            diff: contentDiff({
              before: source.encode(source.text),
              after: source.encode(text),
              beforeHeader: path,
              afterHeader: file.place,
            }),
          }
        : {}),
    };
  },
});

interface KeyArguments {
  readonly key: string;
  readonly key_options: string | undefined;
  readonly comment: string | undefined;
  readonly validate_certs: boolean;
}

/** The keys that are asked for, each once; options and comment of the task stand above those of a key. */
async function keysOf(context: ModuleContext, args: KeyArguments): Promise<readonly AuthorizedKey[]> {
  const { key_options: options, comment } = args;
  const text = /^(?:https?|ftp):/.test(args.key) ? await fetchKeys(context, args) : args.key;
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const keys = lines.map((line) => {
    const key = parseAuthorizedKey(line);
    if (key === undefined) throw new ModuleFailure(`this is no public key: ${line}`);
    return {
      ...key,
      ...(options === undefined ? {} : { options: splitOptions(options) }),
      ...(comment === undefined ? {} : { comment }),
    };
  });
  return [...new Map(keys.map((key) => [key.blob, key])).values()];
}

/** The target asks, as with Ansible. */
async function fetchKeys(context: ModuleContext, { key, validate_certs }: KeyArguments): Promise<string> {
  const path = await context.target.upload(new Uint8Array());
  const request = plainRequest({ url: key, timeout: 10, validateCerts: validate_certs });
  await download(context, request, path);
  const { stdout } = await context.target.run(`cat ${quotePath(path)}; rm -f ${quotePath(path)}`, {
    signal: context.signal,
  });
  return stdout.toString();
}

/** The folder, made if it is not there: the user's, and nobody else's. The folder around it must be there. */
async function ownFolder(context: ModuleContext, folder: string, { uid, gid }: Account): Promise<void> {
  const p = quotePath(folder);
  const script = `(\n[ -d ${p} ] || mkdir -m 700 ${p} || exit 1\nchown ${uid}:${gid} ${p} && chmod 700 ${p}\n)`;
  const { rc, stderr } = await context.target.run(script, { signal: context.signal });
  if (rc !== 0) throw new ModuleFailure(`cannot make the folder ${folder}: ${stderr.toString().trim()}`);
}
