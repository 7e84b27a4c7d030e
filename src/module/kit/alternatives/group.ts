import { quote } from '../quote.ts';
import { mapReading, type Reading, textReading } from '../reading.ts';

/** A name that several programs can be found under. */
export interface AlternativeGroup {
  readonly isManual: boolean;
  /** The generic name's place: `/usr/bin/editor`. */
  readonly link: string;
  /** Other links that follow the choice, in their order. */
  readonly followers: readonly { readonly name: string; readonly link: string }[];
  readonly choices: readonly AlternativeChoice[];
  /** The path that the link leads to now; empty when it leads nowhere. */
  readonly current: string;
}

export interface AlternativeChoice {
  readonly path: string;
  readonly priority: number;
  /** Where each follower leads to, in the order of the group's followers; empty where it has none. */
  readonly followers: readonly string[];
}

/**
 * Reads a group from the file that update-alternatives keeps of it, of dpkg and of chkconfig alike; undefined when there
 * is none.
 */
export function alternativeGroup(name: string): Reading<AlternativeGroup | undefined> {
  const word = quote(name);
  return mapReading(
    textReading(`for folder in /var/lib/dpkg/alternatives /var/lib/alternatives; do
  [ -f "$folder/"${word} ] || continue
  readlink "/etc/alternatives/"${word} || echo
  cat "$folder/"${word} || exit 1
  break
done`),
    (text) => (text === undefined || text === '' ? undefined : parseGroup(text)),
  );
}

/** The first line is the current path, the rest the file: mode, link, the followers, and after an empty line the choices. */
export function parseGroup(text: string): AlternativeGroup {
  const [current = '', mode = '', link = '', ...rest] = text.split('\n');
  const end = rest.indexOf('');
  const head = end < 0 ? rest : rest.slice(0, end);
  const followers = head.flatMap((name, index) =>
    index % 2 === 0 ? [{ name, link: head[index + 1] ?? '' }] : [],
  );
  const lines = end < 0 ? [] : rest.slice(end + 1);
  const size = 2 + followers.length;
  const choices: AlternativeChoice[] = [];
  for (let at = 0; (lines[at] ?? '') !== ''; at += size) {
    choices.push({
      path: lines[at] ?? '',
      // chkconfig writes the family of a choice before its priority, and a service behind it.
      priority: Number.parseInt((lines[at + 1] ?? '').replace(/^@[^@]*@/, ''), 10),
      followers: followers.map((_, index) => lines[at + 2 + index] ?? ''),
    });
  }
  return { isManual: mode === 'manual', link, followers, choices, current };
}
