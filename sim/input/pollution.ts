/** Properties that every object seems to have: options, plans and messages would all be read with them. */
import { InputError } from './error.js';

/** @throws InputError where something was added to Object.prototype so that it shows in every object */
export function refusePollution(): void {
  for (const key in Object.prototype)
    throw new InputError(
      '',
      `Object.prototype.${key} was added by code that ran before: every object seems to have it, so no run would be what its seed says; remove it, or make it not enumerable`,
    );
}
