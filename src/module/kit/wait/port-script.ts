import { quote } from '../quote.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Seconds for one try. */
  readonly connectTimeout: number;
}

/**
 * Shell functions that try one TCP connection from the target, with what it has: bash, nc, curl, and for ports of
 * its own the kernel's table. `reach` succeeds when something listens; `listen_to` prints what the other side says
 * first. `reach` ends with status 3 where nothing on the target can tell.
 */
export function portFunctions({ host, port, connectTimeout }: Endpoint): string {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const isLocal = /^(localhost|127\.[\d.]+|::1|0\.0\.0\.0)$/.test(host);
  return `host=${quote(host)} port=${port} seconds=${connectTimeout}
limit() {
  if command -v timeout >/dev/null 2>&1; then timeout "$@"; else shift; "$@"; fi
}
if command -v bash >/dev/null 2>&1; then tool=bash
elif command -v nc >/dev/null 2>&1; then tool=nc
elif command -v curl >/dev/null 2>&1; then tool=curl
elif ${isLocal ? '[ -r /proc/net/tcp ]' : 'false'}; then tool=proc
else tool=
fi
reach() {
  case $tool in
    bash) limit "$seconds" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" ;;
    nc)
      if nc -h 2>&1 | grep -q -e '-[a-zA-Z]*z'; then nc -z -w "$seconds" "$host" "$port"
      else
        limit $((seconds + 2)) nc -w "$seconds" "$host" "$port"
        case $? in 0 | 124 | 143) true ;; *) false ;; esac
      fi ;;
    curl) curl -s -o /dev/null --connect-timeout "$seconds" --max-time "$seconds" "telnet://$(case $host in *:*) printf '[%s]' "$host" ;; *) printf '%s' "$host" ;; esac):$port"
      case $? in 0 | 28 | 48 | 49 | 52 | 56) true ;; *) false ;; esac ;;
    proc) cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE '^ *[0-9]+: [0-9A-F]+:${hex} [0-9A-F]+:0000 0A ' ;;
    *) exit 3 ;;
  esac </dev/null >/dev/null 2>&1
}
listen_to() {
  case $tool in
    bash) limit "$seconds" bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit; IFS= read -r -t 2 -N 65536 -u 3 text; printf %s "$text"' "$host" "$port" ;;
    nc) sleep 2 | limit "$seconds" nc -w "$seconds" "$host" "$port" | head -c 65536 ;;
    *) exit 3 ;;
  esac 2>/dev/null
}`;
}
