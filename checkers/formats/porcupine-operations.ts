/**
 * Histories as Porcupine has them in memory, one `Operation` after another in JSON:
 * `{"ClientId":0,"Input":{"op":"put","key":"x","value":"1"},"Call":100,"Output":{},"Return":200}`. Their order is that of
 * `Call` and `Return`, with calls first where they coincide. A `Return` that is absent or below zero never came. One
 * client may have several operations at once. Requests of etcd's robustness reports are read by `etcd-request.ts`.
 */
import { isNumber } from '../exact-number.js';
import type { ProcessId } from '../history.js';
import { etcdRequests, isEtcdRequest } from './etcd-request.js';
import { HistoryError, shown } from './events.js';
import type { Emit, EventParser, HistoryEvent, Note, Value } from './events.js';
import { jsonForms } from './json-forms.js';
import { parseObject } from './json-operation.js';
import { lowered, plainRequest } from './porcupine-request.js';
import type { Asked } from './porcupine-request.js';

interface Timed {
  readonly asked: Asked;
  readonly client: ProcessId;
  readonly line: number;
  readonly call: Instant;
  /** `undefined` if it never returned. */
  readonly return: Instant | undefined;
}

/** Nanoseconds; those since 1970 are more than a double can tell apart. */
type Instant = number | bigint;

/** Reads events out of Porcupine's operations. Throws {@link HistoryError}. */
export function porcupineOperationsParser(emit: Emit, note: Note): EventParser {
  const operations: Timed[] = [];
  const etcd = etcdRequests(note);
  const forms = jsonForms((text, start, end, line) => {
    const fields = lowered(parseObject(text.slice(start, end), line, false));
    const { clientid = 0, call, input = null, output = null } = fields;
    const called = instant(call);
    if (called === undefined)
      throw new HistoryError(
        `an operation needs Call, the time it began, and Return; Call is ${shown(call)}`,
        line,
      );
    const came = fields['return'];
    const returned = came === undefined || came === null ? undefined : instant(came);
    if (returned === undefined && came !== undefined && came !== null)
      throw new HistoryError(`Return is a time, not ${shown(came)}`, line);
    const isBack = returned !== undefined && returned >= 0 && returned < NEVER;
    if (isBack && returned < called)
      throw new HistoryError(`the operation returns at ${returned}, before it is called at ${called}`, line);
    const client = typeof clientid === 'string' || typeof clientid === 'number' ? clientid : shown(clientid);
    const asked = isEtcdRequest(input)
      ? etcd.read(input, output, isBack, line)
      : [plainRequest(input, output, line)];
    for (const one of asked)
      operations.push({ asked: one, client, line, call: called, return: isBack ? returned : undefined });
  });
  return {
    feed: (chunk) => forms.feed(chunk),
    end() {
      forms.end();
      etcd.end(new Set(operations.map(({ client }) => client)).size);
      const all = operations.flatMap((operation) =>
        etcd.known(operation.asked).map((asked) => ({ ...operation, asked })),
      );
      for (const event of eventsOf(all)) emit(event);
    },
  };
}

/** The greatest time of Go: operations that never returned are given it. */
const NEVER = 2n ** 63n - 1n;

function instant(value: Value | undefined): Instant | undefined {
  if (isNumber(value)) return value;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

/** The events in order of time, each operation on a process that has no other at that time. */
function* eventsOf(operations: readonly Timed[]): Generator<HistoryEvent> {
  const moments = operations.flatMap((operation) => {
    const invoke = { at: operation.call, order: 0, operation };
    return operation.return === undefined
      ? [invoke]
      : [invoke, { at: operation.return, order: 1, operation }];
  });
  moments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order));
  const lanes = new Lanes();
  for (const { at, order, operation } of moments) {
    const { asked, line } = operation;
    const process = order === 0 ? lanes.take(operation) : lanes.leave(operation);
    const event = { line, process, f: asked.f, key: asked.key, error: undefined, more: undefined };
    const timeMs = Number(at) / 1e6;
    if (order === 0) yield { ...event, type: 'invoke', value: asked.value, timeMs };
    const isUnknown = asked.unknown || operation.return === undefined;
    if (order === 0 && operation.return === undefined)
      yield { ...event, type: 'info', value: null, timeMs: undefined, process: lanes.leave(operation) };
    if (order === 1)
      yield isUnknown
        ? { ...event, type: 'info', value: null, timeMs }
        : { ...event, type: 'ok', value: asked.answer, timeMs };
  }
}

/** The processes of each client: as many as it has operations at once. */
class Lanes {
  private readonly busy = new Map<ProcessId, Set<number>>();
  private readonly taken = new Map<Timed, number>();

  take(operation: Timed): ProcessId {
    const { client } = operation;
    const busy = this.busy.get(client) ?? new Set();
    this.busy.set(client, busy);
    let lane = 1;
    while (busy.has(lane)) lane++;
    busy.add(lane);
    this.taken.set(operation, lane);
    return nameOf(client, lane);
  }

  leave(operation: Timed): ProcessId {
    const lane = this.taken.get(operation) ?? 1;
    this.taken.delete(operation);
    this.busy.get(operation.client)?.delete(lane);
    return nameOf(operation.client, lane);
  }
}

const nameOf = (client: ProcessId, lane: number): ProcessId => (lane === 1 ? client : `${client}/${lane}`);
