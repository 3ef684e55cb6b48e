/**
 * What a report holds: one plain JSON document. Big tables are columns of equal length, so that 200,000 events stay
 * small; texts and payloads stand once in `texts` and are named by their place there. The page reads exactly this.
 */

import type { StoryLine } from '../../explore/story.js';
import type { RunFigures } from '../../sim/record/figures.js';

/** Raised whenever a page of the old schema could not read a document of the new one. */
export const REPORT_SCHEMA = 4;

export type ReportDocument = RunReport | CampaignReport;

/** The report on one run. */
export interface RunReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly kind: 'run';
  readonly about: About;
  readonly recording: Recording;
  readonly checks: readonly ReportCheck[];
  readonly story: readonly StoryLine[];
  /** How many messages are no lines of the story: like many others, and without an effect. */
  readonly hum: number;
  /** Sites that the program names, and whether the run came there. */
  readonly sites: readonly ReportSite[];
  /** Throughput and latency of what clients asked, and what nodes measured. */
  readonly measured: RunFigures;
  readonly shrunk?: ShrunkSizes;
  /** The nearest run that passes: the same plan without the fault that decides. */
  readonly neighbour?: Neighbour;
}

export interface About {
  /** Version of Seedstorm that made the report. */
  readonly version: string;
  readonly scenario: string;
  readonly summary: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: string;
  readonly bug?: string;
  readonly profile: string;
  readonly verdict: ReportVerdict;
  readonly fingerprint: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly operations: { readonly ok: number; readonly fail: number; readonly info: number };
  /** The command that brings the run back. */
  readonly replay: string;
}

export type ReportVerdict = 'valid' | 'invalid' | 'unknown';

/** Everything that happened in one run. Event numbers count from 1; 0 stands for none. */
export interface Recording {
  readonly lanes: readonly Lane[];
  /** Names of the kinds of events and messages. */
  readonly kinds: readonly string[];
  readonly texts: readonly string[];
  readonly events: EventColumns;
  readonly messages: MessageColumns;
  readonly marks: MarkColumns;
  readonly changes: ChangeColumns;
  /** What the process of a node did from an event on: `up`, `paused`, `stopped`, `dark`, `absent`. */
  readonly statuses: {
    readonly event: readonly number[];
    readonly lane: readonly number[];
    readonly status: readonly string[];
  };
  readonly cuts: CutColumns;
  /** From an event on the wall clock of a node is `errorUs` wrong and gains `ppm` millionths. */
  readonly clocks: {
    readonly event: readonly number[];
    readonly lane: readonly number[];
    readonly errorUs: readonly number[];
    readonly ppm: readonly number[];
  };
  readonly operations: readonly ReportOperation[];
  readonly faults: readonly ReportFault[];
  readonly firsts: Firsts;
  /** What the engine itself saw go wrong, in order. */
  readonly incidents: readonly ReportIncident[];
}

/** An invariant that broke, an error that nobody caught. */
export interface ReportIncident {
  readonly check: string;
  /** Event after which it was seen. */
  readonly event: number;
}

/** What was reached for the first time, and by which event. */
export interface Firsts {
  readonly event: readonly number[];
  /** `sometimes: …` or `reachable: …`. */
  readonly site: readonly string[];
  /** The event of each new state, of scenarios that say what counts as one; empty for others. */
  readonly states: readonly number[];
}

export interface Lane {
  readonly name: string;
  readonly is: 'node' | 'client';
}

/** One row for each event, in order; row 0 is event 1. */
export interface EventColumns {
  /** Microseconds since the event before. */
  readonly after: readonly number[];
  readonly kind: readonly number[];
  /** Place in `lanes`; -1: the world. */
  readonly lane: readonly number[];
  /** How many events ago it was scheduled; 0: by the plan. */
  readonly since: readonly number[];
  /** Place of the message that arrives; -1: none. */
  readonly message: readonly number[];
  /** Name of a timer, or -1. */
  readonly name: readonly number[];
  /** What it carries, where that is no message's payload, or -1. */
  readonly data: readonly number[];
}

/** What became of a message; bits of `fate`. */
export const Fate = { Lost: 1, Copy: 2, Delayed: 4, Damaged: 8, Unheard: 16 } as const;

/** One row for each datagram, in order of leaving. A copy is a row of its own. */
export interface MessageColumns {
  readonly kind: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Event during which it left. */
  readonly sent: readonly number[];
  /** Event of its arrival; 0: it did not arrive before the run was over. */
  readonly arrived: readonly number[];
  /** Microseconds it needs; -1: lost at once. */
  readonly flight: readonly number[];
  readonly fate: readonly number[];
  /** Why it was lost, or -1. */
  readonly why: readonly number[];
  readonly data: readonly number[];
}

/** Things said about an event: by the engine (`note`), by a program (`log`), or reported as an `effect`. */
export interface MarkColumns {
  readonly event: readonly number[];
  readonly lane: readonly number[];
  readonly is: readonly number[];
  readonly text: readonly number[];
  readonly data: readonly number[];
}

export const MarkKind = { Note: 0, Log: 1, Effect: 2 } as const;

/** How memory and disks changed; `patch` names a JSON text that holds a {@link Patch}. */
export interface ChangeColumns {
  readonly event: readonly number[];
  readonly lane: readonly number[];
  readonly part: readonly number[];
  readonly patch: readonly number[];
}

/** What of a node changes: what it holds in memory, what a power cut would leave, what it reads from its disk. */
export const Part = { Memory: 0, Durable: 1, Cache: 2 } as const;

