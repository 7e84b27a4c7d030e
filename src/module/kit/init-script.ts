import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { splitWords } from './split-words.ts';

export interface WantedInitScript {
  readonly name: string;
  readonly state: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined;
  readonly enabled: boolean | undefined;
  /** Seconds. */
  readonly sleep: number;
  readonly pattern: string | undefined;
  readonly runlevels: readonly string[] | undefined;
  readonly arguments: string | undefined;
  readonly daemonize: boolean;
}

export interface InitScriptState {
  readonly exists: boolean;
  readonly isRunning: boolean;
  /** The runlevels in which it is started. */
  readonly startsIn: ReadonlySet<string>;
  /** Whether there are links of it in any runlevel. */
  readonly hasLinks: boolean;
}

/** How an init script stands: by its own status (LSB: 0 means that it runs) or by the list of processes. */
export function initScriptState({ name, state, pattern }: WantedInitScript): Reading<InitScriptState> {
  const script = quote(`/etc/init.d/${name}`);
  const isRunning =
    pattern === undefined
      ? `${script} status >/dev/null 2>&1 </dev/null`
      : `case $(ps -ef 2>/dev/null || ps) in *${quote(pattern)}*) : ;; *) false ;; esac`;
  return {
    script: `[ -x ${script} ] || exit 0
echo exists
for link in /etc/rc[0-6S].d/[SK][0-9][0-9]${quote(name)} /etc/rc.d/rc[0-6S].d/[SK][0-9][0-9]${quote(name)}; do
  if [ -h "$link" ] || [ -e "$link" ]; then echo "link $link"; fi
done
${state === 'started' || state === 'stopped' ? `if ${isRunning}; then echo running; fi` : ''}`,
    parse: ({ stdout }) => {
      const found = stdout.toString();
      const starts = [...found.matchAll(/^link \S*\/rc([0-6S])\.d\/S/gm)].map(([, level = '']) => level);
      return {
        exists: found.startsWith('exists\n'),
        isRunning: /^running$/m.test(found),
        startsIn: new Set(starts),
        hasLinks: /^link /m.test(found),
      };
    },
  };
}

export interface InitScriptCommands {
  /** Shell text; undefined when there is nothing to do. */
  readonly enabling: string | undefined;
  readonly acting: string | undefined;
}

export function initScriptCommands(wanted: WantedInitScript, found: InitScriptState): InitScriptCommands {
  return { enabling: enabling(wanted, found), acting: acting(wanted, found.isRunning) };
}

function enabling(
  { name, enabled, runlevels }: WantedInitScript,
  found: InitScriptState,
): string | undefined {
  if (enabled === undefined) return undefined;
  const levels = runlevels ?? ['2', '3', '4', '5'].filter((level) => found.startsIn.has(level));
  const isEnabled = levels.length > 0 && levels.every((level) => found.startsIn.has(level));
  const isDisabled = !levels.some((level) => found.startsIn.has(level));
  if (enabled ? isEnabled : isDisabled) return undefined;
  const service = quote(name);
  const verb = enabled ? 'enable' : 'disable';
  const [defaults, change] = [`update-rc.d ${service} defaults`, `update-rc.d ${service} ${verb}`];
  const inLevels = `${change} ${(runlevels ?? []).map(quote).join(' ')}`;
  const updates = found.hasLinks
    ? [inLevels]
    : runlevels === undefined
      ? [defaults]
      : [defaults, `update-rc.d ${service} disable`, inLevels];
  const levelOption = runlevels === undefined ? '' : `--level ${quote(runlevels.join(''))} `;
  return `if command -v update-rc.d >/dev/null 2>&1; then
  ${updates.join(' && ')}
else
  chkconfig ${levelOption}${service} ${enabled ? 'on' : 'off'}
fi </dev/null`;
}

function acting(wanted: WantedInitScript, isRunning: boolean): string | undefined {
  const more = (splitWords(wanted.arguments ?? '') ?? []).map((word) => ` ${quote(word)}`).join('');
  const quiet = wanted.daemonize ? ' >/dev/null 2>&1' : '';
  const act = (verb: string): string =>
    `${quote(`/etc/init.d/${wanted.name}`)} ${verb}${more} </dev/null${quiet}`;
  switch (wanted.state) {
    case 'started':
      return isRunning ? undefined : act('start');
    case 'stopped':
      return isRunning ? act('stop') : undefined;
    case 'restarted':
      return `${act('stop')} >/dev/null; sleep ${wanted.sleep}; ${act('start')}`;
    case 'reloaded':
      return act('reload');
    case undefined:
      return undefined;
  }
}
