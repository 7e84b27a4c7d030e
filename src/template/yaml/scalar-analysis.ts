/** What a scalar's characters allow, as libyaml (below Ansible's to_yaml) judges them. */
export interface ScalarAnalysis {
  readonly text: string;
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
}

export type ScalarStyle = 'plain' | 'single' | 'double';

interface Findings {
  blockIndicators: boolean;
  flowIndicators: boolean;
  lineBreaks: boolean;
  special: boolean;
  tabs: boolean;
  edgeWhitespace: boolean;
  breakThenSpace: boolean;
  spaceThenBreak: boolean;
}

export function analyseScalar(text: string): ScalarAnalysis {
  if (text === '') {
    return { text, multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true };
  }
  const found = inspect(Array.from(text));
  if (text.startsWith('---') || text.startsWith('...')) {
    found.blockIndicators = true;
    found.flowIndicators = true;
  }
  const onlyDouble = found.spaceThenBreak || found.tabs || found.special;
  const plain = !onlyDouble && !found.edgeWhitespace && !found.breakThenSpace && !found.lineBreaks;
  return {
    text,
    multiline: found.lineBreaks,
    flowPlain: plain && !found.flowIndicators,
    blockPlain: plain && !found.blockIndicators,
    singleQuoted: !onlyDouble && !found.breakThenSpace,
  };
}

function inspect(characters: readonly string[]): Findings {
  const found: Findings = {
    blockIndicators: false,
    flowIndicators: false,
    lineBreaks: false,
    special: false,
    tabs: false,
    edgeWhitespace: false,
    breakThenSpace: false,
    spaceThenBreak: false,
  };
  const last = characters.length - 1;
  characters.forEach((character, index) => {
    const previous = characters[index - 1];
    const followedByBlank = index === last || isBlank(characters[index + 1] ?? ' ');
    noteIndicators(found, { character, first: index === 0, previous, followedByBlank });
    if (character === '\t') {
      found.tabs = true;
    } else if (!isPrintable(character)) {
      found.special = true;
    }
    if (isBreak(character)) {
      found.lineBreaks = true;
      found.spaceThenBreak ||= previous === ' ';
    } else if (character === ' ') {
      found.breakThenSpace ||= previous !== undefined && isBreak(previous);
    } else {
      return;
    }
    found.edgeWhitespace ||= index === 0 || index === last;
  });
  return found;
}

interface Neighbourhood {
  readonly character: string;
  readonly first: boolean;
  readonly previous: string | undefined;
  readonly followedByBlank: boolean;
}

function noteIndicators(
  found: Findings,
  { character, first, previous, followedByBlank }: Neighbourhood,
): void {
  const inFlow = first ? /[?:]/ : /[,?[\]{}:]/;
  const anywhere = first ? /[#,[\]{}&*!|>'"%@`]/ : undefined;
  if (anywhere?.test(character) || (character === '#' && previous !== undefined && isBlank(previous))) {
    found.flowIndicators = true;
    found.blockIndicators = true;
  } else if (first && character === '-' && followedByBlank) {
    found.flowIndicators = true;
    found.blockIndicators = true;
  } else if (inFlow.test(character)) {
    found.flowIndicators = true;
    found.blockIndicators ||= followedByBlank && (character === ':' || (first && character === '?'));
  }
}

export function isBreak(character: string): boolean {
  return /^[\r\n\x85\u2028\u2029]$/.test(character);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || isBreak(character);
}

/** Characters that are written as they are when Unicode is allowed; those beyond U+FFFF are escaped. */
export function isPrintable(character: string): boolean {
  return /^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/.test(character);
}
