/**
 * Everything that can be made to go wrong, as plain JSON data.
 *
 * Times are milliseconds of virtual time from the start of the run, down to 0.001. A fault that lasts has a
 * `durationMs`; without one it lasts until heal-all, or to the end of a run that never heals. Nodes and clients
 * go by name. A list of names that is absent means every node (clients only where they are named).
 */
import type { When } from './when.js';

/** Something that goes wrong. */
export type Fault = NetworkFault | ProcessFault | ClockFault | DiskFault | MembershipFault | CodeFault;

export type FaultKind = Fault['kind'];

/** The fault of one kind. */
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;

type NetworkFault =
  | Partition
  | OneWayCut
  | Loss
  | Duplication
  | Reordering
  | AddedLatency
  | SlowLink
  | Corruption
  | ConnectionReset
  | NamedMessage;

type ProcessFault = Crash | Kill | Restart | Pause | SlowNode | Wipe | Upgrade;

export type ClockFault = ClockOffset | ClockDrift | ClockJump | ClockFreeze;

type DiskFault = DiskSlow | DiskFull | DiskError | FsyncFailure | LostWrites | TornWrite | BitRot;

export type MembershipFault = Join | Leave | Replace;

/** What every fault has. */
interface Begins {
  /** When it begins; with a `when`, from when on it waits. */
  readonly atMs: number;
  /** Begins when a node does something, instead of at a time. */
  readonly when?: When;
}

/** What a fault has that lasts. */
interface Lasts extends Begins {
  /** How long it lasts; absent: until heal-all, or to the end of the run. */
  readonly durationMs?: number;
}

/** The directed links a network fault touches: every message from one of `from` to one of `to`. */
interface OnLinks extends Lasts {
  /** Senders; absent: every node. */
  readonly from?: readonly string[];
  /** Receivers; absent: every node. */
  readonly to?: readonly string[];
}

interface OnNode {
  readonly node: string;
}

// Network

/**
 * Two nodes may talk exactly if some group holds both. Groups may overlap, which makes bridges and rings of
 * majorities. A node in no group talks to nobody. Clients keep talking to every node, unless a group names them.
 */
interface Partition extends Lasts {
  readonly kind: 'partition';
  readonly groups: readonly (readonly string[])[];
  /** Period of a flapping cut: cut during its first half, healed during its second, again and again. */
  readonly flapMs?: number;
}

/** Messages from one of `from` to one of `to` are lost; the other direction works. */
interface OneWayCut extends Lasts {
  readonly kind: 'one-way-cut';
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Period of a flapping cut: cut during its first half, healed during its second, again and again. */
  readonly flapMs?: number;
}

/** Each message is lost with this probability. */
interface Loss extends OnLinks {
  readonly kind: 'loss';
  readonly probability: number;
}

/** Each message is delivered twice with this probability. */
interface Duplication extends OnLinks {
  readonly kind: 'duplication';
  readonly probability: number;
}

/** Each message is, with this probability, held back by up to `delayMs`, so that later ones overtake it. */
interface Reordering extends OnLinks {
  readonly kind: 'reordering';
  readonly probability: number;
  readonly delayMs: number;
}

/** Every message takes `addMs` longer, and up to `jitterMs` more. */
interface AddedLatency extends OnLinks {
  readonly kind: 'latency';
  readonly addMs: number;
  readonly jitterMs?: number;
}

/** Each link carries this many bytes a second; what does not fit waits its turn. */
interface SlowLink extends OnLinks {
  readonly kind: 'slow-link';
  readonly bytesPerSecond: number;
}

/** Each message's payload is damaged with this probability. */
interface Corruption extends OnLinks {
  readonly kind: 'corruption';
  readonly probability: number;
}

