import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../../context.ts';

export interface CommandOutcome {
  /** Status of the first command that failed, else 0. */
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What `after` printed, whether the commands failed or not. */
  readonly after: string;
}

export interface Commands {
  /** Shell text each, run in this order up to the first that fails. */
  readonly commands: readonly string[];
  /** Shell text that reads the new state. */
  readonly after: string;
  readonly stdin?: string | undefined;
}

/** Makes changes and reads the state that they led to, in one round trip. */
export async function runCommands(context: ModuleContext, commands: Commands): Promise<CommandOutcome> {
  const marker = `tsplay-${randomBytes(12).toString('hex')}`;
  const script = `rc=0
for step in 1; do
${commands.commands.map((command) => `${command} || { rc=$?; break; }`).join('\n')}
done
printf '\\n%s %d\\n' ${marker} "$rc"
{ ${commands.after}
} </dev/null`;
  const { stdout, stderr } = await context.target.run(script, {
    signal: context.signal,
    ...(commands.stdin === undefined ? {} : { stdin: commands.stdin }),
  });
  const text = stdout.toString();
  const at = text.lastIndexOf(`\n${marker} `);
  const [status = '255', ...after] = at < 0 ? [] : text.slice(at + marker.length + 2).split('\n');
  return {
    rc: Number(status),
    stdout: at < 0 ? text : text.slice(0, at),
    stderr: stderr.toString(),
    after: after.join('\n'),
  };
}
