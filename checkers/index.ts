/** The public face of the checkers: judges of histories, from our worlds or anybody's systems. */
export {
  mergeVerdicts,
  nothingToJudge,
  type Anomaly,
  type Budget,
  type Checker,
  type History,
  type Input,
  type OnlineChecker,
  type Operation,
  type Outcome,
  type ProcessId,
  type Verdict,
  type VerdictKind,
} from './history.js';

export {
  linearizable,
  type LinearizabilityChecker,
  type LinearizableOptions,
  type LinearizabilityVerdict,
} from './linearizable.js';
export { defineChecker, type Found, type OwnChecker } from './own-checker.js';
export { oneOf, type Model, type Step, type Traces } from './model.js';
export * from './models/index.js';

export * from './orders/index.js';
export * from './delivery/index.js';
export * from './agreement/index.js';
export * from './limits/index.js';
export * from './workloads/index.js';
export * from './saga/index.js';
export * from './crdt/index.js';

export { HistoryError } from './formats/events.js';
export { adapterFor, type AdapterName } from './formats/adapters.js';
export { plainAdapter } from './formats/plain.js';
export { historyReader, parseHistory, type HistoryReader, type ReadOptions } from './formats/read.js';
export { NotByIndex } from './formats/order.js';
export { printHistory } from './formats/print.js';
export { judgeNames, makeJudge, ParameterError, type Judge } from './registry.js';
export { IncomparableValue } from './identity.js';
export { Keyword } from './keyword.js';
export { MalformedHistory } from './well-formed.js';
