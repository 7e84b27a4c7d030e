/** A limit that shall stand in a file of limits.conf(5). */
export interface LimitRequest {
  readonly domain: string;
  readonly type: string;
  readonly item: string;
  readonly value: string;
  /** Which value stays when there is one already; undefined: the new one always counts. */
  readonly keep: 'greater' | 'smaller' | undefined;
  /** Empty: a line keeps the one it has. */
  readonly comment: string;
}

export interface LimitEdit {
  readonly text: string;
  /** The line that says it now, with its end. */
  readonly line: string;
  /** A value in the file that is none. */
  readonly invalid?: string | undefined;
}

/** Makes each line of one domain, type and item say the value, or adds one. All other lines stay as they are. */
export function editLimit(text: string, request: LimitRequest): LimitEdit {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const edited: string[] = [];
  let settled: string | undefined;
  for (const line of lines) {
    const current = limitIn(line, request);
    if (current !== undefined && !isLimitValue(request.item, current.value)) {
      return { text, line, invalid: current.value };
    }
    const after = current === undefined ? line : lineAfter(line, current, request);
    if (current !== undefined) settled = after;
    edited.push(after);
  }
  if (settled !== undefined) return { text: edited.join(''), line: settled };
  const added = lineOf(request, request.value, request.comment === '' ? '' : `#${request.comment}`);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return { text: `${text}${gap}${added}`, line: added };
}

/** Whether a value can stand there: a number of 0 and more or a word for no limit, or for priorities -20 to 19. */
export function isLimitValue(item: string, value: string): boolean {
  if (isPriority(item)) return /^-?\d+$/.test(value) && Number(value) >= -20 && Number(value) <= 19;
  return isUnlimited(value) || /^\d+$/.test(value);
}

function isPriority(item: string): boolean {
  return item === 'nice' || item === 'priority';
}

function isUnlimited(value: string): boolean {
  return value === 'unlimited' || value === 'infinity' || value === '-1';
}

interface Limit {
  readonly value: string;
  /** With its sign; empty when there is none. */
  readonly comment: string;
}

function limitIn(line: string, { domain, type, item }: LimitRequest): Limit | undefined {
  const at = line.indexOf('#');
  const [name, kind, what, value, ...more] = (at < 0 ? line : line.slice(0, at)).trim().split(/\s+/);
  if (value === undefined || more.length > 0 || name !== domain || kind !== type || what !== item)
    return undefined;
  return { value, comment: at < 0 ? '' : line.slice(at).trimEnd() };
}

function lineAfter(line: string, current: Limit, request: LimitRequest): string {
  const value = keptValue(current.value, request);
  if (value === current.value) return line;
  return lineOf(request, value, request.comment === '' ? current.comment : `#${request.comment}`);
}

function keptValue(current: string, { item, value, keep }: LimitRequest): string {
  if (keep === undefined) return value;
  const size = (limit: string): number =>
    !isPriority(item) && isUnlimited(limit) ? Number.POSITIVE_INFINITY : Number(limit);
  const isKept = keep === 'greater' ? size(current) >= size(value) : size(current) <= size(value);
  return isKept ? current : value;
}

function lineOf({ domain, type, item }: LimitRequest, value: string, comment: string): string {
  return `${[domain, type, item, value, ...(comment === '' ? [] : [comment])].join('\t')}\n`;
}
