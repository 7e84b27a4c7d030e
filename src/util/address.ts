/** An address as it stands before a port or a path: one of IPv6 is told from what follows by brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
