/** Judges of sagas: atomicity by compensation, and the isolation they do not have. */
export { type SagaAccess, sagaIsolation, type SagaIsolationOptions } from './isolation.js';
export { sagaAtomicity, type SagaOptions, type SagaStep } from './sagas.js';
