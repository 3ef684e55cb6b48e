/** The kinds of events, and what the columns `a`, `b` and `payload` of each hold. */

export const EventKind = {
  /** A node starts. a: incarnation. */
  Start: 1,
  /** A datagram arrives. a: sender, payload: message. */
  Message: 2,
  /** A message that wants an answer arrives. a: sender, b: call id, payload: message. */
  Call: 3,
  /** A client's request arrives. a: client, b: operation id, payload: request. */
  Request: 4,
  /** An answer or a reply arrives. a: sender, b: id of the call or operation, payload: value. */
  Answer: 5,
  /** A refusal arrives. a: sender, b: id of the call or operation, payload: Refusal. */
  Refusal: 6,
  /** A part of a stream arrives. a: sender, payload: Segment. */
  Segment: 7,
  /** A named timer fires. a: timer number, payload: its payload. */
  Timer: 8,
  /** A call was not answered in time. b: call id. */
  CallTimeout: 9,
  /** A sync reaches the disk. b: position it covers. */
  Sync: 10,
  /** Something an async program waits for. a: LOOP_WAKE for its event loop, b: wake id. */
  Wake: 11,
  /** A stream looks at what was not acknowledged. b: connection id. */
  StreamTimer: 12,
  /** A node is told of a change of membership. payload: MembershipChange. */
  Membership: 13,
  /** A client invokes its next operation. */
  ClientNext: 14,
  /** A client stops waiting. b: operation id. */
  ClientTimeout: 15,
  /** A fault begins, ends or flaps. a: number of the edge. */
  Fault: 16,
  /** Everything is healed. */
  Heal: 17,
  /** The time of the run is over. */
  End: 18,
  /** A slow node gets to the next event of its backlog. */
  Turn: 19,
  /** A process that was asked to end is still there. */
  Kill: 20,
} as const;

/** What `a` of a wake holds that belongs to the event loop of a program: to its timers and immediates. */
export const LOOP_WAKE = 1;

export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** Name of a kind, as traces write it. */
export function eventKindName(kind: number): string {
  return names[kind] ?? '?';
}

const names: readonly string[] = [
  '',
  'start',
  'message',
  'call',
  'request',
  'answer',
  'refusal',
  'segment',
  'timer',
  'call-timeout',
  'sync',
  'wake',
  'stream-timer',
  'membership',
  'client-next',
  'client-timeout',
  'fault',
  'heal',
  'end',
  'turn',
  'kill',
];
