/** Fates: what became of single messages on their way, told apart by how they came about instead of by number. */
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { Micros } from '../../sim/kernel/time.js';
import type { FaultOf } from '../../sim/faults/fault.js';

/** What happens to one message, on a network where every message takes the same time. */
export interface Fate {
  /** Which message: see {@link Lineages}. */
  readonly message: number;
  readonly lost: boolean;
  /** How much longer than the others it takes. */
  readonly delayUs: Micros;
  /** How long after it each copy arrives; empty where there is none. */
  readonly copiesAfterUs: readonly Micros[];
  /** It left before everything was healed; so it must whenever it is made to happen again. */
  readonly beforeHeal: boolean;
}

export type Fates = ReadonlyMap<number, Fate>;

/** A fate as faults that name the message by its number; none where nothing happens to it. */
export function namedFaults(
  { lost, delayUs, copiesAfterUs }: Fate,
  message: { readonly from: string; readonly to: string; readonly nth: number; readonly atMs: number },
): FaultOf<'message'>[] {
  const named = { kind: 'message', ...message } as const;
  if (lost) return [{ ...named, action: 'drop' }];
  const faults: FaultOf<'message'>[] = [];
  if (delayUs > 0) faults.push({ ...named, action: 'delay', delayMs: delayUs / 1000 });
  for (const afterUs of copiesAfterUs)
    faults.push({ ...named, action: 'duplicate', ...(afterUs > 0 ? { delayMs: afterUs / 1000 } : {}) });
  return faults;
}

/** A name and the number of a word fit into one number that is exact. */
const MAX_WORDS = 0x1000000;

/**
 * Names events and messages by their descent: "what this operation's request made n1 send to n3", rather than "the
 * 17th message from n1 to n3". So an operation less leaves the names of everything it did not set off as they were.
 * Equal names are equal numbers, in all runs that share one of these.
 */
export class Lineages {
  private readonly words = new Map<string, number>();
  private readonly numbers = new Map<number, number>();
  private readonly identities = new WeakMap<object, number>();
  private readonly versions = new WeakMap<object, number>();
  private readonly contents = new Map<string, number>();
  private known = 0;

  /**
   * @param parent the name of what set it off; 0: nothing did
   * @param what number of the {@link word} that tells it from what else the same has set off
   */
  numberOf(parent: number, what: number): number {
    const key = parent * MAX_WORDS + what;
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.numbers.size + 1));
    return number;
  }

  /** Equal texts have equal numbers. */
  word(text: string): number {
    let number = this.words.get(text);
    if (number === undefined) this.words.set(text, (number = this.words.size));
    return number;
  }

  /** Which operation or fault of the plan it is. */
  identityOf(part: object): number {
    let identity = this.identities.get(part);
    if (identity === undefined) this.identities.set(part, (identity = ++this.known));
    return identity;
  }

  /** Parts that say the same have the same number. */
  versionOf(part: object): number {
    let version = this.versions.get(part);
    if (version !== undefined) return version;
    const content = JSON.stringify(part);
    version = this.contents.get(content);
    if (version === undefined) this.contents.set(content, (version = this.contents.size));
    this.versions.set(part, version);
    return version;
  }

  /** The part with some properties changed; it stays the same one. */
  changed<T extends object>(part: T, changes: Partial<T>): T {
    const next = { ...part, ...changes };
    this.identities.set(next, this.identityOf(part));
    return next;
  }
}

export function isDatagram(kind: number): boolean {
  const bare = kind & 0x7f;
  return bare >= EventKind.Message && bare <= EventKind.Segment;
}
