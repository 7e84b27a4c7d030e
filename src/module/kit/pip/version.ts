/** Versions of Python packages: https://peps.python.org/pep-0440/ */

const pattern =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** What is before the release, its number behind it: a development release, alpha, beta, candidate, the release. */
  readonly stage: readonly [rank: 0 | 1 | 2 | 3 | 4, number: number];
  readonly post: number;
  readonly dev: number;
  readonly local: string;
}

/** Whether a version fits a specifier, `>=1.2` or `==2.*`. What is no version fits only when it is written alike. */
export function fitsSpecifier(text: string, specifier: string): boolean {
  const [, operator = '', wanted = ''] = /^(===|[=!<>~]=|[<>])\s*(.*)$/.exec(specifier) ?? [];
  const version = parseVersion(text);
  const other = parseVersion(wanted.replace(/\.\*$/, ''));
  if (version === undefined || other === undefined) {
    return operator.startsWith('==') ? text === wanted : operator === '!=' && text !== wanted;
  }
  const isPrefix = wanted.endsWith('.*');
  const order = compareVersions(other.local === '' ? { ...version, local: '' } : version, other);
  switch (operator) {
    case '===':
      return text.toLowerCase() === wanted.toLowerCase();
    case '==':
      return isPrefix ? hasPrefix(version, other) : order === 0;
    case '!=':
      return isPrefix ? !hasPrefix(version, other) : order !== 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0 && (other.post >= 0 || version.post < 0 || !isSameRelease(version, other));
    case '<':
      return order < 0 && (other.stage[0] < 4 || version.stage[0] === 4 || !isSameRelease(version, other));
    case '~=':
      return order >= 0 && hasPrefix(version, { ...other, release: other.release.slice(0, -1) });
    default:
      return false;
  }
}

function parseVersion(text: string): Version | undefined {
  const match = pattern.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [, epoch, release = '', stage, stageNumber, dashPost, post, dev, devNumber, local = ''] = match;
  const hasPost = dashPost !== undefined || post !== undefined;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    stage: [stageRank(stage, dev !== undefined && !hasPost), Number(stageNumber ?? 0)],
    post: hasPost ? Number(dashPost ?? post) : -1,
    dev: dev === undefined ? Number.POSITIVE_INFINITY : Number(devNumber ?? 0),
    local,
  };
}

function stageRank(name: string | undefined, isDevelopment: boolean): Version['stage'][0] {
  if (name === undefined) return isDevelopment ? 0 : 4;
  if (name.startsWith('a')) return 1;
  return name.startsWith('b') ? 2 : 3;
}

function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.release.length, b.release.length);
  const padded = ({ release }: Version): readonly number[] =>
    Array.from({ length }, (_, index) => release[index] ?? 0);
  const keyOf = (version: Version): readonly number[] => [
    version.epoch,
    ...padded(version),
    ...version.stage,
    version.post,
    version.dev,
  ];
  const other = keyOf(b);
  const difference = keyOf(a)
    .map((part, index) => Math.sign(part - (other[index] ?? 0)))
    .find((sign) => sign === 1 || sign === -1);
  if (difference !== undefined) return difference;
  return a.local === b.local ? 0 : a.local < b.local ? -1 : 1;
}

function hasPrefix(version: Version, { epoch, release }: Version): boolean {
  return version.epoch === epoch && release.every((part, index) => (version.release[index] ?? 0) === part);
}

function isSameRelease(a: Version, b: Version): boolean {
  const plain = { stage: [4, 0], post: -1, dev: Number.POSITIVE_INFINITY, local: '' } as const;
  return compareVersions({ ...a, ...plain }, { ...b, ...plain }) === 0;
}
