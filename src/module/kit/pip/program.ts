import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import type { Captured } from '../captured.ts';
import { quote } from '../quote.ts';

/** Which pip it is, and what is around it. */
export interface PipPlace {
  readonly chdir: string | undefined;
  /** `022`. */
  readonly umask: string | undefined;
  /** The name or path of a pip. */
  readonly executable: string | undefined;
  readonly virtualenv: NewVirtualenv | undefined;
  /** The Python whose pip it is when nothing else says so. */
  readonly python: string;
  readonly breakSystemPackages: boolean;
}

export interface NewVirtualenv {
  readonly path: string;
  /** The words that make it, the program first, its path not among them. */
  readonly command: readonly string[];
  /** The Python that is put into it: handed over as `-p`. */
  readonly python: 'default' | 'own' | string;
}

export interface PipCall {
  /** What follows pip. */
  readonly words: readonly string[];
  /** Compares what is installed before and after. */
  readonly compare?: boolean;
}

export type PipOutcome =
  | { readonly kind: 'would-create' }
  | ({
      readonly kind: 'ran';
      /** The words of pip itself, before those of the call. */
      readonly pip: readonly string[];
      /** Whether the virtual environment was made. */
      readonly created: boolean;
      /** Only of calls that compare. */
      readonly differs: boolean;
    } & Captured);

/** Runs pip, in one round trip; makes its virtual environment first. Throws ModuleFailure when there is no pip. */
export async function runPip(
  context: ModuleContext,
  { place, call }: { readonly place: PipPlace; readonly call: PipCall },
): Promise<PipOutcome> {
  const output = await context.target.run(pipScript(place, { call, checkMode: context.checkMode }), {
    signal: context.signal,
  });
  const stderr = output.stderr.toString();
  const at = output.stdout.lastIndexOf('\0\0');
  if (at < 0 || output.timedOut) throw new ModuleFailure(`pip did not end as it should: ${stderr.trim()}`);
  const stdout = output.stdout.toString('utf8', 0, at);
  const [kind = '', rc = '', created, differs, ...pip] = output.stdout.toString('utf8', at + 2).split('\0');
  switch (kind) {
    case 'ran':
      return {
        kind,
        rc: Number(rc),
        created: created === 'yes',
        differs: differs === 'yes',
        pip,
        stdout,
        stderr,
      };
    case 'would-create':
      return { kind };
    case 'no-folder':
      throw new ModuleFailure(`pip: there is no folder ${place.chdir ?? ''} to change into`);
    case 'no-virtualenv-program':
      throw new ModuleFailure(
        `pip: '${place.virtualenv?.command[0] ?? ''}' is not on the target: it is to make the virtual environment; virtualenv_command names another one`,
      );
    case 'virtualenv-failed':
      throw new ModuleFailure(
        `pip: the virtual environment ${place.virtualenv?.path ?? ''} cannot be made: ${(stderr.trim() || stdout.trim()).slice(-2000)}`,
        { rc: Number(rc), stdout, stderr },
      );
    default:
      throw new ModuleFailure(`pip: ${missing(place)}`);
  }
}

function missing({ executable, virtualenv, python }: PipPlace): string {
  if (executable !== undefined) return `there is no '${executable}' on the target`;
  if (virtualenv !== undefined) return `there is no pip in the virtual environment ${virtualenv.path}`;
  return `the target has no pip, neither of ${python} nor as pip3 or pip: install it first (python3-pip on Debian)`;
}

/** Everything after the last two NULs is for this module. */
const finish = `finish() { printf '\\0\\0%s' "$1"; shift; for word; do printf '\\0%s' "$word"; done; exit 0; }`;

function pipScript(
  place: PipPlace,
  { call, checkMode }: { readonly call: PipCall; readonly checkMode: boolean },
): string {
  const { chdir, umask, virtualenv } = place;
  const words = call.words.map(quote).join(' ');
  const frozen = '$(LC_ALL=C "$@" freeze 2>/dev/null </dev/null)';
  return [
    finish,
    'created=no; differs=no',
    umask === undefined ? '' : `umask ${umask}`,
    chdir === undefined ? '' : `CDPATH= cd -- ${quote(chdir)} 2>/dev/null || finish no-folder`,
    place.breakSystemPackages ? 'PIP_BREAK_SYSTEM_PACKAGES=1; export PIP_BREAK_SYSTEM_PACKAGES' : '',
    virtualenv === undefined ? '' : virtualenvScript(virtualenv, { place, checkMode }),
    locateScript(place),
    call.compare === true ? `before=${frozen}` : '',
    `"$@" ${words} </dev/null`,
    'rc=$?',
    call.compare === true ? `[ "$before" = "${frozen}" ] || differs=yes` : '',
    'finish ran "$rc" "$created" "$differs" "$@"',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function virtualenvScript(
  { path, command, python }: NewVirtualenv,
  { place, checkMode }: { readonly place: PipPlace; readonly checkMode: boolean },
): string {
  const [program = '', ...words] = command;
  const interpreter =
    python === 'own' ? '' : ` -p"$(command -v ${quote(python === 'default' ? place.python : python)})"`;
  const make = checkMode
    ? 'finish would-create'
    : `${[program, ...words].map(quote).join(' ')}${interpreter} ${quote(path)} </dev/null || finish virtualenv-failed "$?"
  created=yes`;
  return `if [ ! -e ${quote(path)}/bin/activate ]; then
  command -v ${quote(program)} >/dev/null || finish no-virtualenv-program
  ${make}
fi`;
}

/** Makes pip the positional parameters. */
function locateScript({ executable, virtualenv, python }: PipPlace): string {
  if (virtualenv !== undefined) {
    return `if [ -x ${quote(virtualenv.path)}/bin/pip3 ]; then set -- ${quote(virtualenv.path)}/bin/pip3
elif [ -x ${quote(virtualenv.path)}/bin/pip ]; then set -- ${quote(virtualenv.path)}/bin/pip
else finish no-pip; fi`;
  }
  if (executable !== undefined) {
    return `pip=$(command -v ${quote(executable)}) || finish no-pip
set -- "$pip"`;
  }
  return `if python=$(command -v ${quote(python)}) &&
  "$python" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("pip") is None)' 2>/dev/null
then set -- "$python" -m pip.__main__
elif pip=$(command -v pip3 || command -v pip); then set -- "$pip"
else finish no-pip; fi`;
}
