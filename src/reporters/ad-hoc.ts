import { Chalk, type ChalkInstance } from 'chalk';
import type { HostResult, RunEvent } from '../engine/events.ts';
import { renderDiagnostic } from '../source/code-frame.ts';
import { formatJson } from '../values/json.ts';
import { str } from '../values/printing.ts';
import type { Dict, Value } from '../values/types.ts';
import { renderDiffs } from './diff.ts';
import { noiseOf } from './shown-keys.ts';
import type { Output, Reporter, ReporterOptions } from './types.ts';

type TaskEvent = Extract<RunEvent, { type: 'task-finished' }>;

/** What `ansible PATTERN -m MODULE` prints: one block a host, and no banners. */
export function createAdHocReporter(options: ReporterOptions): Reporter {
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  return { report: (event) => render(event, paint, options) };
}

function render(event: RunEvent, paint: ChalkInstance, options: ReporterOptions): readonly Output[] {
  switch (event.type) {
    case 'task-finished':
      return renderResult(event, paint, options);
    case 'warning':
      return [
        { stream: 'stderr', text: `${renderDiagnostic(event.diagnostic, { color: options.color })}\n` },
      ];
    default:
      return [];
  }
}

const words = {
  ok: 'SUCCESS',
  changed: 'CHANGED',
  skipped: 'SKIPPED',
  failed: 'FAILED!',
  unreachable: 'UNREACHABLE!',
} as const;

function renderResult(event: TaskEvent, paint: ChalkInstance, options: ReporterOptions): readonly Output[] {
  const { result, status, host } = event;
  const color = {
    ok: paint.green,
    changed: paint.yellow,
    skipped: paint.cyan,
    failed: paint.red,
    unreachable: paint.redBright,
  }[status];
  const outputs: Output[] = [];
  if (event.showDiff) outputs.push({ stream: 'stdout', text: renderDiffs(result.get('diff'), paint) });
  if (isCommandResult(result)) {
    const word = status === 'failed' ? 'FAILED' : words[status];
    const lines = [`${host} | ${word} | rc=${str(result.get('rc') ?? null)} >>`, commandText(result, status)];
    outputs.push({ stream: 'stdout', text: `${color(lines.join('\n'))}\n` });
  } else {
    const hidden = noiseOf(event.task);
    const shown: Dict = new Map([...result].filter(([key]) => key === 'results' || !hidden.has(key)));
    const json = formatJson(shown, { indent: 4, sortKeys: true, ensureAscii: false });
    outputs.push({ stream: 'stdout', text: `${color(`${host} | ${words[status]} => ${json}`)}\n` });
  }
  for (const diagnostic of event.diagnostics) {
    outputs.push({ stream: 'stderr', text: `${renderDiagnostic(diagnostic, { color: options.color })}\n` });
  }
  const warnings = result.get('warnings');
  if (Array.isArray(warnings)) {
    for (const warning of warnings as readonly Value[]) {
      outputs.push({ stream: 'stderr', text: `${paint.magenta(`[WARNING]: ${str(warning)}`)}\n` });
    }
  }
  return outputs;
}

function isCommandResult(result: HostResult['result']): boolean {
  return result.has('rc') && result.has('stdout');
}

/** stdout, stderr and, of a failure, the module's message, each on lines of its own. */
function commandText(result: HostResult['result'], status: HostResult['status']): string {
  const parts = [
    result.get('stdout'),
    result.get('stderr'),
    status === 'failed' ? result.get('msg') : undefined,
  ];
  return parts
    .map((part) => (part === undefined || part === null ? '' : str(part)))
    .filter((part) => part !== '')
    .join('\n');
}
