import type { HostStats } from '../engine/events.ts';
import type { Diagnostic } from '../errors.ts';

/** Exit codes as ansible-playbook's. */
export const exitCodes = {
  ok: 0,
  error: 1,
  failedHosts: 2,
  usage: 2,
  unreachable: 4,
  /** An option that asks for what is not there. */
  badOptions: 5,
  /** A playbook that cannot be read. */
  parseError: 4,
  interrupted: 99,
} as const;

/** Of a run that was played: unreachable hosts outweigh failed ones. */
export function exitCodeOfStats(stats: Iterable<HostStats>): number {
  let code: number = exitCodes.ok;
  for (const { failed, unreachable } of stats) {
    if (unreachable > 0) return exitCodes.unreachable;
    if (failed > 0) code = exitCodes.failedHosts;
  }
  return code;
}

const argumentCodes: ReadonlySet<string> = new Set([
  'unknown-argument',
  'missing-argument',
  'wrong-type',
  'bad-choice',
  'argument-rule',
  'module-arguments',
]);

/**
 * Of what was refused before anything was played. Ansible answers 4 to a playbook it cannot read and 2 to a module's
 * wrong arguments; a file or role that is not there is a plain error.
 */
export function exitCodeOfDiagnostics(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length === 0) return exitCodes.ok;
  if (errors.every(({ code }) => argumentCodes.has(code))) return exitCodes.failedHosts;
  if (
    errors.every(({ code }) =>
      /not-found|unreadable|vault-password-|no-terminal|is-a-folder|no-hosts|unknown-handler|strategy|undefined/.test(
        code,
      ),
    )
  ) {
    return exitCodes.error;
  }
  return exitCodes.parseError;
}
