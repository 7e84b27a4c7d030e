import { Chalk, type ChalkInstance } from 'chalk';
import type { CustomStatsSnapshot, HostResult, HostStats, RunEvent, TaskIdentity } from '../engine/events.ts';
import { renderDiagnostic } from '../source/code-frame.ts';
import { locationOf } from '../source/diagnostics.ts';
import { formatJson } from '../values/json.ts';
import { str } from '../values/printing.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import { combinesItems } from './combined-items.ts';
import { renderDiffs } from './diff.ts';
import { noiseOf, shownElsewhere, shownOfLoops } from './shown-keys.ts';
import { summaryLines } from './summary.ts';
import type { Output, Reporter, ReporterOptions } from './types.ts';

type ItemEvent = Extract<RunEvent, { type: 'item-finished' }>;
type TaskEvent = Extract<RunEvent, { type: 'task-finished' }>;

/** What an Ansible user reads without learning: banners, a line a host, JSON where it helps, the recap. */
export function createHumanReporter(options: ReporterOptions): Reporter {
  const style: Style = { ...options, paint: new Chalk({ level: options.color ? 1 : 0 }) };
  let shown: number | undefined;
  /** With hosts on their own ways, a task's banner stands again wherever the task before was another one. */
  const taskBanner = (event: RunEvent): readonly Output[] => {
    if (!('task' in event) || event.task.id === shown) return nothing;
    if (event.type === 'task-started' && event.host !== undefined) return nothing;
    shown = event.task.id;
    const title = event.task.kind === 'handler' ? 'RUNNING HANDLER' : 'TASK';
    return out(banner(`${title} [${event.task.name}]`, style));
  };
  return { report: (event) => [...taskBanner(event), ...render(event, style)] };
}

interface Style extends ReporterOptions {
  readonly paint: ChalkInstance;
}

const nothing: readonly Output[] = [];

function render(event: RunEvent, style: Style): readonly Output[] {
  const { paint } = style;
  switch (event.type) {
    case 'run-started':
    case 'task-started':
    case 'handler-notified':
      return nothing;
    case 'play-started':
      return out(banner(event.name === '' ? 'PLAY' : `PLAY [${event.name}]`, style));
    case 'play-without-hosts':
      return out(`${banner(`PLAY [${event.pattern}]`, style)}${paint.cyan('skipping: no hosts matched')}\n`);
    case 'item-finished':
      return renderItem(event, style);
    case 'task-retried':
      return out(
        paint.cyan(
          `FAILED - RETRYING: [${event.host}]: ${event.task.name} (${event.attemptsLeft} retries left).`,
        ) +
          (style.verbosity > 1 ? `Result was: ${resultText(event, style)}` : '') +
          '\n',
      );
    case 'task-finished':
      return renderTask(event, style);
    case 'task-included':
      return out(paint.cyan(`included: ${event.file} for ${event.hosts.join(', ')}`) + '\n');
    case 'no-hosts-left':
      return out(banner('NO MORE HOSTS LEFT', style));
    case 'warning':
      return [{ stream: 'stderr', text: `${renderDiagnostic(event.diagnostic, { color: style.color })}\n` }];
    case 'run-finished':
      return out(
        `${banner('PLAY RECAP', style)}${recap(event.stats, paint)}\n${style.showCustomStats === true ? customStats(event.customStats, style) : ''}${summary(event.customStats, style)}`,
      );
    case 'message':
      return out(`${event.text}\n`);
  }
}

function out(text: string): readonly Output[] {
  return text === '' ? nothing : [{ stream: 'stdout', text }];
}

function banner(title: string, style: Style): string {
  const stars = '*'.repeat(Math.max(3, style.columns - title.length));
  return `\n${title} ${stars}\n`;
}

function renderItem(event: ItemEvent, style: Style): readonly Output[] {
  const { paint } = style;
  const head = `[${hostLabel(event)}]`;
  const item = `(item=${event.item === undefined ? 'None' : str(event.item)})`;
  const diff = diffText(event, style);
  switch (event.status) {
    case 'ok':
    case 'changed': {
      const line = `${event.status}: ${head} => ${item}${detail(event, style)}`;
      return [...out(diff), ...warnings(event, style), ...out(paintStatus(event, line, paint))];
    }
    case 'skipped': {
      const result = style.verbosity > 0 ? ` => ${resultText(event, style)}` : '';
      return out(`${paint.cyan(`skipping: ${head} => ${item} ${result}`)}\n`);
    }
    case 'failed':
    case 'unreachable':
      return [
        ...out(diff),
        ...warnings(event, style),
        ...out(paint.red(`failed: ${head} ${item} => ${resultText(event, style)}`) + '\n'),
        ...(event.ignored ? nothing : failurePlace(event, style)),
      ];
  }
}

function renderTask(event: TaskEvent, style: Style): readonly Output[] {
  const { paint } = style;
  const head = `[${hostLabel(event)}]`;
  const looped = combinesItems(event);
  const ignoring = event.ignored ? paint.cyan('...ignoring') + '\n' : '';
  switch (event.status) {
    case 'ok':
    case 'changed': {
      if (looped || isInclude(event.task)) return nothing;
      const line = `${event.status}: ${head}${detail(event, style)}`;
      return [
        ...out(diffText(event, style)),
        ...warnings(event, style),
        ...out(paintStatus(event, line, paint)),
      ];
    }
    case 'skipped': {
      const result = style.verbosity > 0 ? ` => ${resultText(event, style)}` : '';
      return out(`${paint.cyan(`skipping: ${head}${result}`)}\n`);
    }
    case 'failed': {
      if (looped) return out(ignoring);
      const line = paint.red(`fatal: ${head}: FAILED! => ${resultText(event, style)}`);
      return [
        ...out(diffText(event, style)),
        ...warnings(event, style),
        ...out(`${line}\n`),
        ...(event.ignored ? nothing : failurePlace(event, style)),
        ...out(ignoring),
      ];
    }
    case 'unreachable': {
      if (looped) return out(ignoring);
      const line = paint.redBright(`fatal: ${head}: UNREACHABLE! => ${resultText(event, style)}`);
      return out(`${line}\n${ignoring}`);
    }
  }
}

