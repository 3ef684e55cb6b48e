/**
 * Deduplication: a network may deliver a request twice, and late, so who carries out requests remembers which it took.
 *
 * Plain data and pure functions: keep the memory in the state, and for crashes on the disk, written together with what
 * the request did, or a power cut takes one of the two. Ids of one client grow from one request to its next, as those of
 * Seedstorm's clients do, and the last one taken says all (Birrell & Nelson, "Implementing remote procedure calls", TOCS
 * 1984, keep as much).
 */

/** The last request taken from each client. */
export interface TakenOnce<A = never> {
  readonly last: Record<string, Taken<A>>;
}

/** The last request that was taken from a client. */
export interface Taken<A = never> {
  readonly id: number;
  /** When it was taken, by the clock of who took it. */
  readonly atMs: number;
  /** What was answered, where that is kept. */
  readonly answer?: A;
}

/** Each rule can be replaced, to see what it is there for. */
export interface TakeRules {
  /** A copy of a request is recognised, or carried out like a new one. */
  readonly copies: 'recognised' | 'taken';
  /** Age in ms at which what a client asked is forgotten: longer than any copy may be under way. */
  readonly forgetAfterMs: number | 'never';
}

/** The rules of deduplication as they should be. */
export const takeRules: TakeRules = { copies: 'recognised', forgetAfterMs: 'never' };

/** What a request is: a new one, a copy of the last one taken, or one that is older than that. */
export type Copy<A = never> =
  | { readonly kind: 'new' }
  | { readonly kind: 'again'; readonly taken: Taken<A> }
  | { readonly kind: 'older' };

/** Nothing taken yet: the state at first. */
export function nothingTaken<A = never>(): TakenOnce<A> {
  return { last: {} };
}

/** Whether a request was taken before. `nowMs`: monotonic time; across restarts the wall clock, which may jump. */
export function copyOf<A>(
  { last }: TakenOnce<A>,
  client: string,
  id: number,
  nowMs: number,
  { copies, forgetAfterMs }: TakeRules = takeRules,
): Copy<A> {
  const taken = Object.hasOwn(last, client) ? last[client] : undefined;
  if (taken === undefined || id > taken.id || copies === 'taken') return { kind: 'new' };
  if (forgetAfterMs !== 'never' && nowMs - taken.atMs >= forgetAfterMs) return { kind: 'new' };
  return id === taken.id ? { kind: 'again', taken } : { kind: 'older' };
}

/** Remembers a request, when it is taken and when it is read from the disk. An older one changes nothing. */
export function remember<A>(
  { last }: TakenOnce<A>,
  client: string,
  id: number,
  atMs: number,
  ...answer: [answer?: A]
): void {
  const known = Object.hasOwn(last, client) ? last[client] : undefined;
  if (known !== undefined && known.id > id) return;
  const taken = answer.length === 0 ? { id, atMs } : { id, atMs, answer: answer[0] as A };
  Object.defineProperty(last, client, { value: taken, enumerable: true, configurable: true, writable: true });
}

/**
 * Takes a request as `node.defer()` tells of it, and remembers it. Returns false for a copy, which changes nothing.
 * @param nowMs needed where the rules have an age limit
 */
export function takeNew(
  taken: TakenOnce,
  { from, id }: { readonly from: string; readonly id: number },
  nowMs = 0,
  rules: TakeRules = takeRules,
): boolean {
  if (copyOf(taken, from, id, nowMs, rules).kind !== 'new') return false;
  remember(taken, from, id, nowMs);
  return true;
}

/** Forgets what is too old, so that the memory does not grow with every client there ever was. */
export function forgetOld({ last }: TakenOnce<unknown>, nowMs: number, { forgetAfterMs }: TakeRules): void {
  if (forgetAfterMs === 'never') return;
  for (const [client, { atMs }] of Object.entries(last))
    if (nowMs - atMs >= forgetAfterMs) delete last[client];
}
