import { TsplayError } from '../errors.ts';
import { splitIniWords } from '../inventory/ini-words.ts';

/** What `ansible_ssh_common_args` and the like can say of a connection. */
export interface SshArguments {
  readonly hostKeyChecking?: 'strict' | 'accept-new' | 'off';
  readonly userKnownHostsFiles?: readonly string[];
  readonly globalKnownHostsFiles?: readonly string[];
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  readonly connectTimeoutMs?: number;
  readonly keepaliveMs?: number;
}

interface SshOption {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads arguments meant for the program ssh. As with ssh, the first word on a thing counts. What only tunes ssh
 * (multiplexing, compression, algorithms) is left out; what would change where a connection goes and cannot be
 * honoured is refused. Throws `ssh-argument-unsupported`.
 */
export function parseSshArguments(text: string): SshArguments {
  if (last?.text !== text) last = { text, parsed: parseWords(text) };
  return last.parsed;
}

/** Every task of every host asks, and mostly with the same text. */
let last: { readonly text: string; readonly parsed: SshArguments } | undefined;

function parseWords(text: string): SshArguments {
  const words = splitIniWords(text)?.map((word) => word.text);
  if (words === undefined) throw refusal(text, 'a quote is not closed');
  const firstLast = optionsOf(words).map(readOption).reverse();
  return Object.assign({}, ...firstLast);
}

const flagOptions: Readonly<Record<string, string>> = {
  p: 'Port',
  l: 'User',
  i: 'IdentityFile',
  J: 'ProxyJump',
  W: 'ProxyCommand',
  F: 'Include',
  b: 'BindAddress',
};

/** Options without a value that do not change where a connection goes. */
const ignoredFlags = /^-[46ACTaqtvxXY]+$/;

function optionsOf(words: readonly string[]): readonly SshOption[] {
  const options: SshOption[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (ignoredFlags.test(word)) continue;
    const flag = /^-([a-zA-Z])([\s\S]*)$/.exec(word);
    if (flag === null) throw refusal(word, 'it is no option');
    const [, letter = '', attached = ''] = flag;
    if (attached === '') index += 1;
    const value = attached === '' ? words[index] : attached;
    if (value === undefined) throw refusal(word, 'its value is missing');
    options.push(letter === 'o' ? splitOption(value) : { name: flagOptions[letter] ?? `-${letter}`, value });
  }
  return options;
}

function splitOption(text: string): SshOption {
  const [, name = text, value = ''] = /^\s*([^\s=]+)(?:\s*=\s*|\s+)([\s\S]*)$/.exec(text) ?? [];
  return { name, value };
}

/** Tuning of ssh that does not matter to a connection made otherwise. */
const ignoredOptions: ReadonlySet<string> = new Set(
  [
    'AddKeysToAgent BatchMode CheckHostIP Ciphers Compression ConnectionAttempts ControlMaster ControlPath',
    'ControlPersist ForwardAgent ForwardX11 GSSAPIAuthentication GSSAPIDelegateCredentials HashKnownHosts',
    'HostKeyAlgorithms IPQoS IdentitiesOnly KbdInteractiveAuthentication KexAlgorithms LogLevel MACs',
    'NumberOfPasswordPrompts PasswordAuthentication PreferredAuthentications PubkeyAcceptedAlgorithms',
    'PubkeyAcceptedKeyTypes PubkeyAuthentication RequestTTY SendEnv ServerAliveCountMax TCPKeepAlive',
    'UpdateHostKeys VerifyHostKeyDNS VisualHostKey AddressFamily',
  ].flatMap((line) => line.toLowerCase().split(' ')),
);

function readOption({ name, value }: SshOption): SshArguments {
  switch (name.toLowerCase()) {
    case 'stricthostkeychecking':
      return { hostKeyChecking: checkingOf(value) };
    case 'userknownhostsfile':
      return { userKnownHostsFiles: fileList(value) };
    case 'globalknownhostsfile':
      return { globalKnownHostsFiles: fileList(value) };
    case 'port':
      return { port: numberOf(name, value) };
    case 'user':
      return { user: value };
    case 'identityfile':
      return { identityFile: value };
    case 'connecttimeout':
      return { connectTimeoutMs: numberOf(name, value) * 1000 };
    case 'serveraliveinterval':
      return { keepaliveMs: numberOf(name, value) * 1000 };
    default:
      if (ignoredOptions.has(name.toLowerCase())) return {};
      throw refusal(`${name} ${value}`, 'it is not supported yet');
  }
}

function fileList(value: string): readonly string[] {
  return value.split(/\s+/).filter((path) => path !== '' && path !== 'none');
}

function checkingOf(value: string): 'strict' | 'accept-new' | 'off' {
  switch (value.toLowerCase()) {
    case 'no':
    case 'off':
    case 'false':
      return 'off';
    case 'accept-new':
      return 'accept-new';
    case 'yes':
    case 'true':
    case 'ask':
      return 'strict';
    default:
      throw refusal(`StrictHostKeyChecking ${value}`, 'it is yes, no, ask or accept-new');
  }
}

function numberOf(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw refusal(`${name} ${value}`, 'it must be a whole number');
  return Number(value);
}

function refusal(text: string, reason: string): TsplayError {
  return new TsplayError({
    code: 'ssh-argument-unsupported',
    message: `'${text}' among the arguments for ssh cannot be honoured: ${reason}`,
    hint: /proxy/i.test(text) ? 'run from a machine that reaches the host directly' : undefined,
  });
}
