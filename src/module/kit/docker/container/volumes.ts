import { ModuleFailure } from '../../../result.ts';

const modes = new Set([
  ...['ro', 'rw', 'z', 'Z', 'consistent', 'delegated', 'cached', 'nocopy'],
  ...['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'],
]);

export interface Volumes {
  /** `/host:/inside:rw`, as the API takes them. */
  readonly binds: readonly string[];
  /** Folders for which the engine makes a volume. */
  readonly anonymous: readonly string[];
}

/** Volumes as the command line has them: `/host:/inside:ro`, `name:/inside`, `/inside`. */
export function parseVolumes(volumes: readonly string[]): Volumes {
  const parsed = volumes.map(parseVolume);
  return {
    binds: parsed.flatMap((one) => (one.kind === 'bind' ? [one.text] : [])),
    anonymous: parsed.flatMap((one) => (one.kind === 'anonymous' ? [one.target] : [])),
  };
}

type Volume =
  | { readonly kind: 'bind'; readonly text: string; readonly target: string }
  | { readonly kind: 'anonymous'; readonly target: string };

function parseVolume(text: string): Volume {
  const parts = text.split(':');
  const [first = '', second, third] = parts;
  if (second === undefined) return { kind: 'anonymous', target: first };
  if (parts.length > 3) throw new ModuleFailure(`volumes: '${text}' has more than three parts`);
  if (third === undefined && areModes(second)) {
    throw new ModuleFailure(`volumes: '${text}' has a mode and nothing to mount`);
  }
  const mode = third ?? 'rw';
  if (!areModes(mode)) {
    throw new ModuleFailure(`volumes: '${mode}' in '${text}' is no mode: ${[...modes].join(', ')}`);
  }
  return { kind: 'bind', text: `${hostPath(first)}:${second}:${mode}`, target: second };
}

function areModes(text: string): boolean {
  return text.split(',').every((mode) => modes.has(mode));
}

function hostPath(source: string): string {
  if (/^(\.|~)/.test(source)) {
    throw new ModuleFailure(
      `volumes: '${source}' is not absolute; only the target knows what it is relative to`,
    );
  }
  return source;
}

/** Throws ModuleFailure for a folder that two volumes or two mounts are for. */
export function refuseTwice(targets: readonly string[], name: string): void {
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) throw new ModuleFailure(`${name}: '${twice}' is there twice`);
}

/** The targets of volumes, with and without a source. */
export function volumeTargets(volumes: readonly string[]): readonly string[] {
  return volumes.map((text) => parseVolume(text).target);
}
