/** All scripts, in the order of the chapter. */
import type { Script } from '../language.js';
import { confirms } from './confirms.js';
import { consumers } from './consumers.js';
import { deadLetters } from './dead-letters.js';
import { length } from './length.js';
import { priorities } from './priorities.js';
import { queues } from './queues.js';
import { refusals } from './refusals.js';
import { replies } from './replies.js';
import { restarts } from './restarts.js';
import { routing } from './routing.js';
import { settling } from './settling.js';
import { singleActive } from './single-active.js';
import { timeToLive } from './time-to-live.js';

export const scripts: readonly Script[] = [
  ...routing,
  ...timeToLive,
  ...length,
  ...priorities,
  ...deadLetters,
  ...consumers,
  ...singleActive,
  ...queues,
  ...settling,
  ...confirms,
  ...replies,
  ...restarts,
  ...refusals,
];
