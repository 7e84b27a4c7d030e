/** A package in the transaction that zypper carried out, or would. */
export interface Change {
  /** `install`, `remove`, `upgrade`, `downgrade`, `reinstall`, ... */
  readonly kind: string;
  readonly name: string;
  readonly edition: string;
  /** What is there before. */
  readonly oldEdition: string | undefined;
}

/** The transaction in what zypper prints with `--xmlout`, which other programs may print among. */
export function changesIn(xml: string): readonly Change[] {
  const summaries = [...xml.matchAll(/<install-summary\b[^>]*>(.*?)<\/install-summary>/gs)];
  return summaries
    .flatMap(([, text = '']) => [...text.matchAll(/<to-([a-z-]+)\b[^>]*>(.*?)<\/to-\1>/gs)])
    .flatMap(([, kind = '', text = '']) => solvables(text).map((solvable) => ({ kind, ...solvable })));
}

/** What `zypper search --installed-only` lists. */
export function installedIn(xml: string): ReadonlySet<string> {
  return new Set(solvables(xml).map(({ name }) => name));
}

/** What zypper complains of. */
export function complaintsIn(xml: string): readonly string[] {
  return [...xml.matchAll(/<message type="error">(.*?)<\/message>/gs)]
    .map(([, text = '']) => unescaped(text))
    .concat([...xml.matchAll(/<prompt\b[^>]*>\s*<description>(Problem: .*?)<\/description>/gs)].map(textOf));
}

/** One line for each kind of change. */
export function changeText(changes: readonly Change[]): string {
  return [...new Set(changes.map(({ kind }) => kind))]
    .map((kind) => {
      const parts = changes.filter((change) => change.kind === kind).map(changeWords);
      return `${pastOf(kind)}: ${parts.join(', ')}\n`;
    })
    .join('');
}

function changeWords({ name, edition, oldEdition }: Change): string {
  return oldEdition === undefined ? name : `${name} (${oldEdition} => ${edition})`;
}

/** `installed`, `removed`; `change-arch` stays. */
function pastOf(kind: string): string {
  if (kind.includes('-')) return kind;
  return kind.endsWith('e') ? `${kind}d` : `${kind}ed`;
}

function solvables(xml: string): readonly Omit<Change, 'kind'>[] {
  return [...xml.matchAll(/<solvable\b([^>]*)>/g)].map(([, text = '']) => {
    const attributes = new Map(
      [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, unescaped(value)]),
    );
    return {
      name: attributes.get('name') ?? '',
      edition: attributes.get('edition') ?? '',
      oldEdition: attributes.get('edition-old'),
    };
  });
}

function textOf([, text = '']: RegExpExecArray): string {
  return unescaped(text);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
