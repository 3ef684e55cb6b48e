/** A trace as text that people read and tests compare: one line for each thing that happened. */
import type { TraceRecord } from './trace.js';

/**
 * Renders a trace: each event, and below it what it led to. The first line says why the text exists.
 * @param records in order, as `run.trace` hands them out
 */
export function goldenText(why: string, records: Iterable<TraceRecord>): string {
  const lines = [`# ${why}`];
  // The record of an event comes when it is handled, after those of what it led to.
  let consequences: string[] = [];
  for (const record of records) {
    const text = lineOf(record);
    const line = text === undefined ? [] : [`${record.atMs.toFixed(3).padStart(12)}  ${text}`];
    if (record.type === 'event') {
      lines.push(...line, ...consequences);
      consequences = [];
    } else consequences.push(...line);
  }
  return `${[...lines, ...consequences].join('\n')}\n`;
}

function lineOf(record: TraceRecord): string | undefined {
  switch (record.type) {
    case 'event':
      return eventLine(record);
    case 'send':
      return `${record.from} -> ${record.to}  ${record.kind} #${record.message}${json(record.data)}`;
    case 'drop':
      return `${record.from} -x ${record.to}  ${record.kind} #${record.message} lost: ${record.why ?? '?'}`;
    case 'note':
      return `${record.node ?? '*'}  ${record.text}${json(record.data)}`;
    case 'log':
      return `${record.node ?? '*'}  "${record.text}"${json(record.data)}`;
    case 'invoke':
      return `${String(record.process)}  invokes${json(record.input)}`;
    case 'effect':
      return `${record.node}  effect${json(record.input)}`;
    default:
      return `operation ${record.operation}  ${record.type}${json(record.output)}${record.error === undefined ? '' : ` (${record.error})`}`;
  }
}

/** Arrivals, timers and syncs; what has a line of its own elsewhere is left out. */
function eventLine(record: Extract<TraceRecord, { type: 'event' }>): string | undefined {
  const { kind, node = '*', from, message, timer } = record;
  if (from !== undefined) return `${node} <- ${from}  ${kind} #${message}`;
  if (kind === 'timer') return `${node}  timer ${timer}`;
  if (kind === 'start' || kind === 'fault' || kind === 'heal' || kind === 'client-next') return undefined;
  return `${node}  ${kind}`;
}

function json(value: unknown): string {
  return value === undefined ? '' : ` ${JSON.stringify(value)}`;
}
