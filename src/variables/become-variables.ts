import { TsplayError } from '../errors.ts';
import type { BecomeSpec } from '../shell/types.ts';
import { didYouMean } from '../util/nearest.ts';
import { Secret } from '../values/types.ts';
import { booleanSetting, type SettingSource, textSetting } from './rendered-variables.ts';

export interface BecomeDefaults {
  /** `--become`. */
  readonly become: boolean;
  readonly becomeMethod: string;
  readonly becomeUser: string;
  /** `--ask-become-pass`. */
  readonly becomePassword?: Secret | undefined;
}

const methods: ReadonlyMap<string, BecomeSpec['method']> = new Map([
  ['sudo', 'sudo'],
  ['ansible.builtin.sudo', 'sudo'],
  ['su', 'su'],
  ['ansible.builtin.su', 'su'],
  ['doas', 'doas'],
  ['community.general.doas', 'doas'],
]);

/** Who a task runs as; undefined for the login user. Variables beat keywords beat options. */
export function resolveBecome(source: SettingSource, defaults: BecomeDefaults): BecomeSpec | undefined {
  const isOn =
    booleanSetting(source, { variables: ['ansible_become'], keyword: 'become' }) ?? defaults.become;
  if (!isOn) return undefined;
  const written =
    textSetting(source, { variables: ['ansible_become_method'], keyword: 'become_method' }) ??
    defaults.becomeMethod;
  const method = methods.get(written) ?? unknownMethod(written);
  const own = (setting: string, keyword?: string): string | undefined =>
    textSetting(source, {
      variables: [`ansible_become_${setting}`, `ansible_${method}_${setting}`],
      ...(keyword === undefined ? {} : { keyword }),
    });
  const password = own('password') ?? own('pass');
  return {
    method,
    user: own('user', 'become_user') ?? defaults.becomeUser,
    password: password === undefined ? defaults.becomePassword : new Secret(password),
    flags: own('flags', 'become_flags'),
    exe: own('exe', 'become_exe'),
  };
}

function unknownMethod(written: string): never {
  throw new TsplayError({
    code: 'become-method-unsupported',
    message: `become method '${written}' is not supported; sudo, su and doas are`,
    hint: didYouMean(written, methods.keys()),
  });
}