/** At `atMs`, connections (streams) between a node of `from` and a node of `to` break at both ends. */
interface ConnectionReset extends Begins {
  readonly kind: 'connection-reset';
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/**
 * What happens to one single message: the `nth` datagram (1-based, counted from the start of the run) sent from
 * `from` to `to`; with a `when`, counted from what it waits for. A message sent before `atMs` is left alone. It is
 * armed, not active: heal-all does not end it.
 */
export type NamedMessage = LostMessage | DelayedMessage | DuplicatedMessage;

interface OneMessage extends Begins {
  readonly kind: 'message';
  readonly from: string;
  readonly to: string;
  readonly nth: number;
}

export interface LostMessage extends OneMessage {
  readonly action: 'drop' | 'corrupt';
}

export interface DelayedMessage extends OneMessage {
  readonly action: 'delay';
  /** How much later it arrives. */
  readonly delayMs: number;
}

export interface DuplicatedMessage extends OneMessage {
  readonly action: 'duplicate';
  /** How much later its copy arrives. Default 0. */
  readonly delayMs?: number;
}

// Process

/**
 * Power loss: volatile memory is gone; what was written but not synced is lost, kept, or kept with its last write
 * torn; `random` lets each write's fate be drawn. The node starts again after `durationMs`.
 */
interface Crash extends Lasts, OnNode {
  readonly kind: 'crash';
  readonly unsynced: 'lost' | 'kept' | 'torn' | 'random';
}

/** The process dies, the machine does not: memory is gone, every write survives. Starts after `durationMs`. */
interface Kill extends Lasts, OnNode {
  readonly kind: 'kill';
  /** It never comes back, not even when everything is healed: the crash-stop model. Has no `durationMs`. */
  readonly forGood?: true;
}

/** The process is stopped and started in the same instant; every write survives. */
interface Restart extends Begins, OnNode {
  readonly kind: 'restart';
}

/** The process stands still and keeps its memory; what arrives and what fires meanwhile waits. */
interface Pause extends Lasts, OnNode {
  readonly kind: 'pause';
}

/** Every event the node handles costs it `delayMs`: what it sends and sets leaves that much later. */
interface SlowNode extends Lasts, OnNode {
  readonly kind: 'slow-node';
  readonly delayMs: number;
}

/** Power loss that takes the disk along: the node starts after `durationMs` with nothing. */
interface Wipe extends Lasts, OnNode {
  readonly kind: 'wipe';
}

/** The process is stopped and started as another version of the protocol, for good; every write survives. */
interface Upgrade extends Begins, OnNode {
  readonly kind: 'upgrade';
  readonly version: string;
}

// Clock

/** The wall clock is wrong by `offsetMs` (positive: ahead); at the end it is right again. */
interface ClockOffset extends Lasts, OnNode {
  readonly kind: 'clock-offset';
  readonly offsetMs: number;
}

/**
 * The clock runs fast (positive) or slow by `ppm` millionths: 1,000 ppm gain a millisecond a second. At the end
 * the rate is right again; the error it gathered stays.
 */
interface ClockDrift extends Lasts, OnNode {
  readonly kind: 'clock-drift';
  readonly ppm: number;
}

/** The wall clock leaps by `byMs`, forward or back, for good. */
interface ClockJump extends Begins, OnNode {
  readonly kind: 'clock-jump';
  readonly byMs: number;
}

/** The wall clock stands still; at the end it shows the right time again. */
interface ClockFreeze extends Lasts, OnNode {
  readonly kind: 'clock-freeze';
}

// Disk

/** Every disk operation takes `factor` times as long. */
interface DiskSlow extends Lasts, OnNode {
  readonly kind: 'disk-slow';
  readonly factor: number;
}

/** Writes fail for want of space; reads, deletes and syncs work. */
interface DiskFull extends Lasts, OnNode {
  readonly kind: 'disk-full';
}

/** Each operation of the named sorts (absent: every sort) fails with this probability. */
interface DiskError extends Lasts, OnNode {
  readonly kind: 'disk-error';
  readonly probability: number;
  readonly operations?: readonly ('read' | 'write' | 'sync')[];
}

/**
 * Each sync fails with this probability, and says so; what it should have made durable stays unsynced. Programs
 * that retry as if nothing happened lose data (Rebello et al., "Can Applications Recover from fsync Failures?",
 * USENIX ATC 2020).
 */
interface FsyncFailure extends Lasts, OnNode {
  readonly kind: 'fsync-failure';
  readonly probability: number;
}

/** Syncs claim success and persist nothing: what they covered is lost in a power loss. */
interface LostWrites extends Lasts, OnNode {
  readonly kind: 'lost-writes';
}

/** Armed at `atMs`: the next power loss tears the last unsynced write, whatever the crash says. */
interface TornWrite extends Begins, OnNode {
  readonly kind: 'torn-write';
}

/** One bit of a durable value flips: of `path`, or of one drawn among all. */
interface BitRot extends Begins, OnNode {
  readonly kind: 'bit-rot';
  readonly path?: string;
}

// Membership

/** A spare node starts and asks to join. */
interface Join extends Begins, OnNode {
  readonly kind: 'join';
}

/** A node leaves for good. */
interface Leave extends Begins, OnNode {
  readonly kind: 'leave';
}

/** A node leaves for good and a spare joins in its place, in the same instant. */
interface Replace extends Begins, OnNode {
  readonly kind: 'replace';
  readonly with: string;
}

// Code

/** The code points `node.buggify(site)` answer yes with this probability, on the named nodes (absent: all). */
export interface CodeFault extends Lasts {
  readonly kind: 'buggify';
  readonly site: string;
  readonly probability: number;
  readonly nodes?: readonly string[];
}

type InstantKind =
  | 'connection-reset'
  | 'message'
  | 'restart'
  | 'upgrade'
  | 'clock-jump'
  | 'torn-write'
  | 'bit-rot'
  | 'join'
  | 'leave'
  | 'replace';

/** A fault with an end. The others happen, or are armed, at one instant and for good. */
export type LastingFault = Exclude<Fault, { kind: InstantKind }>;

const instantKinds: ReadonlySet<string> = new Set<InstantKind>([
  'connection-reset',
  'message',
  'restart',
  'upgrade',
  'clock-jump',
  'torn-write',
  'bit-rot',
  'join',
  'leave',
  'replace',
]);

/** Whether the fault has an end. */
export function lasts(fault: Fault): fault is LastingFault {
  return !instantKinds.has(fault.kind);
}
