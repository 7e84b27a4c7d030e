import type { SshOption } from '../connection/types.ts';
import { TsplayError } from '../errors.ts';
import { splitIniWords } from '../inventory/ini-words.ts';
import { didYouMean } from '../util/nearest.ts';

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

export interface ParsedSshArguments extends SshArguments {
  /** All of them under ssh's own names, in their order. */
  readonly options: readonly SshOption[];
  /** `-F`: read in the place of ssh_config. */
  readonly configFile?: string | undefined;
  /** The first of what the program ssh alone can do. */
  readonly needsProgram?: string | undefined;
}

/**
 * Reads arguments meant for the program ssh. As with ssh, the first word on a thing counts. What only tunes ssh
 * (multiplexing, compression, algorithms) means nothing to a connection of ours; what would change where a connection
 * goes needs the program itself. Throws `ssh-argument-unsupported` for what is neither.
 */
export function parseSshArguments(text: string): ParsedSshArguments {
  if (last?.text !== text) last = { text, parsed: parseWords(text) };
  return last.parsed;
}

/** Every task of every host asks, and mostly with the same text. */
let last: { readonly text: string; readonly parsed: ParsedSshArguments } | undefined;

function parseWords(text: string): ParsedSshArguments {
  const words = splitIniWords(text)?.map((word) => word.text);
  if (words === undefined) throw refusal(text, 'a quote is not closed');
  const all = optionsOf(words);
  const configFile = all.find(({ name }) => name === CONFIG_FILE)?.value;
  const options = all.filter(({ name }) => name !== CONFIG_FILE);
  const needed = configFile === undefined ? options.find(needsProgram) : { name: '-F', value: configFile };
  const ours: SshArguments = Object.assign({}, ...options.map(readOption).reverse());
  return {
    ...ours,
    options,
    configFile,
    needsProgram: needed === undefined ? undefined : `${needed.name} ${needed.value}`,
  };
}

const CONFIG_FILE = '-F';

const flagOptions: Readonly<Record<string, string>> = {
  B: 'BindInterface',
  D: 'DynamicForward',
  F: CONFIG_FILE,
  I: 'PKCS11Provider',
  J: 'ProxyJump',
  S: 'ControlPath',
  b: 'BindAddress',
  c: 'Ciphers',
  i: 'IdentityFile',
  l: 'User',
  m: 'MACs',
  p: 'Port',
};

/** Flags without a value that say something of the connection; of the others (`-q`, `-v`, `-T`...) it knows nothing. */
const plainFlags: Readonly<Record<string, SshOption | undefined>> = {
  4: { name: 'AddressFamily', value: 'inet' },
  6: { name: 'AddressFamily', value: 'inet6' },
  A: { name: 'ForwardAgent', value: 'yes' },
  C: { name: 'Compression', value: 'yes' },
  K: { name: 'GSSAPIAuthentication', value: 'yes' },
  a: { name: 'ForwardAgent', value: 'no' },
};
const flagWord = /^-[46ACKTaqtvxXY]+$/;

function optionsOf(words: readonly string[]): readonly SshOption[] {
  const options: SshOption[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (flagWord.test(word)) {
      options.push(...[...word].flatMap((letter) => plainFlags[letter] ?? []));
      continue;
    }
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

/** Options by their names in small letters, as they are written. */
type Names = ReadonlyMap<string, string>;

function names(...lines: readonly string[]): Names {
  return new Map(lines.flatMap((line) => line.split(' ').map((name) => [name.toLowerCase(), name])));
}

/** Tuning of ssh that does not matter to a connection made otherwise. */
const tuning = names(
  'AddKeysToAgent BatchMode CheckHostIP Ciphers Compression ConnectionAttempts ControlMaster ControlPath',
  'ControlPersist ForwardX11 ForwardX11Trusted GSSAPIDelegateCredentials HashKnownHosts HostKeyAlgorithms IPQoS',
  'IdentitiesOnly KbdInteractiveAuthentication KexAlgorithms LogLevel MACs NumberOfPasswordPrompts',
  'PasswordAuthentication PreferredAuthentications PubkeyAcceptedAlgorithms PubkeyAcceptedKeyTypes',
  'PubkeyAuthentication RekeyLimit RequestTTY SendEnv ServerAliveCountMax TCPKeepAlive UpdateHostKeys VerifyHostKeyDNS',
  'VisualHostKey',
);

/** What decides where a connection goes, or what it can do there, and only the program ssh can honour. */
const ofProgram = names(
  'AddressFamily BindAddress BindInterface CanonicalDomains CanonicalizeFallbackLocal CanonicalizeHostname',
  'CanonicalizeMaxDots CanonicalizePermittedCNAMEs CertificateFile DynamicForward ExitOnForwardFailure ForwardAgent',
  'GSSAPIAuthentication HostKeyAlias HostName HostbasedAuthentication IdentityAgent KnownHostsCommand LocalForward',
  'NoHostAuthenticationForLocalhost PKCS11Provider ProxyCommand ProxyJump ProxyUseFdpass RemoteForward',
  'RequiredRSASize RevokedHostKeys SecurityKeyProvider SetEnv',
);

/** Said to be off, it asks for nothing that the program would be needed for. */
const offWhenNo = names('CanonicalizeHostname ForwardAgent GSSAPIAuthentication HostbasedAuthentication');

const read = names(
  'StrictHostKeyChecking UserKnownHostsFile GlobalKnownHostsFile Port User IdentityFile ConnectTimeout',
  'ServerAliveInterval',
);
const known: readonly string[] = [read, tuning, ofProgram].flatMap((some) => [...some.values()]);

function needsProgram({ name, value }: SshOption): boolean {
  const key = name.toLowerCase();
  return ofProgram.has(key) && !(offWhenNo.has(key) && /^(?:no|false)$/i.test(value));
}

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
      if (tuning.has(name.toLowerCase()) || ofProgram.has(name.toLowerCase())) return {};
      throw refusal(`${name} ${value}`, 'it is no option that is known here', didYouMean(name, known));
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

function refusal(text: string, reason: string, hint?: string): TsplayError {
  return new TsplayError({
    code: 'ssh-argument-unsupported',
    message: `'${text}' among the arguments for ssh cannot be honoured: ${reason}`,
    hint,
  });
}
