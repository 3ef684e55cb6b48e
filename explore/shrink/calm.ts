/**
 * Makes chance explicit: the same run on a network where every message takes equally long and none is lost by
 * chance, with the fate of every message that fared otherwise written down.
 */
import type { Fault } from '../../sim/faults/fault.js';
import { toMicros, type Micros } from '../../sim/kernel/time.js';
import type { NetworkConfig } from '../../sim/network/config.js';
import type { Prepared } from '../../sim/run/prepare.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { Plan } from '../../sim/faults/plan.js';
import { namedFaults, type Fate } from './fate.js';
import type { Case } from './stage.js';
import type { SentMessage, Watch } from './watch.js';

/** A network on which nothing is left to chance. */
const constant = (latencyMs: number, { bytesPerSecond }: NetworkConfig): NetworkConfig => ({
  latency: { kind: 'constant', ms: latencyMs },
  ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
});

/** What a shrunk plan needs besides itself. */
export interface Calm {
  /** How long every message takes; absent: as the scenario's network draws it. */
  readonly latencyMs?: number;
  /** How long the run is; absent: as the scenario says. */
  readonly durationMs?: number;
}

/** The scenario that a shrunk plan is for: on a calm network, where every message takes `latencyMs`, and shorter. */
export function asShrunk<P>(scenario: Scenario<P>, { latencyMs, durationMs }: Calm): Scenario<P> {
  const { network } = scenario;
  return {
    ...scenario,
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(latencyMs === undefined
      ? {}
      : {
          network: (params: P) =>
            constant(latencyMs, typeof network === 'function' ? network(params) : (network ?? NO_LIMIT)),
        }),
  };
}

const NO_LIMIT: NetworkConfig = { latency: { kind: 'constant', ms: 0 } };

export function calmed(prepared: Prepared, latencyMs: number): Prepared {
  const { setup } = prepared;
  return { ...prepared, setup: { ...setup, network: constant(latencyMs, setup.network) } };
}

/** The shortest any message took, in ms. */
export function shortestLatencyMs(watch: Watch): number {
  return latenciesMs(watch)[0] ?? 1;
}

/** The longest. */
export function longestLatencyUs({ messages }: Watch): Micros {
  return messages.reduce(
    (longest, message) => (message.arrivals.length === 0 ? longest : Math.max(longest, latencyUs(message))),
    0,
  );
}

/** How long a message may take all the same: from the shortest on, some of the times that were seen, in ms. */
export function latenciesMs({ messages }: Watch): number[] {
  const seenUs = messages
    .filter(({ from, to, arrivals }) => from !== to && arrivals.length > 0)
    .map(latencyUs)
    .sort((a, b) => a - b);
  const at = (part: number): number[] => seenUs.slice(Math.floor(part * (seenUs.length - 1))).slice(0, 1);
  return [...new Set(SHARES.flatMap(at).map(roundedDownMs))];
}

/** Shares of the messages that took no longer. */
const SHARES = [0, 0.25, 0.5, 0.95];

/** A round number where that is not too coarse. */
function roundedDownMs(us: Micros): number {
  const step = [1000, 100, 10].find((stepUs) => us >= 2 * stepUs || us === stepUs) ?? 1;
  return (Math.floor(us / step) * step) / 1000;
}

/** The same plan without what the network does by chance, and the fates of messages that make up for it. */
export function madeExplicit(plan: Plan, { messages }: Watch, latencyMs: number): Omit<Case, 'durationMs'> {
  const usualUs = toMicros(latencyMs);
  const healUs = plan.healAtMs === undefined ? Infinity : toMicros(plan.healAtMs);
  const fates = new Map<number, Fate>();
  for (const sent of messages) {
    if (sent.from === sent.to || sent.lost === 'cut') continue;
    const [first = 0, ...copies] = sent.arrivals;
    const lost = sent.lost !== undefined;
    const delayUs = lost ? 0 : Math.max(0, latencyUs(sent) - usualUs);
    if (!lost && delayUs === 0 && copies.length === 0) continue;
    fates.set(sent.message, {
      message: sent.message,
      lost,
      delayUs,
      copiesAfterUs: copies.map((atUs) => Math.max(0, atUs - first - usualUs)),
      beforeHeal: sent.atUs < healUs,
    });
  }
  // What a schedule did to messages is among their fates; what it did to timers is not, and has to go.
  const { schedule: _, ...unscheduled } = plan;
  const faults = plan.faults.filter((fault) => !isSettledPerMessage(fault));
  return { plan: { ...unscheduled, faults }, fates };
}

/** The plan with the fates as faults that name messages by number. */
export function withNamedFaults(plan: Plan, { messages }: Watch, nameOf: (endpoint: number) => string): Plan {
  const named: Fault[] = messages.flatMap(({ from, to, nth, atUs, staged }) => {
    if (staged === undefined) return [];
    const wholeMs = Math.floor(atUs / 1000);
    const atMs = plan.healAtMs !== undefined && wholeMs >= plan.healAtMs ? 0 : wholeMs;
    return namedFaults(staged, { from: nameOf(from), to: nameOf(to), nth, atMs });
  });
  return { ...plan, faults: [...plan.faults, ...named].sort((a, b) => a.atMs - b.atMs) };
}

function latencyUs({ arrivals: [first], atUs }: SentMessage): number {
  return first === undefined ? Infinity : first - atUs;
}

/** Faults whose whole effect is on messages, one by one. Damage is not: the same message would be damaged otherwise. */
function isSettledPerMessage(fault: Fault): boolean {
  switch (fault.kind) {
    case 'loss':
    case 'duplication':
    case 'reordering':
    case 'latency':
    case 'slow-link':
      return true;
    case 'message':
      return fault.action !== 'corrupt';
    default:
      return false;
  }
}
