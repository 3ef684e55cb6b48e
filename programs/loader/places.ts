/** Where a file finds another: looked for once in a process, for all incarnations. What is not there is remembered, too. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';

interface NotFound extends Error {
  readonly code?: unknown;
  readonly requireStack?: readonly string[];
}

const places = new Map<string, string | NotFound>();

/**
 * As `require` looks for it, and where that finds nothing as `import` does, TypeScript included.
 * @throws Error as `require` does where it is not there
 */
export function placeOf(specifier: string, from: string): string {
  const key = `${dirname(from)}\0${specifier}`;
  const known = places.get(key) ?? look(key, specifier, from);
  if (typeof known === 'string') return known;
  // Each time an error of its own, as packages that try one optional package after the other expect.
  const { message, code, requireStack } = known;
  throw Object.assign(new Error(message), { code, requireStack });
}

function look(key: string, specifier: string, from: string): string | NotFound {
  let found: string | NotFound;
  try {
    found = createRequire(from).resolve(specifier);
  } catch (error) {
    // One of the program's own: ours would find what is installed beside us.
    const jiti = createJiti(pathToFileURL(from).href, { fsCache: false });
    const url = jiti.esmResolve(specifier, { try: true });
    found = url === undefined ? (error as NotFound) : fileURLToPath(url);
  }
  const isPackage = !specifier.startsWith('.') && !specifier.startsWith('/');
  // A file may still be written while the process lasts; a package is installed before it begins.
  if (typeof found === 'string' || (isPackage && found.code === 'MODULE_NOT_FOUND')) places.set(key, found);
  return found;
}
