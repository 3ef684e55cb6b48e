/** The laws that make replicas converge. */
export { commutingOperations, type CrdtLaws, crdtLaws } from './laws.js';
