import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gitAccess, withoutPassword } from '../../../src/module/git/access.ts';
import type { GitArguments } from '../../../src/module/git/arguments.ts';
import { ModuleFailure } from '../../../src/module/result.ts';
import { localContext } from '../local-context.ts';

const given: GitArguments = {
  repo: 'https://example.org/r.git',
  dest: '/srv/r',
  version: 'HEAD',
  remote: 'origin',
  refspec: undefined,
  force: false,
  depth: undefined,
  clone: true,
  update: true,
  executable: undefined,
  bare: false,
  umask: undefined,
  reference: undefined,
  recursive: true,
  single_branch: false,
  track_submodules: false,
  verify_commit: false,
  gpg_whitelist: [],
  archive: undefined,
  archive_prefix: undefined,
  separate_git_dir: undefined,
  accept_hostkey: false,
  accept_newhostkey: false,
  key_file: undefined,
  ssh_opts: undefined,
};

describe('a URL with a password', () => {
  test.each([
    [
      'https://me:secret@example.org:8443/r.git',
      'https://example.org:8443/r.git',
      'https://me:secret@example.org:8443',
    ],
    ['http://me:@example.org/r', 'http://example.org/r', 'http://me:@example.org'],
    ['https://me@example.org/r.git', 'https://me@example.org/r.git', undefined],
    ['https://example.org/a:b@c', 'https://example.org/a:b@c', undefined],
    ['ssh://git@example.org/r.git', 'ssh://git@example.org/r.git', undefined],
    ['git@example.org:r.git', 'git@example.org:r.git', undefined],
    ['/srv/r.git', 'file:///srv/r.git', undefined],
  ])('%s', (repo, url, credentials) => {
    expect(withoutPassword(repo)).toEqual({ url, credentials });
  });

  test('is in no script, and git finds the password by itself', async () => {
    const context = localContext();
    const access = await gitAccess(context, { ...given, repo: "https://me:s'ecret@example.org/r.git" });
    expect(access.setup).not.toContain('ecret@');
    expect(access.url).toBe('https://example.org/r.git');
    const file = /include\.path='([^']+)'/.exec(access.setup)?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toContain('insteadOf');
    const filled = execFileSync('git', ['-c', `include.path=${file}`, 'credential', 'fill'], {
      input: 'protocol=https\nhost=example.org\n\n',
      encoding: 'utf8',
    });
    expect(filled).toContain("password=s'ecret");
  });
});

test.each(['repo', 'version', 'remote', 'refspec'])('%s cannot be an option of git', async (name) => {
  const access = gitAccess(localContext(), { ...given, [name]: '--upload-pack=touch /tmp/x' });
  await expect(access).rejects.toThrow(ModuleFailure);
});

test('options for ssh are words of the command that git runs', async () => {
  const args = { ...given, ssh_opts: "-o 'ProxyCommand=a b'", key_file: "/k'ey", accept_newhostkey: true };
  const { setup } = await gitAccess(localContext(), args);
  const script = `${setup}\nssh() { printf '<%s>' "$@"; }\neval "$GIT_SSH_COMMAND"`;
  const { stdout } = await localContext().target.run(script);
  expect(stdout.toString()).toBe(
    "<-o><BatchMode=yes><-o><ProxyCommand=a b><-o><StrictHostKeyChecking=accept-new><-i></k'ey><-o><IdentitiesOnly=yes>",
  );
});

test.each([77, '0999', 'u=rwx', ''])('the umask %j is refused', async (umask) => {
  await expect(gitAccess(localContext(), { ...given, umask })).rejects.toThrow('octal digits in quotes');
});
