/** Numbers that lose nothing, however large they become: a whole number beyond 2^53 is a bigint. */

/** Whether a value is a number, of whatever size. */
export const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** `a + b`: a number within 2^53 if it can be, a bigint beyond; fractions add up as numbers do. */
export function plus(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return sum;
  }
  const [left, right] = [whole(a), whole(b)];
  if (left === undefined || right === undefined) return Number(a) + Number(b);
  const sum = left + right;
  const short = Number(sum);
  return Number.isSafeInteger(short) ? short : sum;
}

const whole = (value: number | bigint): bigint | undefined =>
  typeof value === 'bigint' || Number.isInteger(value) ? BigInt(value) : undefined;

/** What all of them come to, as {@link plus} has it. */
export const sumOf = (values: readonly (number | bigint)[]): number | bigint =>
  values.reduce<number | bigint>(plus, 0);
