/**
 * Whether the packages that programs of a scenario import are installed. Nothing is loaded here: each process of a world
 * loads its own. Somebody who installed Seedstorm alone is told what is missing.
 */
import { createRequire } from 'node:module';
import { InputError } from 'seedstorm';

const require = createRequire(import.meta.url);

/**
 * @param packages as `npm install` takes them: `ioredis@5.11.1`
 * @throws InputError in one sentence when one is not installed
 */
export function needsPackages(scenario: string, ...packages: readonly string[]): Promise<void> {
  const missing = packages.filter((name) => !isInstalled(name.replace(/@[^@/]*$/, '')));
  if (missing.length === 0) return Promise.resolve();
  const [which, them] = missing.length === 1 ? ['package', 'it'] : ['packages', 'them'];
  return Promise.reject(
    new InputError(
      scenario,
      `needs the npm ${which} ${missing.join(' and ')}, not installed here; install ${them} with: npm install --save-dev ${missing.join(' ')}`,
    ),
  );
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch (error) {
    // One for `import` alone is there all the same.
    return (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';
  }
}
