/** What a test does to a world in its own hands: it cuts links, stops nodes and asks as a client, at this very moment. */
import { z } from 'zod';
import type { Operation } from '../../checkers/history.js';
import { faultSchema } from '../faults/fault-reader.js';
import type { Fault, FaultOf } from '../faults/fault.js';
import { aClient, aNode, aNodeOrClient, inWorld } from '../faults/names.js';
import { InputError } from '../input/error.js';
import { refuse } from '../input/refusal.js';
import { expecting, object, read, type Read } from '../input/schema.js';
import { EventKind } from '../kernel/event-kind.js';
import { toMs, type Micros } from '../kernel/time.js';
import { planWorldOf } from '../world/plan-world.js';
import type { World } from '../world/world.js';

/** A fault without its time: it begins now. */
export type ImposedFault = DistributedOmit<Fault, 'atMs' | 'when'>;

type DistributedOmit<F, K extends string> = F extends unknown ? Omit<F, K & keyof F> : never;

/** A fault that a test began. */
export interface Imposed {
  /** Ends it, if it lasts and has not ended. */
  end(): void;
}

/** What a test asked as a client. */
export interface Asked {
  /** It has ended, whichever way. */
  readonly done: boolean;
  /** As the history has it: `type` is `info` until it ends, `output` is the answer; absent until it begins. */
  readonly operation: Operation | undefined;
}

/** @throws InputError in one sentence */
export function readFault(world: World, fault: unknown): Fault {
  if (typeof fault === 'object' && fault !== null && ('when' in fault || 'atMs' in fault))
    throw new InputError('fault', 'expected a fault without atMs and when, as it begins now');
  const now = { atMs: 0, ...(fault as object) };
  return {
    ...readIn(world, faultSchema, now, 'fault'),
    atMs: toMs(world.now),
  };
}

/** Starts a node that is down, or stops and starts one that is up; as a supervisor would, at once. */
export function restart(world: World, name: string): void {
  const node = world.node(readIn(world, aNode, name, 'node'));
  if (node.status === 'stopped' || node.status === 'dark') node.startAt(world.now);
  else world.calendar.impose({ kind: 'restart', node: name, atMs: toMs(world.now) });
}

/** Both directions between every one of `some` and every one of `others`. */
export function linksBetween(
  world: World,
  some: string | readonly string[],
  others: string | readonly string[],
): (readonly [number, number])[] {
  const indexes = (names: string | readonly string[]): number[] =>
    [names].flat().map((name) => world.endpoint(readIn(world, aNodeOrClient, name, 'link')));
  const [left, right] = [indexes(some), indexes(others)];
  return left.flatMap((from) =>
    right.flatMap((to): (readonly [number, number])[] =>
      from === to
        ? []
        : [
            [from, to],
            [to, from],
          ],
    ),
  );
}

/** What waited on the links arrives now, in the order in which it came. */
export function releaseHeld(world: World, links: readonly (readonly [number, number])[]): void {
  for (const [from, to] of links)
    for (const { kind, id, payload } of world.network.endHold(from, to))
      world.schedule(world.now, kind, to, from, id, payload);
}

/** @throws InputError for a client or node that there is not */
export function ask(
  world: World,
  question: { readonly as?: string; readonly to?: string; readonly input: { readonly f: string } },
): Asked {
  const { clients } = world.setup;
  const { as = clients[0], to, input } = readIn(world, questionSchema, question, 'ask');
  const client = world.clients.find(({ name }) => name === as);
  if (client === undefined) throw refuse('ask.as', 'a client of the workload', as);
  const operation = {
    process: client.name,
    atMs: toMs(world.now),
    input,
    ...(to === undefined ? {} : { to }),
  };
  const number = client.ask(operation);
  const recorded = () => {
    const place = number();
    return place === undefined ? undefined : world.history.at(place);
  };
  return {
    get operation() {
      return recorded() as Operation | undefined;
    },
    get done() {
      return recorded()?.completedAtMs !== undefined;
    },
  };
}

const questionSchema = object({
  as: aClient.optional(),
  to: aNode.optional(),
  input: z.custom<{ readonly f: string }>(
    (value) => typeof (value as { f?: unknown } | undefined)?.f === 'string',
    expecting('an object with f, the function asked for'),
  ),
});

/** Reads what names nodes and clients of this world. */
function readIn<S extends z.ZodType>(world: World, schema: S, value: unknown, path: string): Read<S> {
  return inWorld(planWorldOf(world.setup), () => read(schema, value, path));
}

/** Whether nothing is under way: no message, no answer a client waits for, no start, no work of a disk. Timers are not. */
export function isQuiet(world: World): boolean {
  if (world.clients.some((client) => client.busy || client.hasToAsk)) return false;
  if (world.nodes.some(({ storage }) => storage.busy)) return false;
  return !world.queue.pending().some((slot) => underWay.has(world.queue.kind[slot] as number));
}

const underWay: ReadonlySet<number> = new Set([
  EventKind.Start,
  EventKind.Message,
  EventKind.Call,
  EventKind.Request,
  EventKind.Answer,
  EventKind.Refusal,
  EventKind.Segment,
  EventKind.Sync,
  EventKind.Membership,
  EventKind.Turn,
]);

/** Something a test did, so that it can be done again in a second run. */
export interface Deed {
  /** After how many events, and when. */
  readonly events: number;
  readonly atUs: Micros;
  readonly done: (world: World) => void;
}

/** What becomes of unsynced writes in a power loss. */
export type CrashFate = FaultOf<'crash'>['unsynced'];
