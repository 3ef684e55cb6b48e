/** The face of the engine: everything a protocol's author and a scenario's author need for one run. */
export { z } from 'zod';
export { stateMachine } from './node/state-machine.js';
export type { StateMachine } from './node/machine.js';
export type { ReplyTo, StateMachineNode } from './node/machine-node.js';
export type { AnsweringNode, CallResult } from './node/handlers.js';
export type { CallOptions } from './node/machine-node.js';
export { CallFailed, Refused, type AsyncNode, type Incoming } from './node/async-node.js';
export { asyncProgram } from './node/async-program.js';
export { ConnectionClosed, type Connection } from './node/connection.js';
export { QuorumFailed, type QuorumOptions, type Vote } from './node/quorum.js';
export { DiskError, type DiskErrorCode } from './node/disk.js';
export type { AsyncDisk } from './node/async-disk.js';
export type { StateMachineDisk } from './node/sync-disk.js';
export type { NodeHandle, SendOptions, StoredRecord, WriteOptions } from './node/protocol.js';
export type { AnyProtocol, ProtocolTypes } from './node/protocol-types.js';
export type { MembershipChange, Program } from './node/program.js';
export { StreamClosed } from './network/stream-event.js';
export type { StreamEvent } from './network/stream-event.js';
export { NotPlainData } from './kernel/copy.js';
export { stream, type Random, type Seed } from './kernel/random.js';
export * as exactMath from './kernel/exact-math.js';
export { ambientImport } from './node/ambient/install.js';

export {
  nodeNames,
  type FinalOperation,
  type PlantedBug,
  type Symptom,
  type Scenario,
  type ScenarioContext,
  type ScenarioDefinition,
} from './scenario/scenario.js';
export { defineScenario } from './scenario/define.js';
export { clients, type Workload, type WorkloadWorld } from './workload/workload.js';
export type { ClientsOptions, OperationNumber } from './workload/clients-shape.js';
export { reacting } from './workload/reacting.js';
export type {
  BeginningOperation,
  ClientInput,
  ClientProgram,
  EndedOperation,
  FollowUp,
  ReactingClient,
} from './workload/client-program.js';
export type { ClockConfig, Limits } from './world/setup.js';
export {
  invariant,
  type Invariant,
  type PlainInvariant,
  type RememberingInvariant,
} from './world/invariant.js';
export type { NodeView } from './node/view.js';
export type { NetworkConfig } from './network/config.js';
export type { Latency } from './network/latency.js';
export { lan, sameDatacenter, sameRack, tokyoOsaka, tokyoUs, wan } from './network/presets.js';
export { hdd, ssd } from './node/disk-presets.js';
export type { DiskConfig } from './node/disk-latency.js';

export type { Fault, FaultKind, FaultOf } from './faults/fault.js';
export { parsePlan, type FaultPlan, type Plan, type PlannedOperation } from './faults/plan.js';
export type { PlanWorld } from './faults/plan-world.js';
export type { FaultBudget } from './faults/budget-schema.js';
export type { MessageWhen, SiteWhen, StateWhen, When } from './faults/when.js';
export type { Pattern } from './faults/pattern.js';
export type { Watched, WatchNames } from './faults/watched.js';

export {
  strategyNames,
  type Delay,
  type Moment,
  type Schedule,
  type StrategyName,
} from './schedule/schedule.js';
export { nemesis, type NemesisOptions, type NemesisProfile } from './faults/nemesis.js';
export { profileNamed, profiles } from './faults/profiles/named.js';
export { describeFault, type BegunFault } from './faults/timeline.js';

export type { CriticalMessage, CriticalPair, Size } from './run/capsule/shrunk-part.js';
export type { DeclaredCoverage } from './coverage/declared.js';
export type { RunCoverage, SiteCount } from './coverage/recorder.js';
export { simulate, type CheckResult, type Run, type SimulateOptions } from './run/run.js';
export { RunFailed } from './run/run-failed.js';
export type { RunOptions } from './run/options.js';
export { createWorld, type SimWorld, type Until } from './run/create-world.js';
export type { Asked, Imposed, ImposedFault } from './run/by-hand.js';
export type { Snapshot } from './world/snapshot.js';
export { traceLine, type TraceRecord } from './record/trace.js';
export type { CountFigures, FunctionFigures, GaugeFigures, RunFigures } from './record/figures.js';
export type { TimingFigures } from './record/samples.js';
export { goldenText } from './record/golden.js';
export type { Divergence } from './record/divergence.js';
export type { RingEvent } from './record/ring.js';
export { InputError } from './input/error.js';
