import type { ModuleContext } from '../context.ts';
import { directoryOf, quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import { runOrFail } from '../kit/run-or-fail.ts';
import { ModuleFailure } from '../result.ts';
import type { GitAccess } from './access.ts';

export interface ArchiveRequest {
  readonly access: GitAccess;
  /** Expanded. */
  readonly path: string;
  readonly prefix: string | undefined;
}

const formats = ['tar.gz', 'tgz', 'tar', 'zip'] as const;

/** git's name of the format that a path's extension stands for. Throws ModuleFailure for any other. */
export function archiveFormat(path: string): string {
  const format = formats.find((one) => path.endsWith(`.${one}`));
  if (format !== undefined) return format;
  throw new ModuleFailure(
    `git: ${path} is no archive that git makes: its name must end with .${formats.join(', .')}`,
  );
}

/** Makes the archive of what is checked out, unless the one that is there holds just that. Says whether it does not. */
export async function writeArchive(
  context: ModuleContext,
  { access, path, prefix }: ArchiveRequest,
): Promise<boolean> {
  const words = [
    `--format=${archiveFormat(path)}`,
    ...(prefix === undefined ? [] : [`--prefix=${quote(prefix)}`]),
  ].join(' ');
  const folder = quotePath(directoryOf(path));
  const write = `t=$(mktemp ${folder}/.tsplay-XXXXXX) || exit 1
trap 'rm -f "$t"' EXIT
g archive ${words} HEAD >"$t" || exit 1
if [ -e "$a" ]; then chmod "$(stat -c %a "$a")" "$t"; else chmod "$(printf %o "$((0666 & ~0$(umask)))")" "$t"; fi || exit 1
mv -f "$t" "$a" || exit 1`;
  const script = `(
${access.setup}
a=${quotePath(path)}
cd "$d" || exit 1
[ -f "$a" ] && g archive ${words} HEAD 2>/dev/null | cmp -s - "$a" && exit 0
echo changed
${context.checkMode ? '' : write}
)`;
  const { stdout } = await runOrFail(context, script, { failure: `git: ${path} cannot be made` });
  return stdout !== '';
}
