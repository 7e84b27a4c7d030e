import { fitsSpecifier } from './version.ts';

/** What pip is asked for: a package by its name, or what only pip understands (an address, a path). */
export type Requirement =
  | {
      readonly kind: 'package';
      /** As pip gets it. */
      readonly text: string;
      readonly name: string;
      /** `>=1.2`, in the order of their text. */
      readonly specifiers: readonly string[];
    }
  | { readonly kind: 'other'; readonly text: string };

const operators = '(?:===|[=!<>~]=|[<>])';
const specifierList = `${operators}\\s*[^\\s,;()]+(?:\\s*,\\s*${operators}\\s*[^\\s,;()]+)*`;
const requirement = new RegExp(
  `^([A-Za-z0-9](?:[\\w.-]*[A-Za-z0-9])?)\\s*(?:\\[([^\\]]*)\\])?\\s*(?:\\(?(${specifierList})\\)?)?\\s*(?:;\\s*(.+))?$`,
);

/** Reads `name[extra]>=1,<2; marker` (PEP 508), and writes it in one way. */
export function parseRequirement(text: string): Requirement {
  const match = requirement.exec(text.trim());
  if (match === null) return { kind: 'other', text: text.trim() };
  const [, name = '', extras, list = '', marker] = match;
  const specifiers = inOrder(list).map((one) => one.replaceAll(/\s/g, ''));
  const chosen = extras === undefined ? '' : `[${inOrder(extras).join(',')}]`;
  const condition = marker === undefined ? '' : `; ${marker.trim()}`;
  return { kind: 'package', text: `${name}${chosen}${specifiers.join(',')}${condition}`, name, specifiers };
}

function inOrder(list: string): readonly string[] {
  const parts = list.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').sort();
}

/** Puts together again what stands between commas in one requirement: specifiers and extras. */
export function joinRequirements(parts: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    const isOpen = last !== undefined && last.lastIndexOf('[') > last.lastIndexOf(']');
    const belongs = last !== undefined && (isOpen || /^\s*[=!<>~]/.test(part));
    if (belongs) whole[whole.length - 1] = `${last},${part.trim()}`;
    else whole.push(part.trim());
  }
  return whole.filter((one) => one !== '');
}

/** Installed packages: the name as they are compared, and the version. */
export type InstalledPackages = ReadonlyMap<string, string>;

/** Out of what `pip list --format=freeze` prints. */
export function installedPackages(listing: string): InstalledPackages {
  return new Map(
    [...listing.matchAll(/^(\S+?)==(\S+)$/gm)].map(([, name = '', version = '']) => [
      comparableName(name),
      version,
    ]),
  );
}

/** Whether a package is there, in a version that fits. */
export function isInstalled(
  { name, specifiers }: Extract<Requirement, { kind: 'package' }>,
  installed: InstalledPackages,
): boolean {
  const version = installed.get(comparableName(name));
  return version !== undefined && specifiers.every((specifier) => fitsSpecifier(version, specifier));
}

/** Dashes, underscores and dots are the same in names, and so are letters large and small. */
function comparableName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
