import { readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runMain } from './run-main.ts';
import { type ScratchProject, scratchProject, sealedText } from './vault-project.ts';

let project: ScratchProject;
beforeEach(() => {
  project = scratchProject({ one: 'first\n', two: 'second\n', 'plain.yml': 'a: 1\n' });
  vi.stubEnv('ANSIBLE_CONFIG', project.write('ansible.cfg', ''));
});
afterEach(() => {
  vi.unstubAllEnvs();
  project.remove();
});

const vault = (verb: string, ...args: readonly string[]) => runMain(['vault', verb, ...args]);
const withOne = () => ['--vault-password-file', project.path('one')];
const edits = (command: string) => vi.stubEnv('EDITOR', command);
const leftovers = () => readdirSync(tmpdir()).filter((name) => /^tsplay-vault-(?!test)/.test(name));

describe('tsplay vault', () => {
  it('encrypts a file in place and decrypts it again, saying nothing and keeping its mode', async () => {
    const file = project.write('vars.yml', 'a: 1\n', 0o640);
    expect(await vault('encrypt', file, ...withOne())).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(project.read('vars.yml')).toMatch(/^\$ANSIBLE_VAULT;1\.1;AES256\n/);
    expect(project.modeOf('vars.yml')).toBe(0o640);
    expect(await vault('view', file, ...withOne())).toEqual({ code: 0, stdout: 'a: 1\n', stderr: '' });
    expect(await vault('decrypt', file, ...withOne())).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(project.read('vars.yml')).toBe('a: 1\n');
    expect(project.modeOf('vars.yml')).toBe(0o640);
  });

  it('leaves a link a link, and nothing beside the file', async () => {
    symlinkSync('plain.yml', project.path('link.yml'));
    const before = readdirSync(project.folder);
    await vault('encrypt', project.path('link.yml'), ...withOne());
    expect(project.read('plain.yml')).toContain('$ANSIBLE_VAULT');
    expect(readdirSync(project.folder)).toEqual(before);
  });

  it('writes elsewhere with --output, for its owner alone', async () => {
    await vault('encrypt', project.path('plain.yml'), '--output', project.path('out.yml'), ...withOne());
    expect(project.read('plain.yml')).toBe('a: 1\n');
    expect(project.modeOf('out.yml')).toBe(0o600);
    const { stdout } = await vault('decrypt', project.path('out.yml'), '--output', '-', ...withOne());
    expect(stdout).toBe('a: 1\n');
  });

  it('changes no file when one of them cannot be encrypted', async () => {
    const sealed = project.write('sealed.yml', sealedText('x', 'first'));
    const { code, stderr } = await vault('encrypt', project.path('plain.yml'), sealed, ...withOne());
    expect([code, stderr]).toEqual([1, expect.stringContaining('vault-already-encrypted')]);
    expect(project.read('plain.yml')).toBe('a: 1\n');
  });

  it('rekeys to another password and vault id', async () => {
    const file = project.write('sealed.yml', sealedText('a: 1\n', 'first'));
    const newId = `prod@${project.path('two')}`;
    expect(await vault('rekey', file, ...withOne(), '--new-vault-id', newId)).toMatchObject({ code: 0 });
    expect(project.read('sealed.yml')).toMatch(/^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/);
    expect((await vault('view', file, ...withOne())).code).toBe(1);
    expect((await vault('view', file, '--vault-id', newId)).stdout).toBe('a: 1\n');
  });

  it('edits a file under its vault id and leaves no copy', async () => {
    const file = project.write('sealed.yml', sealedText('a: 1\n', 'first', 'dev'));
    edits('echo b: 2 >>');
    expect((await vault('edit', file, '--vault-id', `dev@${project.path('one')}`)).code).toBe(0);
    expect(project.read('sealed.yml')).toContain(';dev\n');
    expect((await vault('view', file, ...withOne())).stdout).toBe('a: 1\nb: 2\n');
    expect(leftovers()).toEqual([]);
  });

  it.each([
    ['changes nothing', 'true', 0],
    ['fails', 'echo b: 2 >> "$1"; false', 1],
  ])('leaves a file alone when the editor %s', async (_what, editor, code) => {
    const file = project.write('sealed.yml', sealedText('a: 1\n', 'first'));
    const before = project.read('sealed.yml');
    edits(editor);
    expect((await vault('edit', file, ...withOne())).code).toBe(code);
    expect(project.read('sealed.yml')).toBe(before);
    expect(leftovers()).toEqual([]);
  });

  it('shows the editor a file that nobody else may read, in a folder of its own', async () => {
    edits(`f() { stat -c %a "$1" "$(dirname "$1")" > '${project.path('modes')}'; }; f`);
    expect((await vault('create', project.path('new.yml'), ...withOne())).code).toBe(0);
    expect(project.read('modes')).toBe('600\n700\n');
    expect(project.modeOf('new.yml')).toBe(0o600);
  });

  it('creates no file that is there already', async () => {
    const { code, stderr } = await vault('create', project.path('plain.yml'), ...withOne());
    expect([code, stderr]).toEqual([1, expect.stringContaining('vault-file-exists')]);
  });

  it('prints values for YAML, each under its name', async () => {
    const { stdout } = await vault(
      'encrypt-string',
      'x',
      'y',
      '-n',
      'first',
      '--name',
      'a b: c',
      ...withOne(),
    );
    expect(stdout).toMatch(
      /^first: !vault \|\n {10}\$ANSIBLE_VAULT;1\.1;AES256\n( {10}[0-9a-f]+\n)+"a b: c": !vault/,
    );
    const alias = await vault('encrypt_string', 'x', ...withOne());
    expect(alias.stdout).toMatch(/^!vault \|\n/);
  });

  it('encrypts with the vault id that is asked for', async () => {
    const ids = ['--vault-id', `dev@${project.path('one')}`, '--vault-id', `prod@${project.path('two')}`];
    const file = project.path('plain.yml');
    const ambiguous = await vault('encrypt', file, '--output', '-', ...ids);
    expect([ambiguous.code, ambiguous.stderr]).toEqual([1, expect.stringContaining('dev, prod')]);
    const chosen = await vault('encrypt', file, '--output', '-', ...ids, '--encrypt-vault-id', 'prod');
    expect(chosen.stdout).toMatch(/^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/);
    const unknown = await vault('encrypt', file, '--output', '-', ...ids, '--encrypt-vault-id', 'none');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('vault-unknown-id')]);
  });

  it('takes passwords and vault ids from ansible.cfg and the environment', async () => {
    const list = `dev@${project.path('one')}, prod@${project.path('two')}`;
    project.write(
      'ansible.cfg',
      `[defaults]\nvault_identity_list = ${list}\nvault_encrypt_identity = prod\n`,
    );
    const file = project.path('plain.yml');
    const fromFile = await vault('encrypt', file, '--output', '-');
    expect(fromFile.stdout).toMatch(/^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/);
    project.write('ansible.cfg', '[defaults]\nvault_password_file = one\nvault_identity = mine\n');
    const fromPassword = await vault('encrypt', file, '--output', '-');
    expect(fromPassword.stdout).toMatch(/^\$ANSIBLE_VAULT;1\.2;AES256;mine\n/);
    vi.stubEnv('ANSIBLE_VAULT_PASSWORD_FILE', project.path('two'));
    const sealed = project.write('sealed.yml', sealedText('x', 'second'));
    expect((await vault('view', sealed)).stdout).toBe('x');
  });

  it.each([
    ['encrypt', 'missing.yml', 'file-not-found'],
    ['view', 'missing.yml', 'file-not-found'],
    ['decrypt', 'plain.yml', 'vault-not-encrypted'],
    ['rekey', 'plain.yml', 'vault-not-encrypted'],
    ['edit', 'plain.yml', 'vault-not-encrypted'],
  ])('%s %s ends with %s', async (verb, file, code) => {
    const ran = await vault(verb, project.path(file), ...withOne());
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`error[${code}]`) });
  });

  it.each(['decrypt', 'view', 'rekey', 'edit'])('%s with another password changes nothing', async (verb) => {
    const file = project.write('sealed.yml', sealedText('a: 1\n', 'first'));
    const before = project.read('sealed.yml');
    const ran = await vault(verb, file, '--vault-password-file', project.path('two'));
    expect(ran).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('vault-wrong-password'),
    });
    expect(project.read('sealed.yml')).toBe(before);
  });

  it('asks where no password is named, which needs a terminal', async () => {
    const { code, stderr } = await vault('encrypt', project.path('plain.yml'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('no-terminal')]);
  });

  it.each([[['encrypted']], [['view', '--nothing']], [['edit']], [['rekey']]])(
    '%j is a usage error',
    async (args) => {
      expect((await runMain(['vault', ...args])).code).toBe(2);
    },
  );
});
