/** All scripts about one Redis, but for those about streams. */
import type { Script } from '../language.js';
import { classicScripts } from './lua-classics.js';
import { languageScripts } from './lua-language.js';
import { libraryScripts } from './lua-libraries.js';
import { scriptScripts } from './lua-redis.js';
import { timeScripts } from './time.js';
import { transactionScripts } from './transactions.js';
import { valueScripts } from './values.js';
import { waitingScripts } from './waiting.js';

export const coreScripts: readonly Script[] = [
  ...valueScripts,
  ...timeScripts,
  ...transactionScripts,
  ...waitingScripts,
  ...languageScripts,
  ...libraryScripts,
  ...scriptScripts,
  ...classicScripts,
];
