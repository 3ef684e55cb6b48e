/** All scripts, in the order of the chapter. */
import type { Script } from '../language.js';
import { refusals } from './refusals.js';
import { routing } from './routing.js';

export const scripts: readonly Script[] = [...routing, ...refusals];
