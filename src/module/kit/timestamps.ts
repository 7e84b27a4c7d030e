/** When a command started and ended, and how long it took, as Python prints times. */
export interface Timestamps {
  readonly start: string;
  readonly end: string;
  readonly delta: string;
}

/** @param start, end milliseconds since the epoch, with fractions; shown in the controller's time zone */
export function timestamps(start: number, end: number): Timestamps {
  return {
    start: formatMoment(start),
    end: formatMoment(end),
    delta: formatDuration(Math.max(0, Math.round((end - start) * 1000))),
  };
}

/** Python's `str(datetime)`: `2026-01-01 10:00:00.004631`. */
export function formatMoment(milliseconds: number): string {
  const date = new Date(milliseconds);
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  const micros = Math.floor(milliseconds * 1000) % 1e6;
  return `${day} ${clock}${micros === 0 ? '' : `.${pad(micros, 6)}`}`;
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
