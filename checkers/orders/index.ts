/** Judges of orders weaker than linearizability, and of what remains when nothing is ordered. */
export { causal, causalConvergence, causalMemory } from './causal.js';
export { pram } from './pram.js';
export type { RegisterOptions } from './registers.js';
export { sequential, type SequentialOptions } from './sequential.js';
export { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './session-guarantees.js';
export { type ConvergenceOptions, converges, type ReplicaState, strongConvergence } from './convergence.js';
export { boundedStaleness, regular, safe, type StalenessOptions } from './freshness.js';
export { IMPLICATIONS, type Ladder, ladder, type LadderOptions, type Level, type Rung } from './ladder.js';
