/** Promises where a value is wanted: known when they are seen, and heard of no more. */

/** Whether it is a promise. One that fails later must not end the process before a sentence says what is wrong. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  if (typeof (value as { then?: unknown }).then !== 'function') return false;
  (value as PromiseLike<unknown>).then(undefined, () => undefined);
  return true;
}
