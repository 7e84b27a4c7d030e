import { isDeepStrictEqual } from 'node:util';
import { ModuleFailure, type ResultData } from '../../result.ts';
import { parsedJson, type SnapState } from './state.ts';

/** One entry of `options`: `key=value`, or `snap:key=value` for one snap alone. */
export interface SnapOption {
  readonly snap: string | undefined;
  /** `server.port`: names in each other. */
  readonly key: string;
  readonly value: string;
}

/** Throws ModuleFailure for what is no option. */
export function parseOption(text: string): SnapOption {
  const [, snap, key, value] = /^(?:([\w-]+):)?([\w][\w.-]*)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new ModuleFailure(`snap: '${text}' is no option: key=value or snap:key=value is`);
  return { snap, key, value };
}

/** The options for one snap that it does not have yet. */
export function missingOptions(
  name: string,
  options: readonly SnapOption[],
  { settings }: SnapState,
): readonly SnapOption[] {
  const current = settings.get(name);
  return options.filter(
    ({ snap, key, value }) => (snap ?? name) === name && !isSet(valueAt(current, key), value),
  );
}

function valueAt(settings: ResultData, key: string): ResultData {
  return key
    .split('.')
    .reduce<ResultData>((value, name) => (isRecord(value) ? value[name] : undefined), settings);
}

function isRecord(value: ResultData): value is Readonly<Record<string, ResultData>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** snap takes a value for JSON when it can be read so, else for a text. */
function isSet(current: ResultData, wanted: string): boolean {
  if (current === undefined) return false;
  return current === wanted || isDeepStrictEqual(current, parsedJson(wanted));
}
