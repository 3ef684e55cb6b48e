/**
 * What there is to say of one kind of fault. Each has a file of its own in `kinds/`: its fields, how it is drawn, begins
 * and ends, what it costs a budget, and how people call it. `registry.ts` lists them.
 */
import type { z } from 'zod';
import { number, object, word, type Read } from '../input/schema.js';
import { MAX_MS } from '../kernel/time.js';
import { endpointsOrStandIns, nodeOrStandIn, timeInRun } from './names.js';
import type { Scene } from './scene.js';
import type { Draw } from './severity.js';
import { whenSchema, type When } from './when.js';

/** What every fault has, and what many have. */
export interface AnyFault {
  readonly kind: string;
  readonly atMs: number;
  readonly when?: When;
  readonly durationMs?: number;
  readonly node?: string;
}

/** One kind of fault, `F`. What is absent does not apply to it. */
export interface Kind<F extends AnyFault = AnyFault> {
  /** Its fields. */
  readonly schema: z.ZodType;
  /** Draws faults of this kind, by the names that `nemesis` takes; each name has a random stream of its own. */
  readonly drawn: Readonly<Record<string, (draw: Draw) => AnyFault[]>>;
  /** What it does when it begins. */
  begin(fault: F, scene: Scene, number: number): void;
  /** What it does when it ends, if it lasts. Absent: nothing, as all was planned at its beginning. */
  end?(fault: F, scene: Scene, number: number): void;
  /** What it does, without its time, in words for stories and reports. */
  words(fault: F): string;
  /** Whether these words tell what it waits for, too. */
  tellsWhen?(fault: F): boolean;
  readonly cost: Cost<F>;
  /** The program ends in good order, which none does in the middle of something else. */
  readonly inGoodOrder?: true;
  /** Its `from` and `to` can only be nodes. */
  readonly betweenNodes?: true;
}

/** What a fault takes up of a budget. */
export interface Cost<F extends AnyFault> {
  /** Its node counts as down while it lasts. */
  readonly down?: true;
  /** Its process goes on without what it knew. */
  memory?(fault: F): boolean;
  /** The durable data of its node counts as lost, for ever. */
  readonly replica?: true;
  /** The node that is there from now on. */
  joins?(fault: F): string;
  /** It has no end, though it happens at one instant. */
  readonly forGood?: true;
  /** It keeps messages away altogether. */
  cuts?(fault: F): boolean;
  /** By how many ms it makes messages late, at most; `undefined`: not at all. */
  readonly delay?: Amount<F>;
  /** How far it makes the wall clock of its node wrong, in ms. */
  readonly clock?: Amount<F> & {
    /** What it did wrong stays wrong when it is over. */
    readonly stays?: true;
    /** The clock shows for so long what it showed when it began. */
    readonly freezes?: true;
  };
}

/** Something of a fault that may be too much. */
interface Amount<F> {
  ms(fault: F): number | undefined;
  /** The same fault with no more than this; nothing where it has no bound. */
  atMost(fault: F, ms: number): F | undefined;
}

/** What every fault has. */
export const begins = {
  /** When it begins, in ms from the start of the run; with a `when`, from when on it waits. */
  atMs: timeInRun,
  /** Begins when something happens, instead of at a time. */
  when: whenSchema.optional(),
};

export const length = number(0.001, MAX_MS, 'a time in ms');
export const someTime = number(0, MAX_MS, 'a time in ms');
export const probability = number(0, 1, 'a probability');
/** By how much a clock may be wrong. */
export const displacement = number(-1e11, 1e11, 'a number of ms');

/** What a fault has that lasts. */
export const lasts = {
  ...begins,
  /** How long it lasts; absent: until heal-all, or to the end of the run. */
  durationMs: length.optional(),
};

/** What happens to one node. */
export const onNode = { ...begins, node: nodeOrStandIn };
export const lastsOnNode = { ...lasts, node: nodeOrStandIn };

/** What happens on directed links: to every message from one of `from` to one of `to`. */
export const onLinks = {
  ...lasts,
  /** Senders; absent: every node. */
  from: endpointsOrStandIns.optional(),
  /** Receivers; absent: every node. */
  to: endpointsOrStandIns.optional(),
};

/** The fields of one kind, its name first. */
export function fields<K extends string, S extends z.ZodRawShape>(
  kind: K,
  shape: S,
): z.ZodObject<{ kind: z.ZodEnum<{ [W in K]: W }> } & S, z.core.$strict> {
  return object({ kind: word(kind), ...shape });
}

/** A fault as its fields say. */
export type FaultIn<S extends z.ZodType> = Read<S>;
