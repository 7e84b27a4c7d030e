import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import type { Reading } from '../reading.ts';
import type { FirewallSetting } from './setting.ts';

/** The configuration that is in force, and the one on disk. */
export type FirewallConfiguration = 'runtime' | 'permanent';

/** How a configuration has a setting. Offline, only what is on disk can be asked and changed. */
export interface FirewallState {
  readonly isSet: boolean;
  readonly isOffline: boolean;
}

/** The status of firewall-cmd when the firewall is not running. */
const NOT_RUNNING = 252;

/** The statuses of the script, beside those of a query: 0 for yes, 1 for no, more for a refusal. */
const NO_PROGRAM = 127;
const NOT_LISTED = 128;

/**
 * Reads one setting in one configuration. A catalogue is looked into only when something is missing that shall be set:
 * firewalld itself refuses a name that is not in it no sooner than it is added. Throws ModuleFailure for what firewalld
 * refuses to answer.
 */
export function firewallState(
  setting: FirewallSetting,
  { configuration, enabled }: { readonly configuration: FirewallConfiguration; readonly enabled: boolean },
): Reading<FirewallState> {
  return {
    script: `command -v firewall-cmd >/dev/null 2>&1 || exit ${NO_PROGRAM}
LC_ALL=C; export LC_ALL
ask() { firewall-cmd ${configurationOption(configuration)}"$@" 2>&1; }
answer=$(ask ${setting.question})
rc=$?
mode=online
if [ "$rc" -eq ${NOT_RUNNING} ]; then
  mode=offline
  ${configuration === 'permanent' ? offlineQuestion(setting) : ':'}
fi
${enabled ? catalogueScript(setting) : ''}
printf '%s\n%s' "$mode" "$answer"
exit "$rc"`,
    parse: ({ stdout, rc }) => {
      const [mode = '', ...answer] = stdout.toString().split('\n');
      const text = answer.join('\n').trim();
      if (rc === NO_PROGRAM) throw new ModuleFailure('firewalld: firewall-cmd is not on the target');
      const isOffline = mode === 'offline';
      if (isOffline && configuration === 'runtime') {
        throw new ModuleFailure(
          'firewalld: the firewall is not running: nothing can change at once, only with permanent and without immediate',
        );
      }
      if (rc === NOT_LISTED) throw new ModuleFailure(`firewalld: there is no ${setting.label}`);
      if (rc > 1) throw new ModuleFailure(`firewalld refuses ${setting.label}: ${text}`, { rc });
      return { isSet: setting.isSet({ rc, text }), isOffline };
    },
  };
}

function offlineQuestion({ question }: FirewallSetting): string {
  return `ask() { firewall-offline-cmd "$@" 2>&1; }
  answer=$(ask ${question})
  rc=$?`;
}

function catalogueScript({ catalogue }: FirewallSetting): string {
  if (catalogue === undefined) return '';
  return `if [ "$rc" -eq 1 ]; then
  case " $(ask ${catalogue.question}) " in *${quote(` ${catalogue.name} `)}*) ;; *) rc=${NOT_LISTED} ;; esac
fi`;
}

export interface FirewallChange {
  readonly setting: FirewallSetting;
  readonly configuration: FirewallConfiguration;
  readonly enabled: boolean;
  /** Seconds after which firewalld itself takes it back; 0 means never. */
  readonly timeout: number;
  readonly isOffline: boolean;
}

/** Shell text that makes one change. */
export function firewallChangeScript(change: FirewallChange): string {
  const { setting, configuration, enabled, timeout, isOffline } = change;
  const program = isOffline ? 'firewall-offline-cmd ' : `firewall-cmd ${configurationOption(configuration)}`;
  const isForAWhile = enabled && setting.mayEnd && timeout > 0 && configuration === 'runtime';
  const end = isForAWhile ? ` --timeout=${timeout}` : '';
  return `LC_ALL=C ${program}${enabled ? setting.enable : setting.disable}${end}`;
}

function configurationOption(configuration: FirewallConfiguration): string {
  return configuration === 'permanent' ? '--permanent ' : '';
}
