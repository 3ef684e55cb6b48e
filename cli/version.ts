/** The version of this package. */
import { createRequire } from 'node:module';

export const packageVersion = (
  createRequire(import.meta.url)('seedstorm/package.json') as { version: string }
).version;
