/**
 * People: each asks, waits for the answer, thinks, and asks again. Either always the same ones (a closed system), or they
 * come at a rate, stay for some requests, and go (sessions: a partly open system).
 */
import {
  reacting,
  stream,
  type ClientProgram,
  type PlannedOperation,
  type Random,
  type Workload,
} from 'seedstorm';
import { assertArrivals, arrivalTimes, peakRate, type Arrivals } from './arrivals.js';
import { assertCount, assertNumber, assertTime } from './bad-load.js';
import { processesFor } from './open-workload.js';
import { assertServiceTimes, serviceTime, type ServiceTimes } from './service-times.js';

interface Thinking {
  /** How long each thinks after an answer: a mean in ms, exponential, or a distribution. 0: not at all. */
  readonly thinkMs: number | ServiceTimes;
  /** Draws a request: `number` counts those of this client, or of this session, from 0. */
  readonly input: (
    random: Random,
    request: { readonly client: string; readonly number: number },
  ) => { readonly f: string; readonly [field: string]: unknown };
  /** Where it is sent; default: each to a node drawn anew. */
  readonly to?: (random: Random, nodes: readonly string[]) => string;
  /** When the first may come, in ms. Default 0. */
  readonly fromMs?: number;
}

/** So many clients, always the same. */
export interface ClosedWorkload extends Thinking {
  readonly clients: number;
}

/** Sessions that begin at a rate. */
export interface SessionWorkload extends Thinking {
  /** When sessions begin. */
  readonly arrivals: Arrivals;
  /** How many requests a session has, on average (geometric: after each, the same chance that it was the last). */
  readonly requests: number;
  /** How long a session lasts at most, as an estimate, by which the number of processes is chosen. Default 5000. */
  readonly lastsMs?: number;
  /** When the last session may begin, in ms. Default: as late as the run allows. */
  readonly untilMs?: number;
}

/**
 * Clients that ask, wait, think, and ask again. Each asks its first request after it has thought once.
 * @throws RangeError in one sentence for a load that cannot be
 */
export function closedWorkload({ clients: count, ...thinking }: ClosedWorkload): Workload {
  assertCount('closedWorkload: clients', count);
  const think = thinker('closedWorkload', thinking);
  const { fromMs = 0 } = thinking;
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  return reacting(
    {
      clients: names,
      operations: ({ seed, nodes }) =>
        names.map((process) => {
          const random = stream(seed, `workload/${process}`);
          return first(thinking, process, fromMs + think(random), random, nodes);
        }),
    },
    { ended: next(thinking, think, () => true) },
  );
}

/**
 * Many short-lived processes: sessions begin at a rate, whoever is slow; each asks, waits, thinks and asks again, and goes.
 * @throws RangeError in one sentence for a load that cannot be
 */
export function sessionWorkload({
  arrivals,
  requests,
  lastsMs = 5000,
  untilMs: last = Infinity,
  ...thinking
}: SessionWorkload): Workload {
  assertArrivals(arrivals, 'sessionWorkload');
  assertNumber('sessionWorkload: requests', requests, 1);
  assertTime('sessionWorkload: lastsMs', lastsMs);
  const think = thinker('sessionWorkload', thinking);
  const { fromMs = 0 } = thinking;
  const names = Array.from(
    { length: processesFor(peakRate(arrivals), lastsMs) },
    (_, index) => `s${index + 1}`,
  );
  return reacting(
    {
      clients: names,
      operations({ seed, nodes, untilMs }) {
        const random = stream(seed, 'workload/sessions');
        const times = arrivalTimes(arrivals, { fromMs, untilMs: Math.min(untilMs, last) }, random);
        return times.map((atMs, number) =>
          first(thinking, names[number % names.length] as string, atMs, random, nodes),
        );
      },
    },
    { ended: next(thinking, think, (random) => random.chance(1 - 1 / requests)) },
  );
}

type Think = (random: Random) => number;

/** @throws RangeError for a time that cannot be */
function thinker(where: string, { thinkMs, fromMs = 0 }: Thinking): Think {
  assertNumber(`${where}: fromMs`, fromMs, 0, undefined, 'a time in ms');
  if (typeof thinkMs !== 'object') assertNumber(`${where}: thinkMs`, thinkMs, 0, undefined, 'a time in ms');
  if (thinkMs === 0) return () => 0;
  const times: ServiceTimes =
    typeof thinkMs === 'object' ? thinkMs : { kind: 'exponential', meanMs: thinkMs };
  assertServiceTimes(times, `${where}: thinkMs`);
  return (random) => serviceTime(times, random);
}

function first(
  { input, to }: Thinking,
  process: string,
  atMs: number,
  random: Random,
  nodes: readonly string[],
): PlannedOperation {
  return {
    process,
    atMs: Math.round(atMs * 1000) / 1000,
    input: input(random, { client: process, number: 0 }),
    ...(to !== undefined && { to: to(random, nodes) }),
  };
}

/** What a client asks after an answer, whatever it was. */
function next(
  { input, to }: Thinking,
  think: Think,
  stays: (random: Random) => boolean,
): NonNullable<ClientProgram['ended']> {
  return ({ attempt }, { name, nodes, random }) => {
    if (!stays(random)) return undefined;
    return {
      afterMs: think(random),
      input: input(random, { client: name, number: attempt + 1 }),
      ...(to !== undefined && { to: to(random, nodes) }),
    };
  };
}
