/**
 * Leases with fencing tokens: who may do something for a while, by two clocks that may run wrong.
 *
 * Plain data and pure functions. The holder counts from the moment it asked, and a little less than the time it was given;
 * the granter counts from the moment it granted, and a little more (Gray & Cheriton, "Leases", SOSP 1989). A holder that
 * stood still between its look at the clock and its deed does not know that it is over: so each grant has a token, larger
 * than all before, and the resource itself refuses a token that is smaller than one it has seen (Kleppmann, "How to do
 * distributed locking", 2016; sequencers in Burrows, "Chubby", OSDI 2006).
 */

export interface LeaseSettings {
  /** For how long a lease is granted, in ms. */
  readonly durationMs: number;
  /** By how much a clock may run too fast or too slow at most: 0.01 is one percent. Default 0.01. */
  readonly clockError?: number;
  readonly rules?: LeaseRules;
}

/** Each rule can be replaced, to see what it is there for. */
export interface LeaseRules {
  /** The holder counts from the moment it asked, or from the moment it was answered, however long that took. */
  readonly counted: 'from-question' | 'from-answer';
  /** Both count with the error of their clocks, or as if clocks were right. */
  readonly clocks: 'may-err' | 'right';
  /** After a restart the granter lets a whole term go by, or takes what it does not remember for free. */
  readonly restart: 'waits' | 'forgets';
  /** Tokens grow across restarts too, or begin anew. */
  readonly tokens: 'durable' | 'in-memory';
  /** The resource refuses a smaller token, or takes no notice. */
  readonly fence: 'checked' | 'ignored';
}

/** The rules of leases as they should be. */
export const leaseRules: LeaseRules = {
  counted: 'from-question',
  clocks: 'may-err',
  restart: 'waits',
  tokens: 'durable',
  fence: 'checked',
};

/** What holders ask. All but `renew` may be asked again: a grant that is asked for twice gives a second token. */
export type LeaseQuestion =
  | { readonly lease: 'grant'; readonly name: string }
  | { readonly lease: 'renew' | 'release'; readonly name: string; readonly token: number };

/** What a granter answers. */
export type LeaseAnswer =
  /** For so many ms from the moment of the question, less the error of the clock. */
  | { readonly kind: 'granted'; readonly token: number; readonly durationMs: number }
  /** Another has it, for so many ms at most if it does not renew. */
  | { readonly kind: 'held'; readonly forMs: number }
  /** The token is not the last one: the lease is lost, or was given back. */
  | { readonly kind: 'over' };

/** What a granter knows of one lease. */
export interface Granted {
  /** The last token that was given. */
  readonly token: number;
  /** Who has it; `null`: it was given back. */
  readonly holder: string | null;
  /** When it is free again, by the granter's monotonic clock. */
  readonly untilMs: number;
}

/** The leases of a granter, by name: plain data. */
export type Leases = Record<string, Granted>;

/**
 * Answers a question, and changes the leases.
 * @param nowMs the granter's monotonic clock
 * @returns what to say, and whether token or holder changed: that must be durable before it is said
 */
