import { ModuleFailure } from '../../result.ts';
import { mapReading, noReading, type Reading, textReading, together } from '../reading.ts';

/** How ufw stands. */
export interface UfwState {
  /** `ufw status verbose`. */
  readonly status: string;
  readonly isActive: boolean;
  /** Whether it is started when the machine is. */
  readonly isEnabled: boolean;
  /** `off`, `low`, `medium`, `high` or `full`. */
  readonly logging: string;
  /** Of what comes in, goes out and passes: `ACCEPT`, `DROP` or `REJECT`. */
  readonly policies: UfwPolicies;
  readonly rules: UfwRules;
  /** How many rules of IPv4 and IPv6 `ufw status numbered` lists. */
  readonly numbered: { readonly ipv4: number; readonly ipv6: number };
}

export type UfwPolicies = Readonly<Record<'INPUT' | 'OUTPUT' | 'FORWARD', string>>;

/** The rules by family, in their order; a family is undefined where the text does not speak of it. */
export interface UfwRules {
  readonly ipv4: readonly string[] | undefined;
  readonly ipv6: readonly string[] | undefined;
}

/** Reads it. The rules' places are asked for only where one shall be inserted. Throws ModuleFailure without ufw. */
export function ufwState({ isNumbered }: { readonly isNumbered: boolean }): Reading<UfwState> {
  return mapReading(
    together({
      status: textReading('LC_ALL=C ufw status verbose 2>&1'),
      settings: textReading('cat /etc/default/ufw /etc/ufw/ufw.conf 2>/dev/null || :'),
      rules: textReading(
        'for folder in /lib/ufw /etc/ufw /var/lib/ufw; do cat "$folder/user.rules" "$folder/user6.rules" 2>/dev/null; done; :',
      ),
      numbered: isNumbered ? textReading('LC_ALL=C ufw status numbered') : noReading(''),
    }),
    ({ status, settings, rules, numbered = '' }) => {
      if (status === undefined)
        throw new ModuleFailure('ufw does not answer: is it there, and are you root?');
      const setting = settingsIn(settings ?? '');
      const policy = (chain: string): string => setting.get(`DEFAULT_${chain}_POLICY`) ?? '';
      return {
        status,
        isActive: /^Status: active$/m.test(status),
        isEnabled: setting.get('ENABLED') === 'yes',
        logging: setting.get('LOGLEVEL') ?? 'off',
        policies: { INPUT: policy('INPUT'), OUTPUT: policy('OUTPUT'), FORWARD: policy('FORWARD') },
        rules: rulesIn(rules ?? ''),
        numbered: countNumbered(numbered),
      };
    },
  );
}

/** The rules in the text of user.rules and user6.rules, which is also what a dry run prints. */
export function rulesIn(text: string): UfwRules {
  const families = { ipv4: undefined as string[] | undefined, ipv6: undefined as string[] | undefined };
  let family: 'ipv4' | 'ipv6' = 'ipv4';
  for (const line of text.split('\n')) {
    const chain = /^:(ufw6?)-user-input /.exec(line)?.[1];
    if (chain !== undefined) {
      family = chain === 'ufw6' ? 'ipv6' : 'ipv4';
      families[family] ??= [];
    } else if (line.startsWith('### tuple ')) families[family]?.push(line);
  }
  return families;
}

function settingsIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^\s*([A-Z_]+)=["']?([^"'\n]*?)["']?\s*$/gm);
  return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

function countNumbered(text: string): UfwState['numbered'] {
  const rules = text.split('\n').filter((line) => /^\[ *\d+\]/.test(line));
  // What names an address of IPv6 is not marked.
  const ipv6 = rules.filter((line) => /\(v6\)|[\da-f]*:[\da-f]*:/i.test(line)).length;
  return { ipv4: rules.length - ipv6, ipv6 };
}
