import type { ModuleContext } from '../context.ts';
import { ModuleFailure } from '../result.ts';
import { type AttributePlan, attributeScript, type TargetIds } from './file-attributes.ts';
import { directoryOf, quotePath } from './paths.ts';
import { type FileStatus, parseStatus, statusScript } from './status.ts';
import { checkValidateCommand, validateFile } from './validate-command.ts';

export interface WriteRequest {
  /** Where the content goes. Its folder exists; a link there is replaced. */
  readonly path: string;
  readonly content: Uint8Array;
  /** What is there now. */
  readonly current: FileStatus | undefined;
  readonly plan: AttributePlan;
  readonly ids: TargetIds;
  readonly backup?: boolean;
  readonly validate?: string | undefined;
  readonly unsafeWrites?: boolean;
}

export interface WrittenFile {
  readonly status: FileStatus;
  readonly backupFile: string | undefined;
}

/**
 * Puts content in its place in one step, so that nobody ever sees half of it or may read what he should not: a
 * temporary file in the same folder (mode 0600) gets owner and mode (those of the file it replaces unless others are
 * asked for), is validated, and is renamed. Throws ModuleFailure; the temporary file is gone then.
 */
export async function writeFile(context: ModuleContext, request: WriteRequest): Promise<WrittenFile> {
  if (request.validate !== undefined) checkValidateCommand(request.validate);
  const temporary = await context.target.upload(request.content, directoryOf(request.path));
  if (request.validate !== undefined) await validateFile(context, request.validate, temporary);
  return installFile(context, temporary, request);
}

/** The last part of `writeFile`, for a temporary file that is on the target already, in the same folder. */
export async function installFile(
  context: ModuleContext,
  temporary: string,
  request: Omit<WriteRequest, 'content' | 'validate'>,
): Promise<WrittenFile> {
  const { stdout, stderr, rc } = await context.target.run(installScript(temporary, request), {
    signal: context.signal,
  });
  if (rc !== 0) throw new ModuleFailure(`cannot write ${request.path}: ${stderr.toString().trim()}`, { rc });
  const end = stdout.indexOf(0);
  const status = parseStatus({ stdout: stdout.subarray(end + 1), rc });
  if (end < 0 || status === undefined)
    throw new ModuleFailure(`${request.path} is not there after it was written`);
  return { status, backupFile: end === 0 ? undefined : stdout.subarray(0, end).toString() };
}

/** The shell text of `installFile`: a subshell that prints the backup, a NUL and the new status. */
export function installScript(
  temporary: string,
  request: Omit<WriteRequest, 'content' | 'validate'>,
): string {
  const { current, plan, ids } = request;
  const kept = current?.kind === 'link' ? undefined : current;
  const mode = plan.mode ?? kept?.mode ?? 0o666 & ~ids.umask;
  return `(
t=${quotePath(temporary)}
p=${quotePath(request.path)}
trap 'rm -f "$t"' EXIT
trap 'exit 1' HUP INT TERM
${kept === undefined ? '' : `chown ${kept.uid}:${kept.gid} "$t" 2>/dev/null || :`}
${attributeScript({ ...plan, mode }, '"$t"')}
${kept === undefined ? '' : 'if [ -d /sys/fs/selinux ]; then chcon --reference="$p" "$t" 2>/dev/null || :; fi'}
${request.backup === true && kept !== undefined ? backupScript : ''}
printf '\\0'
${replaceScript(request.unsafeWrites === true)}
${kept === undefined ? 'if [ -d /sys/fs/selinux ]; then restorecon "$p" 2>/dev/null || :; fi' : ''}
trap - EXIT
${statusScript('"$p"', false)}
)`;
}

/** Keeps `$p` beside itself under Ansible's name for backups (path, process, local time, a tilde), and prints it. */
export const backupScript = `b=$p.$$.$(date +%Y-%m-%d@%H:%M:%S)~
cp -p "$p" "$b" || exit 1
printf '%s' "$b"`;

function replaceScript(unsafeWrites: boolean): string {
  if (!unsafeWrites) return 'mv -f "$t" "$p" || exit 1';
  return `mv -f "$t" "$p" 2>/dev/null || { cat "$t" > "$p" && rm -f "$t"; } || exit 1`;
}
