/** Options by name: one that nobody knows would silently change nothing. */
import { InputError } from './error.js';
import { shown } from './shown.js';
import { unknownName } from './suggest.js';

/** @throws InputError unless it is an object, and has no option but these */
export function assertOptions(given: unknown, known: readonly string[], of: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new InputError('', `${of}: expected options, an object, got ${shown(given)}`);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new InputError('', `${of}: ${unknownName('option', stranger, known)}`);
}
