/**
 * Loads a development dependency inside ambient virtualisation: packages that keep `setTimeout` or a source of random
 * numbers when they load then keep the world's. Somebody who installed Seedstorm alone is told what is missing.
 */
import { ambientImport, InputError } from 'seedstorm';

/**
 * @param install what `npm install --save-dev` takes to bring the package
 * @throws InputError in one sentence when the package is not installed
 */
export async function npmPackage<T>(
  scenario: string,
  name: string,
  install: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await ambientImport(load);
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new InputError(
      scenario,
      `needs the npm package '${name}', which is not installed; install it with: npm install --save-dev ${install}`,
    );
  }
}

/** Whether it is this package that is missing, and not something the package itself needs. */
function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND')
    return false;
  return error.message.includes(`'${name}'`);
}