export function answerLease(
  leases: Leases,
  question: LeaseQuestion,
  from: string,
  nowMs: number,
  { durationMs, clockError = 0.01, rules = leaseRules }: LeaseSettings,
): { readonly answer: LeaseAnswer; readonly changed: boolean } {
  const { name } = question;
  const known = Object.hasOwn(leases, name)
    ? (leases[name] as Granted)
    : { token: 0, holder: null, untilMs: nowMs };
  const untilMs = nowMs + (rules.clocks === 'may-err' ? durationMs * (1 + clockError) : durationMs);
  const set = (granted: Granted): void =>
    void Object.defineProperty(leases, name, {
      value: granted,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  if (question.lease === 'grant') {
    const isFree = known.holder === null || known.holder === from || known.untilMs <= nowMs;
    if (!isFree) return { answer: { kind: 'held', forMs: known.untilMs - nowMs }, changed: false };
    const token = known.token + 1;
    set({ token, holder: from, untilMs });
    return { answer: { kind: 'granted', token, durationMs }, changed: true };
  }
  // A lease that ran out and that nobody took may be renewed: nobody was told that it is free.
  if (question.token !== known.token || known.holder === null)
    return { answer: { kind: 'over' }, changed: false };
  if (question.lease === 'release') {
    set({ token: known.token, holder: null, untilMs: nowMs });
    return { answer: { kind: 'over' }, changed: true };
  }
  set({ ...known, untilMs });
  return { answer: { kind: 'granted', token: known.token, durationMs }, changed: false };
}

/** The leases a granter begins with after a restart: the clock of before says nothing, so each goes on for a whole term. */
export function recoverLeases(
  kept: Readonly<Record<string, Pick<Granted, 'token' | 'holder'>>>,
  nowMs: number,
  { durationMs, clockError = 0.01, rules = leaseRules }: LeaseSettings,
): Leases {
  const untilMs = rules.restart === 'waits' ? nowMs + durationMs * (1 + clockError) : nowMs;
  return Object.fromEntries(
    Object.entries(kept).map(([name, { token, holder }]) => [
      name,
      { token: rules.tokens === 'durable' ? token : 0, holder, untilMs },
    ]),
  );
}

/** A lease as its holder knows it; part of the state. */
export interface MyLease {
  readonly name: string;
  /** The last token it was given, if it may still have the lease. */
  token: number | null;
  /** Until when it has it, by the holder's monotonic clock. */
  untilMs: number;
}

/** A lease that is not held. */
export function noLease(name: string): MyLease {
  return { name, token: null, untilMs: 0 };
}

/** What to ask next: for the lease, or to keep it. */
export function leaseQuestion({ name, token }: MyLease): LeaseQuestion {
  return token === null ? { lease: 'grant', name } : { lease: 'renew', name, token };
}

/**
 * Takes in an answer. One that comes late makes no lease longer than it is.
 * @param askedMs when the question was asked, by the holder's monotonic clock
 * @returns after how many ms to ask again: in time to renew, or when the lease may be free
 */
export function leaseAnswered(
  mine: MyLease,
  answer: LeaseAnswer,
  askedMs: number,
  nowMs: number,
  { clockError = 0.01, rules = leaseRules }: LeaseSettings,
): number {
  if (answer.kind !== 'granted') {
    mine.token = null;
    return answer.kind === 'held' ? answer.forMs : 0;
  }
  // Another question was answered with a later token meanwhile.
  if (mine.token !== null && mine.token > answer.token) return 0;
  const termMs = rules.clocks === 'may-err' ? answer.durationMs * (1 - clockError) : answer.durationMs;
  const untilMs = (rules.counted === 'from-question' ? askedMs : nowMs) + termMs;
  mine.untilMs = mine.token === answer.token ? Math.max(mine.untilMs, untilMs) : untilMs;
  mine.token = answer.token;
  return Math.max(0, (mine.untilMs - nowMs) / 2);
}

/** The token, if the lease is still held: send it along with what the lease is for. `undefined`: it is not, or not any more. */
export function heldToken({ token, untilMs }: MyLease, nowMs: number): number | undefined {
  return token !== null && nowMs < untilMs ? token : undefined;
}

/** The largest token a resource has seen, by lease. Kept together with what it guards, on the disk too. */
export type Fence = Record<string, number>;

/** Whether the resource may do what comes with this token. Notes the token: from now on no smaller one passes. */
export function passesFence(
  fence: Fence,
  name: string,
  token: number,
  { fence: rule }: Pick<LeaseRules, 'fence'> = leaseRules,
): boolean {
  const highest = Object.hasOwn(fence, name) ? (fence[name] as number) : 0;
  if (rule === 'checked' && token < highest) return false;
  const value = Math.max(token, highest);
  Object.defineProperty(fence, name, { value, enumerable: true, configurable: true, writable: true });
  return true;
}
