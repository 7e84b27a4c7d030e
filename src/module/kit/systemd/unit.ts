import { quote } from '../quote.ts';

export type UnitScope = 'system' | 'user' | 'global';

/** What systemd says of one unit, and what went wrong asking. */
export interface UnitState {
  /** `systemctl show`: property to value. */
  readonly properties: ReadonlyMap<string, string>;
  /** `systemctl is-enabled`: its word and its status. */
  readonly enabled: { readonly word: string; readonly rc: number };
  /** A script of that name in /etc/init.d, with start links in a runlevel. */
  readonly initScript: { readonly exists: boolean; readonly isEnabled: boolean };
  /** Why systemd could not be asked; empty when it could. */
  readonly error: string;
}

export interface UnitQuestion {
  /** The program with its flags. */
  readonly systemctl: string;
  readonly unit: string;
  readonly scope: UnitScope;
  /** Whether anybody wants to know if the unit is enabled. */
  readonly asksEnabled: boolean;
}

/** Shell text that reads a unit's state, for `parseUnitState`. One program, or two; no round trip of its own. */
export function unitStateScript({ systemctl, unit, scope, asksEnabled }: UnitQuestion): string {
  const name = quote(unit);
  const bare = quote(unit.replace(/\.service$/, ''));
  const ask = `${systemctl} is-enabled -- ${name} </dev/null 2>/dev/null\necho "=$?"`;
  const enabled = scope === 'system' ? `${linkedScript(unit)}\n*)\n${ask}\n;; esac` : ask;
  return `shown=$(${systemctl} show -- ${name} </dev/null)
printf '%s\\n=%d\\n' "$shown" "$?"
${asksEnabled ? enabled : 'echo "=1"'}
if [ -x /etc/init.d/${bare} ]; then
  echo script
  for link in /etc/rc[2345].d/S[0-9][0-9]${bare}; do [ ! -h "$link" ] || { echo enabled; break; }; done
fi`;
}

/**
 * `systemctl show` knows whether a unit is enabled from when it was loaded; links that were made since (by a package's
 * script) may say otherwise. Where the folders of links agree with it, `is-enabled` would say the same. Up to the
 * default branch of a case.
 */
function linkedScript(unit: string): string {
  const suffix = /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/.test(unit);
  const file = quote(suffix ? unit : `${unit}.service`);
  return `linked=no
for link in /etc/systemd/system/*/${file} /run/systemd/system/*/${file}; do [ ! -h "$link" ] || linked=yes; done
case "
$shown

linked=$linked" in
*'
UnitFileState=enabled
'*'
linked=yes') printf 'enabled\\n=0\\n' ;;
*'
UnitFileState=disabled
'*'
linked=no') printf 'disabled\\n=1\\n' ;;`;
}

export function parseUnitState(stdout: string, stderr: string): UnitState {
  const [shown = '', enabled = '', init = ''] = stdout.split(/^=\d+\n/m);
  const statuses = [...stdout.matchAll(/^=(\d+)$/gm)].map((match) => Number(match[1]));
  return {
    properties: parseProperties(shown),
    enabled: { word: enabled.trim().split('\n').at(-1) ?? '', rc: statuses[1] ?? 1 },
    initScript: { exists: init.startsWith('script\n'), isEnabled: init.includes('enabled\n') },
    error: statuses[0] === 0 ? '' : stderr.trim(),
  };
}

/** `Name=value` lines. A value in braces (`ExecStart={ ... }`) may go on over several lines. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let open: string | undefined;
  for (const line of text.split('\n')) {
    if (open !== undefined) {
      properties.set(open, `${properties.get(open) ?? ''}\n${line}`);
      if (line.trimEnd().endsWith('}')) open = undefined;
      continue;
    }
    const match = /^(\w+)=(.*)$/.exec(line);
    if (match?.[1] === undefined) continue;
    const value = match[2] ?? '';
    properties.set(match[1], value);
    if (value.startsWith('{') && !value.trimEnd().endsWith('}')) open = match[1];
  }
  return properties;
}

export function isFound({ properties, initScript }: UnitState): boolean {
  const load = properties.get('LoadState');
  return (
    (load !== undefined && load !== 'not-found' && load !== 'bad-setting' && load !== 'error') ||
    initScript.exists
  );
}

export function isMasked({ properties }: UnitState): boolean {
  return properties.get('LoadState') === 'masked';
}

export function isRunning({ properties }: UnitState): boolean {
  const state = properties.get('ActiveState');
  return state === 'active' || state === 'activating' || state === 'reloading';
}

/** Units that cannot be enabled (`static`, `indirect`, ...) count as enabled: there is nothing that enabling would add. */
export function isEnabled({ enabled, initScript, properties }: UnitState): boolean {
  if (enabled.rc === 0) return enabled.word !== 'enabled-runtime';
  const hasUnitFile = (properties.get('UnitFileState') ?? '') !== '';
  return !hasUnitFile && initScript.exists && initScript.isEnabled;
}
