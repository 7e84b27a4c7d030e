import type { CustomStatsSnapshot, HostResult, RunEvent, TaskIdentity } from '../engine/events.ts';
import { positionOf } from '../source/diagnostics.ts';
import type { Span } from '../source/span.ts';
import { fromJs } from '../values/convert.ts';
import { formatJson } from '../values/json.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Reporter } from './types.ts';

/**
 * One JSON object a line for every event, for programs that follow a run. The keys are those of RunEvent; places are
 * `{file, line, column}`.
 */
export function createJsonReporter(): Reporter {
  return {
    report: (event) => [
      { stream: 'stdout', text: `${formatJson(eventData(event), { ensureAscii: false })}\n` },
    ],
  };
}

function eventData(event: RunEvent): Dict {
  switch (event.type) {
    case 'play-started':
      return record({ type: event.type, name: event.name, hosts: event.hosts, place: place(event.span) });
    case 'play-without-hosts':
      return record({ type: event.type, pattern: event.pattern, place: place(event.span) });
    case 'task-started':
      return record({ type: event.type, task: identity(event.task), host: event.host });
    case 'item-finished':
    case 'task-finished':
      return hostResult(event.type, event);
    case 'task-retried': {
      const data = hostResult(event.type, event);
      data.set('attempts_left', event.attemptsLeft);
      return data;
    }
    case 'task-included':
      return record({ type: event.type, task: identity(event.task), file: event.file, hosts: event.hosts });
    case 'warning': {
      const { code, message, hint, span } = event.diagnostic;
      return record({
        type: event.type,
        code,
        message,
        hint,
        place: span === undefined ? null : place(span),
      });
    }
    case 'run-finished':
      return record({
        type: event.type,
        stats: Object.fromEntries(event.stats),
        custom_stats: customStats(event.customStats),
        interrupted: event.interrupted,
      });
    case 'run-started':
      return record({ type: event.type, playbooks: event.playbooks, check_mode: event.checkMode });
    case 'handler-notified':
      return record({ type: event.type, handler: event.handler, host: event.host });
    case 'message':
      return record({ type: event.type, text: event.text });
    case 'no-hosts-left':
      return record({ type: event.type });
  }
}

function customStats({ run, hosts }: CustomStatsSnapshot): Value {
  return record({
    run: new Map(run),
    hosts: new Map([...hosts].map(([host, stats]) => [host, new Map(stats)])),
  });
}

function hostResult(type: string, event: HostResult & { readonly task: TaskIdentity }): Dict {
  const data = record({
    type,
    task: identity(event.task),
    host: event.host,
    delegated_to: event.delegatedTo,
    status: event.status,
    ignored: event.ignored,
    duration_ms: Math.round(event.duration),
  });
  if (event.item !== undefined) data.set('item', event.item);
  data.set('result', new Map(event.result));
  return data;
}

function identity(task: TaskIdentity): Dict {
  return record({
    id: task.id,
    name: task.name,
    action: task.action,
    kind: task.kind,
    place: place(task.span),
  });
}

function place(span: Span): Value {
  const { line, column } = positionOf(span);
  return record({ file: span.file.path, line, column });
}

function record(data: Readonly<Record<string, unknown>>): Dict {
  return fromJs(Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))) as Dict;
}