function hostLabel(event: HostResult): string {
  return event.delegatedTo === undefined ? event.host : `${event.host} -> ${event.delegatedTo}`;
}

function paintStatus(event: HostResult, line: string, paint: ChalkInstance): string {
  return `${event.status === 'changed' ? paint.yellow(line) : paint.green(line)}\n`;
}

function detail(event: Finished, style: Style): string {
  return event.alwaysShown || style.verbosity > 0 ? ` => ${resultText(event, style)}` : '';
}

function withoutKeys(result: ReadonlyMap<Value, Value>, keys: ReadonlySet<Value>): Dict {
  return new Map([...result].filter(([key]) => !keys.has(key)));
}

type Finished = HostResult & { readonly task: TaskIdentity; readonly looped?: boolean };

/**
 * One line of JSON, keys sorted, as Ansible prints results; indented from -vvv on, as it is long then, and for what is
 * shown in any case, but not when the task was never tried.
 */
function resultText(event: Finished, style: Style): string {
  const isTold = event.alwaysShown && event.diagnostics.length === 0;
  const hidden = event.looped === true ? shownOfLoops : shownElsewhere;
  return formatJson(withoutKeys(event.result, isTold ? noiseOf(event.task) : hidden), {
    sortKeys: true,
    ensureAscii: false,
    ...(style.verbosity > 2 || isTold ? { indent: 4 } : {}),
  });
}

function diffText(event: HostResult, style: Style): string {
  return event.showDiff ? renderDiffs(event.result.get('diff'), style.paint) : '';
}

function warnings(event: HostResult, style: Style): readonly Output[] {
  const list = event.result.get('warnings');
  if (!Array.isArray(list)) return nothing;
  return (list as readonly Value[]).map((warning) => ({
    stream: 'stderr' as const,
    text: `${style.paint.magenta(`[WARNING]: ${str(warning)}`)}\n`,
  }));
}

/** An include says nothing of itself: what was included speaks for it. */
function isInclude(task: TaskIdentity): boolean {
  return /^(ansible\.(builtin|legacy)\.)?include_(tasks|role)$/.test(task.action);
}

/** Where a failure comes from: the code frame when we found it ourselves, else the task's place. */
function failurePlace(event: HostResult & { readonly task: TaskIdentity }, style: Style): readonly Output[] {
  if (event.diagnostics.length > 0) {
    const frames = event.diagnostics.map((diagnostic) =>
      renderDiagnostic(diagnostic, { color: style.color }),
    );
    return out(`${frames.join('\n')}\n`);
  }
  return out(`${style.paint.dim(`  at ${locationOf(event.task.span)}`)}\n`);
}

/** In Ansible's shape: JSON that is broken into lines, the line ends taken out. */
function customStats({ run, hosts }: CustomStatsSnapshot, style: Style): string {
  if (run.size === 0 && hosts.size === 0) return '';
  const json = (stats: ReadonlyDict): string =>
    formatJson(new Map(stats), { sortKeys: true, indent: 1 }).replaceAll('\n', '');
  const lines = [...hosts].map(([host, stats]) => `\t${host}: ${json(stats)}\n`);
  const ofRun = run.size === 0 ? '' : `\n\tRUN: ${json(run)}\n`;
  return `${banner('CUSTOM STATS:', style)}${lines.join('')}${ofRun}\n`;
}

function summary(stats: CustomStatsSnapshot, style: Style): string {
  const lines = summaryLines(stats);
  return lines.length === 0 ? '' : `${banner('SUMMARY', style).slice(1)}${lines.join('\n')}\n\n`;
}

function recap(stats: ReadonlyMap<string, HostStats>, paint: ChalkInstance): string {
  return [...stats].map(([host, counts]) => recapLine(host, counts, paint)).join('');
}

const recapColumns: readonly (readonly [
  keyof HostStats,
  'green' | 'yellow' | 'red' | 'redBright' | 'cyan' | 'blue',
])[] = [
  ['ok', 'green'],
  ['changed', 'yellow'],
  ['unreachable', 'redBright'],
  ['failed', 'red'],
  ['skipped', 'cyan'],
  ['rescued', 'green'],
  ['ignored', 'blue'],
];

function recapLine(host: string, counts: HostStats, paint: ChalkInstance): string {
  const columns = recapColumns.map(([name, color]) => {
    const text = `${name}=${String(counts[name]).padEnd(4)}`;
    return counts[name] > 0 ? paint[color](text) : text;
  });
  const name = host.padEnd(26);
  return `${hostColor(counts, paint)(name)} : ${columns.join(' ')}\n`;
}

function hostColor(counts: HostStats, paint: ChalkInstance): ChalkInstance {
  if (counts.failed > 0 || counts.unreachable > 0) return paint.red;
  return counts.changed > 0 ? paint.yellow : paint.green;
}
