/** The public face of the checkers: judges of histories, from our worlds or anybody's systems. */
export { mergeVerdicts, type Anomaly, type Budget, type Checker, type History, type Input, type OnlineChecker, type Operation, type Outcome, type ProcessId, type Verdict, type VerdictKind } from './history.js';
export * from './delivery/index.js';
export * from './saga/index.js';
export * from './orders/index.js';
export { linearizable } from './linearizable.js';
export type { Model } from './model.js';
export { casRegisterModel, registerModel, type CasRegisterInput, type RegisterInput, type RegisterOutput } from './models/register.js';
export * from './agreement/index.js';
