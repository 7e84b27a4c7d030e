/** When a command started and ended, and how long it took, as Python prints times. */
export interface Timestamps {
  readonly start: string;
  readonly end: string;
  readonly delta: string;
}

/** @param start, end lines of `date '+%Y-%m-%d %H:%M:%S.%N %s'`; some dates know no `%N` */
export function timestamps(start: string, end: string): Timestamps {
  const first = parseMoment(start);
  const last = parseMoment(end);
  return {
    start: first.text,
    end: last.text,
    delta: formatDuration(Math.max(0, last.micros - first.micros)),
  };
}

function parseMoment(line: string): { readonly text: string; readonly micros: number } {
  const match = /^(\S+ [\d:]+)(?:\.(\S*))? (\d+)$/.exec(line);
  const fraction = /^\d{9}$/.test(match?.[2] ?? '') ? (match?.[2] ?? '').slice(0, 6) : '';
  return {
    text: fraction === '' ? (match?.[1] ?? '') : `${match?.[1] ?? ''}.${fraction}`,
    micros: Number(match?.[3] ?? 0) * 1e6 + Number(fraction),
  };
}

/** Python's `str(timedelta)`: `0:00:01.500000`, `1 day, 0:00:00`. */
export function formatDuration(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const days = Math.floor(seconds / 86_400);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const fraction = micros % 1e6 === 0 ? '' : `.${String(micros % 1e6).padStart(6, '0')}`;
  const clock = `${Math.floor((seconds % 86_400) / 3600)}:${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
  return `${days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `}${clock}${fraction}`;
}
