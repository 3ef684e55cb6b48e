/**
 * TypeScript of users as JavaScript, made once for all threads of a process: the compiler takes half a second of CPU to
 * start, and an exploration starts a thread for every failure that it looks at again. Nothing is written to a disk.
 */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { createJiti, TransformOptions } from 'jiti';

const KEY = 'seedstorm: transformed files';

/** By everything that decides what comes out: the source is a part of it, so that nothing here can be stale. */
type Transformed = Map<string, string>;

/** What threads inherit when they start. */
function inherited(): Transformed {
  const known = getEnvironmentData(KEY) as unknown as Transformed | undefined;
  if (known !== undefined) return known;
  const fresh: Transformed = new Map();
  setEnvironmentData(KEY, fresh as never);
  return fresh;
}

/** The transformation that jiti does by default, done once. */
export function transformOnce(
  create: typeof createJiti,
): (options: TransformOptions) => { readonly code: string } {
  const transformed = inherited();
  let inner: ReturnType<typeof createJiti> | undefined;
  return (options) => {
    const key = JSON.stringify(options);
    let code = transformed.get(key);
    if (code === undefined) {
      inner ??= create(import.meta.url, { fsCache: false, interopDefault: false });
      transformed.set(key, (code = inner.transform(options)));
    }
    return { code };
  };
}
