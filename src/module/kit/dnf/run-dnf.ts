import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ResultData } from '../../result.ts';
import { quote } from '../quote.ts';
import { together } from '../reading.ts';
import { nevraOf, type RpmPackage, rpmReading } from '../rpm/installed-packages.ts';
import type { WantedDnf } from './arguments.ts';
import type { Dialect } from './dialect.ts';
import { unavailable } from './package-request.ts';
import { parseTransactionTable, type Transaction } from './transaction-table.ts';

export interface DnfCall {
  readonly dialect: Dialect;
  readonly wanted: WantedDnf;
  /** Of a transaction: `upgrade`, with further options. */
  readonly verb: readonly string[];
  readonly specs: readonly string[];
}

const none: Transaction = { installed: [], removed: [] };

/**
 * One transaction, and what it came to: what rpm lists before and after it. In check mode, and where packages are only
 * downloaded, it is what the program says that it would do. Throws ModuleFailure when it cannot be.
 */
export async function runDnf(context: ModuleContext, call: DnfCall): Promise<Transaction> {
  const { dialect, wanted, verb, specs } = call;
  const isPredicted = context.checkMode;
  const everything = rpmReading({ query: '-qa', root: rootOf(wanted) });
  const [command = '', ...options] = verb;
  const words = [
    ...[dialect.program, command, isPredicted ? '--assumeno' : '-y', ...options],
    ...dialect.options(wanted),
    ...(wanted.download_only && !isPredicted ? dialect.downloadOnly(wanted.download_dir) : []),
    ...specs,
  ];
  const whole = together({
    before: everything,
    program: {
      script: waiting(words.map(quote).join(' '), wanted.lock_timeout),
      parse: ({ stdout, rc }) => ({ stdout: stdout.toString(), rc }),
    },
    ...(isPredicted ? {} : { after: everything }),
  });
  const output = await context.target.run(whole.script, { signal: context.signal });
  const stderr = output.stderr.toString();
  if (output.timedOut || !whole.isWhole(output.stdout)) {
    throw new ModuleFailure(`${dialect.program} ${command} did not end in time`, { stderr });
  }
  const { before, program, after } = whole.parse(output);
  if (program.rc !== 0 && !isStopped(program.rc, stderr)) {
    if (isNothingToUpgrade(command, stderr)) return none;
    throw failureOf(call, { ...program, stderr });
  }
  return after === undefined || wanted.download_only
    ? parseTransactionTable(program.stdout, before)
    : difference(before, after);
}

export function rootOf({ installroot }: WantedDnf): string | undefined {
  return installroot === '/' ? undefined : installroot;
}

/** dnf and yum end with 200 when somebody else has their lock. */
function waiting(command: string, seconds: number): string {
  return `left=${Math.max(0, seconds)}
while :; do
  LC_ALL=C ${command} </dev/null
  rc=$?
  [ "$rc" -eq 200 ] && [ "$left" -gt 0 ] || exit "$rc"
  left=$((left - 1))
  sleep 1
done`;
}

/** Whether it showed the transaction and went no further, as it was told. */
function isStopped(rc: number, stderr: string): boolean {
  return rc === 1 && /^(Operation aborted|Exiting on user command)/m.test(stderr);
}

/** Only what is installed is upgraded, as far as there is anything to upgrade it with. */
function isNothingToUpgrade(command: string, stderr: string): boolean {
  return (
    command === 'upgrade' && /No (packages|group) marked for (upgrade|update)|no enabled repo/i.test(stderr)
  );
}

function difference(before: readonly RpmPackage[], after: readonly RpmPackage[]): Transaction {
  const [old, current] = [new Set(before.map(nevraOf)), new Set(after.map(nevraOf))];
  return {
    installed: [...current].filter((nevra) => !old.has(nevra)).sort(),
    removed: [...old].filter((nevra) => !current.has(nevra)).sort(),
  };
}

/** Packages that there are, but for what was excluded or asked of them. */
const filteredOut =
  /^(?:All matches were filtered out by .* for argument: (.*)|No .* updates? for argument "(.*)")$/gm;

interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly rc: number;
}

/** The failure under Ansible's keys: packages that are not there, filtered or without what they need, groups, the rest. */
function failureOf({ dialect, specs }: DnfCall, { stdout, stderr, rc }: ProgramOutput): ModuleFailure {
  const said = `${stdout}\n${stderr}`;
  const group = /^Module or Group '(.*)' is not available/m.exec(said)?.[1];
  if (group !== undefined) return new ModuleFailure(`No group ${group} available.`, { results: [] });
  if (/no enabled repo/i.test(stderr)) return unavailable(specs);
  const missing = [...said.matchAll(/^(?:No match for argument: (.*)|No package (.*) available\.)$/gm)].map(
    ([, one, other]) => (one ?? other ?? '').trim(),
  );
  const filtered = [...said.matchAll(filteredOut)].map(
    ([line, one, other]) => `${(one ?? other ?? '').trim()} ${line}`,
  );
  if (missing.length + filtered.length > 0) {
    const failure = unavailable(missing);
    const failures = [...(failure.data['failures'] as readonly string[]), ...filtered];
    return new ModuleFailure(failure.message, { ...failure.data, failures });
  }
  const data: Readonly<Record<string, ResultData>> = { failures: [], results: [], rc };
  const problem = /^ *(?:Problem[ :]|Error: Package: )[\s\S]*/m.exec(stderr)?.[0].trimEnd();
  if (problem !== undefined) return new ModuleFailure(`Depsolve Error occurred: \n${problem}`, data);
  const reason = stderr.replace(/^Error: */, '').trim() || stdout.trim();
  return new ModuleFailure(
    rc === 200
      ? `${dialect.program}: the lock is held by another process: ${reason}`
      : `${dialect.program}: ${reason}`,
    data,
  );
}
