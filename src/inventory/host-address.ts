import { isIPv6 } from 'node:net';
import { TsplayError } from '../errors.ts';
import { expandHostRanges } from './host-ranges.ts';

export interface HostAddresses {
  readonly names: readonly string[];
  readonly port: number | undefined;
}

/**
 * The hosts that one entry of an inventory stands for: `name`, `name:22`, `web[1:3].example:2222`, `2001:db8::1`,
 * `[2001:db8::1]:22`. Throws `invalid-host-range` and `invalid-host-name`.
 */
export function parseHostEntry(entry: string): HostAddresses {
  if (isIPv6(entry)) return { names: [entry], port: undefined };
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  if (bracketed?.[1] !== undefined && isIPv6(bracketed[1])) {
    return { names: [bracketed[1]], port: portOf(bracketed[2], entry) };
  }
  if (entry === '' || entry.endsWith(':') || entry === '---') throw invalidName(entry);
  const withPort = /^((?:[^:[\]]|\[[^\]]*\])+):(\d+)$/.exec(entry);
  if (withPort?.[1] !== undefined) {
    return { names: expandHostRanges(withPort[1]), port: portOf(withPort[2], entry) };
  }
  return { names: expandHostRanges(entry), port: undefined };
}

function portOf(text: string | undefined, entry: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (port >= 1 && port <= 65_535) return port;
  throw new TsplayError({
    code: 'invalid-host-name',
    message: `'${entry}' gives port ${text}; a port is a number from 1 to 65535`,
  });
}

function invalidName(entry: string): TsplayError {
  return new TsplayError({
    code: 'invalid-host-name',
    message: entry === '' ? 'a host name is empty' : `'${entry}' is no host name`,
    hint: entry === '' ? undefined : 'it looks like YAML: give the file the extension .yml',
  });
}
