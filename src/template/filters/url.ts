import { valueError } from '../../values/errors.ts';
import type { Value } from '../../values/types.ts';

/** A URL's components as Python's `urllib.parse.urlsplit` names them, in the order of their names. */
export function splitUrl(url: string): ReadonlyMap<string, Value> {
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(url);
  let rest = scheme === null ? url : url.slice(scheme[0].length);
  let netloc = '';
  if (rest.startsWith('//')) {
    netloc = /^\/\/([^/?#]*)/.exec(rest)?.[1] ?? '';
    rest = rest.slice(netloc.length + 2);
  }
  const fragmentAt = rest.indexOf('#');
  const fragment = fragmentAt < 0 ? '' : rest.slice(fragmentAt + 1);
  const beforeFragment = fragmentAt < 0 ? rest : rest.slice(0, fragmentAt);
  const queryAt = beforeFragment.indexOf('?');
  const authority = splitAuthority(netloc);
  return new Map<string, Value>([
    ['fragment', fragment],
    ['hostname', authority.hostname],
    ['netloc', netloc],
    ['password', authority.password],
    ['path', queryAt < 0 ? beforeFragment : beforeFragment.slice(0, queryAt)],
    ['port', authority.port],
    ['query', queryAt < 0 ? '' : beforeFragment.slice(queryAt + 1)],
    ['scheme', scheme?.[1]?.toLowerCase() ?? ''],
    ['username', authority.username],
  ]);
}

interface Authority {
  readonly hostname: string | null;
  readonly port: number | null;
  readonly username: string | null;
  readonly password: string | null;
}

function splitAuthority(netloc: string): Authority {
  const at = netloc.lastIndexOf('@');
  const user = at < 0 ? undefined : netloc.slice(0, at);
  const colon = user?.indexOf(':') ?? -1;
  const host = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(netloc.slice(at + 1));
  const hostname = host?.[1] ?? host?.[2] ?? '';
  return {
    hostname: hostname === '' ? null : hostname.toLowerCase(),
    port: portOf(host?.[3]),
    username: user === undefined ? null : colon < 0 ? user : user.slice(0, colon),
    password: user === undefined || colon < 0 ? null : user.slice(colon + 1),
  };
}

function portOf(text: string | undefined): number | null {
  if (text === undefined || text === '') {
    return null;
  }
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(port) || port > 65535) {
    throw valueError(`the port of a URL is a number from 0 to 65535, not '${text}'`);
  }
  return port;
}
