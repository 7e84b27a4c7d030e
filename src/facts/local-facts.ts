import type { ResultData } from '../module/result.ts';
import type { FactCollector, Facts } from './collector.ts';

/** One `*.fact` file: what it holds, or what it printed when it may be executed. */
export interface LocalFact {
  readonly name: string;
  readonly text: string;
  /** Exit status of an executable one. */
  readonly rc: number;
}

/** `ansible_local`: each file's JSON, or its INI sections. */
export function parseLocalFacts(facts: readonly LocalFact[]): Facts {
  return { local: Object.fromEntries(facts.map((fact) => [fact.name, parseLocalFact(fact)])) };
}

function parseLocalFact({ name, text, rc }: LocalFact): ResultData {
  if (rc !== 0) return `Failure executing fact script (/${name}.fact), rc: ${rc}, output: ${text}`;
  const json = parseJson(text);
  if (json !== undefined) return json.value;
  return parseIni(text) ?? `error loading facts as JSON or ini - please check content: ${name}.fact`;
}

function parseJson(text: string): { readonly value: ResultData } | undefined {
  try {
    return { value: JSON.parse(text) as ResultData };
  } catch {
    return undefined;
  }
}

/** Undefined when it is no INI: a line outside a section that is neither blank nor a comment. */
function parseIni(text: string): Record<string, Record<string, string>> | undefined {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> | undefined;
  let lastKey: string | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\s*[#;]/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      section = sections[header] ?? {};
      sections[header] = section;
      lastKey = undefined;
      continue;
    }
    if (section === undefined) return undefined;
    if (/^\s/.test(line) && lastKey !== undefined) {
      section[lastKey] += `\n${line.trim()}`;
      continue;
    }
    const pair = /^([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (pair?.[1] === undefined) return undefined;
    lastKey = pair[1].toLowerCase();
    section[lastKey] = pair[2] ?? '';
  }
  return sections;
}

/**
 * @param directory a shell word
 * @param seconds how long one executable fact may take, where `timeout` is there
 */
export function localFactsScript(directory: string, seconds: number): string {
  return `limit=; if command -v timeout >/dev/null 2>&1; then limit='timeout ${seconds}'; fi
for fact in ${directory}/*.fact; do
  [ -f "$fact" ] || continue
  name=\${fact##*/}
  printf '\\0%s\\0' "\${name%.fact}"
  if [ -x "$fact" ]; then $limit "$fact" 2>/dev/null </dev/null; printf '\\0%d' "$?"; else cat "$fact"; printf '\\0%d' 0; fi
done`;
}

/** @param output NUL, name, NUL, text, NUL, status, and so on */
export function splitLocalFacts(output: string): readonly LocalFact[] {
  const words = output.split('\0').slice(1);
  const facts: LocalFact[] = [];
  for (let index = 0; index + 2 < words.length; index += 3) {
    facts.push({ name: words[index] ?? '', text: words[index + 1] ?? '', rc: Number(words[index + 2]) });
  }
  return facts;
}

/** Where local facts are is an argument of the setup module: the collector is made for it. */
export function localFacts(script: string): FactCollector {
  return {
    name: 'local',
    minimal: true,
    subsets: [],
    requires: [],
    files: [],
    script,
    parse: (probe) => parseLocalFacts(splitLocalFacts(probe.output.get('local') ?? '')),
  };
}
