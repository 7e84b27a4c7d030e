/** Something that Compose did, or would: what the module returns as `actions`. */
export interface ComposeEvent {
  readonly what: 'network' | 'image' | 'volume' | 'container' | 'service' | 'unknown';
  readonly id: string;
  /** `Creating`, `Starting`, ... */
  readonly status: string;
}

const kinds = ['network', 'image', 'volume', 'container', 'service'] as const;

/** What begins, by the word that tells so; what only goes on or ends has no change of its own. */
const beginnings: Readonly<Record<string, string>> = {
  Building: 'Building',
  Creating: 'Creating',
  Killing: 'Killing',
  Pulling: 'Pulling',
  Recreate: 'Recreating',
  Recreating: 'Recreating',
  Removing: 'Removing',
  Restarting: 'Restarting',
  Starting: 'Starting',
  Stopping: 'Stopping',
};

/**
 * The changes in what Compose prints of its progress (`--progress plain`): lines of a kind, a name and a word, such as
 * ` Container shop-web-1  Creating`, with a mark in front in a dry run.
 */
export function composeEvents(text: string): readonly ComposeEvent[] {
  return text.split('\n').flatMap((line): readonly ComposeEvent[] => {
    const [, what = '', id = '', word = ''] =
      /^(?: *DRY-RUN MODE -)? *(?:(Network|Image|Volume|Container|Service) +)?"?([^\s"]+)"? +([A-Z][a-z]+) *$/.exec(
        line.trimEnd(),
      ) ?? [];
    const status = beginnings[word];
    if (status === undefined) return [];
    const kind = kinds.find((one) => one === what.toLowerCase());
    return [{ what: kind ?? guessedKind(status), id, status }];
  });
}

/** Pulls and builds are told by service alone. */
function guessedKind(status: string): ComposeEvent['what'] {
  return status === 'Pulling' || status === 'Building' ? 'service' : 'unknown';
}

/** Whether any of them changes something that lasts. A build is seen by the containers that it has made anew. */
export function isChange(
  events: readonly ComposeEvent[],
  { ignoreBuilds }: { readonly ignoreBuilds: boolean },
): boolean {
  return events.some(({ status }) => !(ignoreBuilds && status === 'Building'));
}
