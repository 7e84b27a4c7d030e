import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { streams } from '../plain-output.ts';
import { quote } from '../quote.ts';

export interface AptOptions {
  readonly dpkgOptions: readonly string[];
  readonly lockTimeout: number;
  readonly flags: readonly string[];
  /** The exit status of a policy-rc.d that is there while packages change: 101 keeps services from being started. */
  readonly policyRcD: number | undefined;
}

export interface AptOutcome {
  readonly changed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs apt-get; in check mode it only simulates. Throws ModuleFailure with its output when it fails. */
export async function runAptGet(
  context: ModuleContext,
  { verb, options }: { readonly verb: readonly string[]; readonly options: AptOptions },
): Promise<AptOutcome> {
  const words = [
    'apt-get',
    '-y',
    ...options.dpkgOptions.flatMap((option) => ['-o', `Dpkg::Options::=--${option}`]),
    '-o',
    `DPkg::Lock::Timeout=${options.lockTimeout}`,
    ...(context.checkMode ? ['-s'] : []),
    ...options.flags,
    ...verb,
  ];
  const command = words.map(quote).join(' ');
  const call = `DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical LC_ALL=C LANG=C ${command} </dev/null`;
  const script =
    options.policyRcD === undefined || context.checkMode ? call : withPolicyRcD(call, options.policyRcD);
  const output = await context.target.run(script, { signal: context.signal });
  const stdout = output.stdout.toString();
  const stderr = output.stderr.toString();
  if (output.rc !== 0) {
    throw new ModuleFailure(`'${words.join(' ')}' failed: ${stderr}`, {
      rc: output.rc,
      ...streams(stdout, stderr),
    });
  }
  return { changed: changesAnything(stdout), stdout, stderr };
}

/** What was there before is put back, whatever becomes of apt-get. */
function withPolicyRcD(call: string, status: number): string {
  return `(
policy=/usr/sbin/policy-rc.d
saved=
if [ -e "$policy" ] || [ -h "$policy" ]; then saved=$policy.tsplay-$$; mv -- "$policy" "$saved" || exit; fi
restore() { rm -f -- "$policy"; if [ -n "$saved" ]; then mv -- "$saved" "$policy"; fi; }
trap restore EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\\nexit ${status}\\n' >"$policy" && chmod 755 "$policy" || exit
${call}
)`;
}

/** Whether apt-get's last words tell of any change. */
export function changesAnything(stdout: string): boolean {
  const summary = /^\d+ upgraded, \d+ newly installed, .*\d+ to remove/m.exec(stdout)?.[0];
  if (summary !== undefined && /\b[1-9]\d*\b/.test(summary)) return true;
  return /^Del /m.test(stdout);
}

/** What will change, for `--diff`: from after the preliminaries to the summary. */
export function preparedDiff(stdout: string): string {
  const start = 'Reading state information...\n';
  const at = stdout.indexOf(start);
  const rest = at < 0 ? stdout : stdout.slice(at + start.length);
  const summary = /^\d+ upgraded, .*$/m.exec(rest);
  return summary === null ? '' : rest.slice(0, summary.index + summary[0].length);
}

export function resultOf(context: ModuleContext, outcome: AptOutcome): ModuleResult {
  return {
    changed: outcome.changed,
    ...streams(outcome.stdout, outcome.stderr),
    ...(context.diffMode ? { diff: { prepared: preparedDiff(outcome.stdout) } } : {}),
  };
}
