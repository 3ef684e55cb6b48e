/** The public face of the parts: building blocks of distributed systems, for scenarios of one file. */
export { cast, type Role } from './cast.js';
export { ruled, type Ruled, type RuledBug, type RulesOf } from './ruled.js';
