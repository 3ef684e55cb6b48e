/**
 * JSON files, anew for every incarnation. As a literal in code, V8 copies what it has built once, in a tenth of the time
 * that parsing the text takes: a table of a package has hundreds of kilobytes.
 */
import { Script } from 'node:vm';

/** @returns makes what the text says, a new object each time @throws SyntaxError where the text is no JSON */
export function jsonMaker(file: string, text: string): () => unknown {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${file}: ${(error as Error).message}`);
  }
  // In a literal `__proto__` is no field, however it is spelt.
  if (text.includes('__proto__') || text.includes('\\u')) return () => JSON.parse(text) as unknown;
  let make: (() => unknown) | undefined;
  return () => (make ??= new Script(`() => (${text}\n)`).runInThisContext() as () => unknown)();
}