/** Steps from one value to the next: set at a path, or remove (no value). An empty path replaces the whole. */
export type Patch = readonly (readonly [path: Path, value: unknown] | readonly [path: Path])[];
export type Path = readonly (string | number)[];

/** Directed links that were cut, from one event to another (0: to the end). */
export interface CutColumns {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly begin: readonly number[];
  readonly end: readonly number[];
}

export interface ReportOperation {
  readonly process: string;
  /** Lane of the client, or of the node that reported the effect. */
  readonly lane: number;
  readonly f: string;
  readonly key?: string;
  /** JSON text of the input. */
  readonly input: string;
  readonly output?: string;
  readonly type: 'ok' | 'fail' | 'info';
  readonly error?: string;
  readonly invoked: number;
  /** 0: it never ended. */
  readonly completed: number;
}

export interface ReportFault {
  readonly what: string;
  readonly kind: string;
  readonly atMs: number;
  /** Absent: it happens at once, or lasts to the end. */
  readonly endMs?: number;
}

export interface ReportCheck {
  readonly name: string;
  readonly verdict: ReportVerdict;
  readonly reason: string;
  readonly anomalies: readonly ReportAnomaly[];
  /** Fewest operations that still fail. */
  readonly core: readonly number[];
  readonly attempt?: Attempt;
}

export interface ReportAnomaly {
  readonly kind: string;
  readonly message: string;
  /** Places in `operations`. */
  readonly operations: readonly number[];
  /** Of anomalies that are cycles: one edge from each operation on it to the next. */
  readonly cycle?: readonly CycleEdge[];
  /** What it is about, where messages and states name it. */
  readonly subject?: Subject;
  /** Event after which it was seen, of what is no matter of operations. */
  readonly event?: number;
}

export interface CycleEdge {
  /** Places in `operations`. */
  readonly from: number;
  readonly to: number;
  /**
   * `wr`: `to` read what `from` wrote; `ww`: wrote over it; `rw`: wrote over what `from` read; `process`: came later;
   * `seen`: a read that comes after `from` found what `to` wrote, not what `from` did.
   */
  readonly relation: 'wr' | 'ww' | 'rw' | 'process' | 'seen';
  readonly key?: string;
  /** Of `seen`: the place of that read in `operations`. */
  readonly via?: number;
}

/** A thing with an identity: the fields that may name it, and the value they have then, as JSON. */
export interface Subject {
  readonly names: readonly string[];
  readonly value: string;
}

/** How far an order of the operations goes, and where it gets stuck. */
export interface Attempt {
  readonly prefix: readonly number[];
  readonly failing: number;
  readonly open: readonly number[];
  readonly states: readonly string[];
  readonly why: string;
}

export interface ReportSite {
  readonly is: 'sometimes' | 'reachable' | 'unreachable' | 'buggify';
  readonly name: string;
  readonly reached: number;
  /** How often what the site says held there. */
  readonly held: number;
}

export interface ShrunkSizes {
  readonly from: { readonly faults: number; readonly operations: number; readonly events: number };
  readonly to: { readonly faults: number; readonly operations: number; readonly events: number };
  readonly eventsThatMatter: number;
  readonly criticalPair?: ReportedPair;
  readonly latencyMs?: number;
}

/** Two messages that reach one node one after the other; the other way round the run passes. */
export interface ReportedPair {
  /** "passes if n2's append reaches n1 before n3's vote". */
  readonly sentence: string;
  /** Events of the two deliveries, in the order of this run; absent where the run has none that fits. */
  readonly deliveries?: readonly [first: number, second: number];
}

export interface Neighbour {
  /** The fault that was taken out. */
  readonly without: string;
  readonly recording: Recording;
  readonly virtualMs: number;
  /** Numbers of the events that happen in one of the two runs only. */
  readonly onlyHere: readonly number[];
  readonly onlyThere: readonly number[];
}

/** The index page of a campaign. */
export interface CampaignReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly kind: 'campaign';
  readonly version: string;
  readonly scenarios: readonly CampaignScenario[];
  readonly runs: number;
  readonly verdicts: Readonly<Record<ReportVerdict, number>>;
  readonly events: number;
  readonly operations: { readonly ok: number; readonly fail: number; readonly info: number };
  readonly seconds: number;
  /** How often faults of each kind began. */
  readonly faults: readonly (readonly [kind: string, count: number])[];
  readonly failures: readonly CampaignFailure[];
  /** A sentence on each scenario of which a site that had to be hit was hit in no run; absent where none was asked for. */
  readonly unreached?: readonly { readonly scenario: string; readonly sites: string }[];
}

export interface CampaignScenario {
  readonly name: string;
  /** New seeds that were run; failures of earlier days that were run again do not count. */
  readonly seeds: number;
  /** Named sites that were hit in some run, of how many. */
  readonly hit: number;
  readonly sites: number;
  /** Names of the others. */
  readonly never: readonly string[];
  /** Distinct states, and how many there are at least; absent where none were counted. */
  readonly states?: { readonly seen: number; readonly atLeast: number; readonly newPerRun: number };
}

export interface CampaignFailure {
  readonly scenario: string;
  readonly seed: string;
  readonly check: string;
  readonly anomaly: string;
  readonly reason: string;
  readonly bug?: string;
  /** Number of the run among the new seeds of its scenario, from 1; absent for one of earlier days. */
  readonly run?: number;
  readonly shrunk?: string;
  readonly replay: string;
  /** Report beside the index, relative to it. */
  readonly href?: string;
}
