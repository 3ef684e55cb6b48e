/** The figures that Maelstrom gives besides its verdict: how many messages an operation takes, and how long it lasts. */
import type { History, Operation } from '../../checkers/history.js';
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { Observer, SeenDatagram, SeenEvent } from '../../sim/record/observer.js';

interface Counted {
  readonly sendCount: number;
  readonly recvCount: number;
  /** Messages for each operation; absent where nothing was asked. */
  readonly msgsPerOp?: number;
}

/** Milliseconds by the share of operations that took no longer. */
export type Quantiles = Readonly<Record<string, number>>;

interface Stats {
  readonly count: number;
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
  /** Of those that ended `ok`; absent where none did. */
  readonly latencies?: Quantiles;
}

export interface Figures {
  readonly stats: Stats & { readonly byF: Readonly<Record<string, Stats>> };
  readonly availability: { readonly okFraction: number };
  readonly net: { readonly all: Counted; readonly clients: Counted; readonly servers: Counted };
  /** How often operations ended with an error, by its name. */
  readonly errors: Readonly<Record<string, number>>;
  /** How long after its acknowledgement an element was still missing in some read; of sets and broadcasts. */
  readonly stableLatencies?: Quantiles;
}

const SHARES = [0, 0.5, 0.95, 0.99, 1];

/** Looks on at a run: counts messages as they are sent and as they arrive. */
export class MessageCount implements Observer {
  private readonly counts = { clients: { sent: 0, received: 0 }, servers: { sent: 0, received: 0 } };

  /**
   * @param setup messages by which nodes were set up: nobody sees them
   * @param log what a node says
   */
  constructor(
    setup: number,
    readonly log: (node: number, text: string) => void,
  ) {
    this.counts.clients = { sent: setup, received: setup };
  }

  sent({ kind }: SeenDatagram): void {
    const between = BETWEEN.get(kind);
    if (between !== undefined) this.counts[between].sent++;
  }

  event({ kind }: SeenEvent): void {
    const between = BETWEEN.get(kind);
    if (between !== undefined) this.counts[between].received++;
  }

  figures(operations: number): Figures['net'] {
    const { clients, servers } = this.counts;
    const counted = ({ sent, received }: typeof clients, isRelated: boolean): Counted => ({
      sendCount: sent,
      recvCount: received,
      ...(isRelated && operations > 0 ? { msgsPerOp: round(sent / operations) } : {}),
    });
    const all = { sent: clients.sent + servers.sent, received: clients.received + servers.received };
    return { all: counted(all, true), clients: counted(clients, false), servers: counted(servers, true) };
  }
}

const BETWEEN: ReadonlyMap<number, 'clients' | 'servers'> = new Map([
  [EventKind.Message, 'servers'],
  [EventKind.Request, 'clients'],
  [EventKind.Answer, 'clients'],
  [EventKind.Refusal, 'clients'],
]);

export function figuresOf(history: History, net: Figures['net']): Figures {
  const byF = new Map<string, Operation[]>();
  for (const operation of history) {
    const { f } = operation.input as { f: string };
    byF.set(f, [...(byF.get(f) ?? []), operation]);
  }
  const errors: Record<string, number> = {};
  for (const { error } of history) {
    if (error === undefined) continue;
    const name = /^[^:]*/.exec(error)?.[0] ?? error;
    errors[name] = (errors[name] ?? 0) + 1;
  }
  const stats = statsOf(history);
  const stable = stableLatencies(history);
  return {
    stats: { ...stats, byF: Object.fromEntries([...byF].map(([f, some]) => [f, statsOf(some)])) },
    availability: { okFraction: stats.count === 0 ? 1 : round(stats.ok / stats.count) },
    net,
    errors,
    ...(stable === undefined ? {} : { stableLatencies: stable }),
  };
}

function statsOf(history: History): Stats {
  const ended = (type: string): Operation[] => history.filter((operation) => operation.type === type);
  const ok = ended('ok');
  return {
    ...{ count: history.length, ok: ok.length, fail: ended('fail').length, info: ended('info').length },
    ...(ok.length === 0 ? {} : { latencies: quantiles(ok.map((one) => endOf(one) - startOf(one))) }),
  };
}

const startOf = ({ invokedAtMs = 0 }: Operation): number => invokedAtMs;
const endOf = ({ completedAtMs = 0 }: Operation): number => completedAtMs;

function quantiles(times: readonly number[]): Quantiles {
  const sorted = [...times].sort((a, b) => a - b);
  return Object.fromEntries(
    SHARES.map((share) => [
      String(share),
      round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number),
    ]),
  );
}

/** Of each element that the last read shows: from when it was known to the last read that began without it. */
function stableLatencies(history: History): Quantiles | undefined {
  const reads = history.filter(
    ({ type, output, input }) =>
      type === 'ok' && (input as { f: string }).f === 'read' && Array.isArray(output),
  );
  const shown = reads.map(
    ({ output }) => new Set((output as readonly unknown[]).map((one) => JSON.stringify(one))),
  );
  const times: number[] = [];
  for (const operation of history) {
    const { f, value } = operation.input as { f: string; value?: unknown };
    if (operation.type !== 'ok' || (f !== 'broadcast' && f !== 'add')) continue;
    const knownMs = endOf(operation);
    const element = JSON.stringify(value);
    let missingMs = knownMs;
    reads.forEach((read, index) => {
      if (shown[index]?.has(element) === false) missingMs = Math.max(missingMs, startOf(read));
    });
    if (shown.at(-1)?.has(element) === true) times.push(missingMs - knownMs);
  }
  return times.length === 0 ? undefined : quantiles(times);
}

const round = (number: number): number => Math.round(number * 1000) / 1000;
