import { quotePath } from '../kit/paths.ts';
import { mapReading, type Reading, textReading } from '../kit/reading.ts';
import type { FileStatus } from '../kit/status.ts';
import { ModuleFailure, type ResultData } from '../result.ts';

/** A time as the file module takes it: kept, the moment of the run, or `CCYYMMDDhhmm.SS` in the target's time zone. */
export type TimeRequest =
  | { readonly kind: 'preserve' }
  | { readonly kind: 'now' }
  | { readonly kind: 'at'; readonly stamp: string };

/** Reads `preserve`, `now`, or a time in a strftime format of whole numbers. */
export function parseTime(text: string, format: string): TimeRequest {
  if (text === 'preserve' || text === '') return { kind: 'preserve' };
  if (text === 'now') return { kind: 'now' };
  const fields = new Map<string, string>();
  const names: string[] = [];
  const pattern = format.replaceAll(
    /%([YmdHMS])|([.*+?^${}()|[\]\\])/g,
    (_, field?: string, special?: string) => {
      if (field === undefined) return `\\${special}`;
      names.push(field);
      return field === 'Y' ? '(\\d{4})' : '(\\d{1,2})';
    },
  );
  const match = pattern.includes('%') ? null : new RegExp(`^${pattern}$`).exec(text);
  if (match === null)
    throw new ModuleFailure(
      `the time '${text}' is not of the format '${format}' (%Y %m %d %H %M %S are understood)`,
    );
  names.forEach((name, index) => {
    fields.set(name, (match[index + 1] ?? '').padStart(2, '0'));
  });
  const part = (name: string, fallback: string): string => fields.get(name) ?? fallback;
  const day = `${part('Y', '1900')}${part('m', '01')}${part('d', '01')}`;
  return { kind: 'at', stamp: `${day}${part('H', '00')}${part('M', '00')}.${part('S', '00')}` };
}

export interface LocalTimes {
  readonly accessed: string | undefined;
  readonly modified: string | undefined;
}

/** A path's times as `CCYYMMDDhhmm.SS` in the target's time zone, links followed. */
export function localTimesOf(path: string): Reading<LocalTimes> {
  const p = quotePath(path);
  const format = '+%Y%m%d%H%M.%S';
  const script = `if [ -e ${p} ]; then
date -d "@$(stat -L -c %X ${p})" ${format}
date -d "@$(stat -L -c %Y ${p})" ${format}
fi`;
  return mapReading(textReading(script, 'prints'), (text) => {
    const [accessed, modified] = (text ?? '').split('\n');
    return { accessed, modified };
  });
}

export interface TimesRequest {
  readonly access: TimeRequest;
  readonly modification: TimeRequest;
  readonly current: LocalTimes;
}

/** The touch commands that set the times that differ; none when all are as wanted. `now` always differs. */
export function timesScript(word: string, { access, modification, current }: TimesRequest): string {
  const commands = [
    differs(access, current.accessed) ? touch('-a', access, word) : '',
    differs(modification, current.modified) ? touch('-m', modification, word) : '',
  ];
  return commands.filter((command) => command !== '').join('\n');
}

/** The times that change, as the two sides of a diff: stamps, or seconds since the epoch and `now`. */
export function timesSides(
  { access, modification, current }: TimesRequest,
  status: FileStatus | undefined,
): { readonly before: Record<string, ResultData>; readonly after: Record<string, ResultData> } {
  const before: Record<string, ResultData> = {};
  const after: Record<string, ResultData> = {};
  const note = (name: string, request: TimeRequest, was: ResultData): void => {
    before[name] = was;
    after[name] = request.kind === 'at' ? request.stamp : 'now';
  };
  if (differs(access, current.accessed)) note('atime', access, current.accessed ?? status?.accessed);
  if (differs(modification, current.modified)) {
    note('mtime', modification, current.modified ?? status?.modified);
  }
  return { before, after };
}

function differs(request: TimeRequest, current: string | undefined): boolean {
  return request.kind === 'now' || (request.kind === 'at' && request.stamp !== current);
}

function touch(flag: string, request: TimeRequest, word: string): string {
  return `touch ${flag}${request.kind === 'at' ? ` -t ${request.stamp}` : ''} ${word} || exit 1`;
}
