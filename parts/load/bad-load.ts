/** What no load can be: each refused in one sentence. */

/** The clock counts whole microseconds: of more arrivals a second, many would be at the same time. */
const MOST_PER_SECOND = 1_000_000;

/** @throws RangeError unless it is a rate that the clock can tell apart; 0 only where `orNone` */
export function assertRate(where: string, perSecond: unknown, orNone = false): void {
  if (typeof perSecond !== 'number' || !(orNone ? perSecond >= 0 : perSecond > 0) || perSecond === Infinity)
    throw new RangeError(
      `${where}: expected a rate ${orNone ? 'of 0 or more' : 'above 0'}, in requests a second, got ${text(perSecond)}`,
    );
  if (perSecond > MOST_PER_SECOND)
    throw new RangeError(
      `${where}: expected at most ${MOST_PER_SECOND} requests a second, as the clock of 1 µs cannot tell more apart, got ${perSecond}`,
    );
}

/** @throws RangeError unless it is a finite number within [least, most] */
export function assertNumber(
  where: string,
  value: unknown,
  least: number,
  most = Number.MAX_VALUE,
  noun = 'a number',
): void {
  if (typeof value === 'number' && value >= least && value <= most) return;
  const range = most === Number.MAX_VALUE ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new RangeError(`${where}: expected ${noun} ${range}, got ${text(value)}`);
}

/** @throws RangeError unless it is a time above 0 */
export function assertTime(where: string, ms: unknown): void {
  if (typeof ms === 'number' && ms > 0 && ms < Infinity) return;
  throw new RangeError(`${where}: expected a time above 0, in ms, got ${text(ms)}`);
}

/** @throws RangeError unless it is a whole number of at least 1; `Infinity` too, where `orMore` */
export function assertCount(where: string, count: unknown, orMore = false): void {
  if (Number.isSafeInteger(count) && (count as number) >= 1) return;
  if (orMore && count === Infinity) return;
  throw new RangeError(
    `${where}: expected a whole number above 0${orMore ? ', or Infinity' : ''}, got ${text(count)}`,
  );
}

/** @throws TypeError: there is no such kind */
export function unknownKind(where: string, kind: unknown, known: readonly string[]): never {
  throw new TypeError(`${where}: expected one of ${known.join(', ')} as its kind, got ${text(kind)}`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
