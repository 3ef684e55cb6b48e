/** How much may go wrong, as a scenario says it. */
import type { z } from 'zod';
import { list, number, object, text, yesOrNo, type Read } from '../input/schema.js';
import { faultKinds, type FaultKind } from './fault.js';

const count = number(0, Infinity).optional();

type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** A kind of fault as `nemesis` and budgets call it. */
export function camelCase(kind: FaultKind): string {
  return kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Kinds of faults; `false` forbids one. */
const allowedKinds = Object.fromEntries(faultKinds.map((kind) => [camelCase(kind), yesOrNo.optional()])) as {
  readonly [K in CamelCase<FaultKind>]: z.ZodOptional<z.ZodBoolean>;
};

const allowances = object({
  ...allowedKinds,
  /**
   * How far a node's wall clock may be off the true time, in ms; two clocks may differ by twice that. Offsets and
   * freezes count while they last, jumps and the error gathered by drift for good.
   */
  clockSkewMs: count,
  /**
   * How much later than without faults a message may be handled, in ms, unless it is lost: the claim of a synchronous
   * system. Delays that may meet one message add up, pauses among them; slow links and slow nodes have no bound, and
   * are left out. Over a network of bounded latency, messages then take at most that bound and this much.
   */
  addedDelayMs: count,
  /** `false`: no process loses its memory and goes on: none is started again, upgraded, or ended by a failing disk. */
  memoryLoss: yesOrNo.optional(),
});

export const budgetSchema = object({
  /**
   * Nodes that are down at once: crashed, killed, wiped, paused, being restarted or upgraded, or with a disk that
   * fails or is full, as many a program stops on that. A node that left or was replaced counts as down ever after:
   * nobody knows whether the others have made up for it.
   */
  maxDown: count,
  /**
   * Nodes outside the largest set of nodes that are up and can all talk to one another, both ways. With 5 nodes,
   * 2 means that a connected majority is always at work. Flapping cuts count as cut, and so do links that lose
   * everything. Slow and lossy links do not.
   */
  maxUnreachable: count,
  /**
   * Replicas whose durable data nothing has touched, at the end of the run. Wipes, lying syncs, bit rot and leaving
   * for good each cost a replica, and for ever: nobody knows whether it was copied back before the next one went.
   */
  intactReplicas: count,
  /**
   * Nodes that no fault of a process, clock, disk or membership hits: they stand for what is outside the system under
   * test. The network fails them like everybody else.
   */
  spared: list(text(200), 100_000).optional(),
  allow: allowances.optional(),
  /** The claims are for the faults that the scenario itself draws: of any other profile nothing is let through. */
  ownFaultsOnly: yesOrNo.optional(),
});

/** Limits that hold at every instant of the run; what is absent is not limited. */
export type FaultBudget = Read<typeof budgetSchema>;
