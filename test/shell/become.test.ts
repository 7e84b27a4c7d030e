import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/types.ts';
import { openShell } from '../../src/shell/open-shell.ts';
import type { BecomeSpec, Shell } from '../../src/shell/types.ts';
import { Secret } from '../../src/values/types.ts';
import { connectTo, scratchFolder, startServer } from '../connection/embedded.ts';

/** Behaves as sudo does as far as its options, prompts and words go; FAKE says in which mood. It changes no user. */
const SUDO = `#!/bin/sh
echo "$*" >> "$HOME/arguments"
env >> "$HOME/arguments"
non_interactive= prompt= user=
while [ $# -gt 0 ]; do
  case $1 in
    -n) non_interactive=1 ;;
    -p) prompt=$2; shift ;;
    -u) user=$2; shift ;;
    --) shift; break ;;
  esac
  shift
done
case $FAKE in
  nopasswd) ;;
  password)
    if [ "$non_interactive" ]; then echo "sudo: a password is required" >&2; exit 1; fi
    for try in 1 2 3; do
      printf %s "$prompt" >&2
      IFS= read -r given || exit 1
      [ "$given" = "p'w \\"x" ] && break
      echo "Sorry, try again." >&2
    done ;;
  requiretty) echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1 ;;
  unknown) echo "sudo: unknown user $user" >&2; exit 1 ;;
  forbidden) echo "tsplay is not in the sudoers file." >&2; exit 1 ;;
  otp) printf "Verification code: " >&2; exec cat ;;
esac
BECAME=$user
export BECAME
exec "$@"
`;

const SU = `#!/bin/sh
user=$1
printf "Password: " >&2
IFS= read -r given
if [ "$given" != secret ]; then echo "su: Authentication failure" >&2; exit 1; fi
BECAME=$user
export BECAME
exec /bin/sh -c "$3"
`;

const DOAS = `#!/bin/sh
if [ "$FAKE" = password ]; then echo "doas: Authentication required" >&2; exit 1; fi
BECAME=$3
export BECAME
shift 3
exec "$@"
`;

interface Machine {
  readonly connection: Connection;
  /** All arguments and environments that the fake sudo has seen. */
  arguments(): Promise<string>;
}

async function machine(mood: string): Promise<Machine> {
  const bin = join(await scratchFolder(), 'bin');
  await mkdir(bin);
  for (const [name, text] of Object.entries({ sudo: SUDO, su: SU, doas: DOAS })) {
    await writeFile(join(bin, name), text, { mode: 0o755 });
  }
  const home = await scratchFolder();
  const environment = { FAKE: mood, PATH: `${bin}:${process.env['PATH']}` };
  const connection = await connectTo(await startServer({ home, environment }));
  return { connection, arguments: () => readFile(join(home, 'arguments'), 'utf8') };
}

async function become(mood: string, spec: Partial<BecomeSpec>): Promise<Shell> {
  const { connection } = await machine(mood);
  return openShell(connection, { method: 'sudo', user: 'app', ...spec });
}

async function whoIsIt(shell: Shell): Promise<string> {
  return (await shell.run('printf %s "$BECAME"')).stdout.toString();
}

describe('sudo', () => {
  test('without a password', async () => {
    expect(await whoIsIt(await become('nopasswd', {}))).toBe('app');
  });

  test('with a password that it does not ask for: it is not sent', async () => {
    const shell = await become('nopasswd', { password: new Secret('x') });
    const { stdout, stderr } = await shell.run('printf %s "$BECAME"; cat');
    expect([stdout.toString(), stderr.toString()]).toEqual(['app', '']);
  });

  test('with a password, which never shows in arguments or environment', async () => {
    const { connection, arguments: seen } = await machine('password');
    const shell = await openShell(connection, {
      method: 'sudo',
      user: 'app',
      password: new Secret('p\'w "x'),
    });
    expect(await whoIsIt(shell)).toBe('app');
    expect(await seen()).toContain('-H -S -p');
    expect(await seen()).not.toContain("p'w");
  });

  test('writes files as that user, over a channel that becomes it as well', async () => {
    const shell = await become('password', { password: new Secret('p\'w "x') });
    const folder = await shell.temporaryDirectory();
    await shell.put(`${folder}/a b`, Buffer.from('one'));
    await shell.put(`${folder}/c`, Buffer.from('two'));
    expect((await shell.run(`cat ${folder}/*`)).stdout.toString()).toBe('onetwo');
  });

  test('through a login shell (-i)', async () => {
    expect(await whoIsIt(await become('nopasswd', { flags: '-i' }))).toBe('app');
  });

  test.each<[string, string, Partial<BecomeSpec>, RegExp]>([
    ['wants a password', 'password', {}, /asks for a password, and none was given/],
    ['gets a wrong password', 'password', { password: new Secret('wr0ng') }, /did not accept the password/],
    ['wants a terminal', 'requiretty', {}, /requiretty/],
    ['does not know the user', 'unknown', {}, /there is no such user/],
    ['does not allow it', 'forbidden', {}, /does not allow it: tsplay is not in the sudoers file/],
    ['is missing', 'nopasswd', { exe: '/nonexistent/sudo' }, /\/nonexistent\/sudo is not installed/],
  ])('%s: says so', async (_title, mood, spec, expected) => {
    const failing = become(mood, spec);
    await expect(failing).rejects.toMatchObject({
      name: 'BecomeError',
      message: expect.stringMatching(expected),
    });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('wr0ng') });
  });

  test('that asks for something else is given up when the signal aborts, and gets no password', async () => {
    const { connection } = await machine('otp');
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stop')), 100);
    const spec: BecomeSpec = { method: 'sudo', user: 'app', password: new Secret('x') };
    await expect(openShell(connection, spec, controller.signal)).rejects.toThrow('stop');
  });
});

describe('su', () => {
  test('with a password', async () => {
    expect(await whoIsIt(await become('', { method: 'su', password: new Secret('secret') }))).toBe('app');
  });

  test.each<[string, Partial<BecomeSpec>, RegExp]>([
    ['wants a password', {}, /asks for a password, and none was given/],
    ['gets a wrong password', { password: new Secret('wrong') }, /did not accept the password/],
  ])('%s: says so', async (_title, spec, expected) => {
    await expect(become('', { method: 'su', ...spec })).rejects.toThrow(expected);
  });
});

describe('doas', () => {
  test('without a password', async () => {
    expect(await whoIsIt(await become('', { method: 'doas' }))).toBe('app');
  });

  test('wants a password: says that it takes one from a terminal only', async () => {
    await expect(become('password', { method: 'doas' })).rejects.toThrow(/terminal only/);
  });
});
