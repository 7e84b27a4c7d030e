/** What tells two builds of a package apart. `epoch` is `0` where there is none. */
export interface Evr {
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
}

/**
 * Compares two versions as rpm orders them (rpm-version(7)): runs of digits as numbers, runs of letters by their bytes,
 * digits after letters, `~` before everything, `^` after the end alone. Negative when `a` is the older.
 */
export function compareRpmVersions(a: string, b: string): number {
  const left = segments(a);
  const right = segments(b);
  for (let index = 0; ; index += 1) {
    const one = left[index];
    const other = right[index];
    if (one === undefined && other === undefined) return 0;
    if (one === other) continue;
    const order = compareSegments(one, other);
    if (order !== 0) return order;
  }
}

/** The epoch first, then version and release; a release that one of them lacks does not count. */
export function compareEvr(a: Evr, b: Evr): number {
  const epochs = Number(a.epoch) - Number(b.epoch);
  if (epochs !== 0) return epochs;
  const versions = compareRpmVersions(a.version, b.version);
  if (versions !== 0 || a.release === '' || b.release === '') return versions;
  return compareRpmVersions(a.release, b.release);
}

/** `2:1.0-3`: epoch and release may be missing. */
export function parseEvr(text: string): Evr {
  const [, epoch = '0', version = '', release = ''] = /^(?:(\d+):)?([^-]*)(?:-(.*))?$/.exec(text) ?? [];
  return { epoch, version, release };
}

function segments(version: string): readonly string[] {
  return version.match(/\d+|[A-Za-z]+|[~^]/g) ?? [];
}

function compareSegments(one: string | undefined, other: string | undefined): number {
  if (one === '~' || other === '~') return one === '~' ? -1 : 1;
  if (one === '^') return other === undefined ? 1 : -1;
  if (other === '^') return one === undefined ? -1 : 1;
  if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
  const isNumber = /^\d/.test(one);
  if (isNumber !== /^\d/.test(other)) return isNumber ? 1 : -1;
  if (!isNumber) return one < other ? -1 : 1;
  const [left, right] = [BigInt(one), BigInt(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
