import { readSource } from '../../../source/read.ts';
import { str } from '../../../values/printing.ts';
import { isTruthy } from '../../../values/truth.ts';
import type { Value } from '../../../values/types.ts';
import { flagOption, lookupError, textOption } from '../options.ts';
import type { LookupContext } from '../types.ts';
import type { UrlRequest } from './exchange.ts';

/** Options that a variable (`ansible_lookup_url_NAME`) or the environment (`ANSIBLE_LOOKUP_URL_NAME`) can set too. */
const SETTABLE = [
  'force',
  'timeout',
  'http_agent',
  'force_basic_auth',
  'follow_redirects',
  'unix_socket',
  'ca_path',
  'unredirected_headers',
  'ciphers',
  'use_gssapi',
] as const;

const OPTIONS: readonly string[] = [
  ...SETTABLE,
  'validate_certs',
  'split_lines',
  'use_proxy',
  'username',
  'password',
  'headers',
];

/** Variables and settings in the environment are called so where it is not after the option. */
const SETTING_NAMES: Readonly<Record<string, string>> = { http_agent: 'agent' };

const LARGEST_BODY = 16 * 1024 * 1024;

export interface UrlLookup {
  readonly request: Omit<UrlRequest, 'url'>;
  readonly splitsLines: boolean;
  readonly usesProxy: boolean;
}

/** What the options of a lookup `url` ask for. @throws TsplayError `lookup-failed` for what cannot be done */
export function readUrlOptions(given: ReadonlyMap<string, Value>, context: LookupContext): UrlLookup {
  for (const name of given.keys()) {
    if (!OPTIONS.includes(name)) {
      throw lookupError(`the lookup 'url' has no option '${name}'; it has ${OPTIONS.join(', ')}`);
    }
  }
  const options = withSettings(given, context);
  if (flagOption(options, 'use_gssapi', false)) {
    throw lookupError("the lookup 'url' does not speak GSSAPI (use_gssapi)");
  }
  const seconds = Number(textOption(options, 'timeout') ?? 10);
  if (!(seconds > 0)) throw lookupError("the timeout of the lookup 'url' is a number of seconds above 0");
  const caPath = textOption(options, 'ca_path');
  return {
    splitsLines: flagOption(options, 'split_lines', true),
    usesProxy: flagOption(options, 'use_proxy', true),
    request: {
      headers: headersOf(options),
      unredirectedHeaders: wordsOf(options.get('unredirected_headers') ?? null).map((name) =>
        name.toLowerCase(),
      ),
      user: textOption(options, 'username'),
      password: textOption(options, 'password'),
      forceBasicAuth: flagOption(options, 'force_basic_auth', false),
      followsRedirects: followsRedirects(textOption(options, 'follow_redirects') ?? 'urllib2'),
      validatesCertificates: flagOption(options, 'validate_certs', true),
      certificateAuthorities:
        caPath === undefined ? undefined : readSource(caPath, { what: 'certificates' }).text,
      ciphers: wordsOf(options.get('ciphers') ?? null).join(':') || undefined,
      socketPath: textOption(options, 'unix_socket'),
      timeoutMs: seconds * 1000,
      largestBody: LARGEST_BODY,
    },
  };
}

/** Options by name go before variables, and these before the environment. */
function withSettings(given: ReadonlyMap<string, Value>, context: LookupContext): ReadonlyMap<string, Value> {
  const settings = SETTABLE.flatMap((name) => {
    const setting = `ansible_lookup_url_${SETTING_NAMES[name] ?? name}`;
    const value = context.variable(setting) ?? process.env[setting.toUpperCase()];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Map<string, Value>([...settings, ...given]);
}

/** A GET is redirected whatever the policy, unless there is to be none. */
function followsRedirects(policy: string): boolean {
  switch (policy.toLowerCase()) {
    case 'urllib2':
    case 'all':
    case 'yes':
    case 'true':
    case 'safe':
      return true;
    case 'none':
    case 'no':
    case 'false':
      return false;
    default:
      throw lookupError(
        `the follow_redirects of the lookup 'url' is all, safe, none or urllib2, not '${policy}'`,
      );
  }
}

function headersOf(options: ReadonlyMap<string, Value>): Readonly<Record<string, string>> {
  const headers = options.get('headers') ?? null;
  if (headers !== null && !(headers instanceof Map))
    throw lookupError("the headers of the lookup 'url' are a dict");
  const entries = Array.from(headers ?? new Map<Value, Value>(), ([name, value]) => [
    str(name).toLowerCase(),
    str(value),
  ]);
  return {
    'user-agent': textOption(options, 'http_agent') ?? 'ansible-httpget',
    ...(isTruthy(flagOption(options, 'force', false)) ? { 'cache-control': 'no-cache' } : {}),
    ...(Object.fromEntries(entries) as Record<string, string>),
  };
}

function wordsOf(value: Value): readonly string[] {
  if (value === null) return [];
  return Array.isArray(value)
    ? value.map(str)
    : str(value)
        .split(/[,:]/)
        .filter((word) => word !== '');
}
