/** Looks on while a run happens again and writes down everything the report shows, as columns. */
import type { Input, Outcome, ProcessId } from '../../checkers/history.js';
import { EventKind, eventKindName } from '../../sim/kernel/event-kind.js';
import type { Carriage, Observer, SeenDatagram, SeenEvent } from '../../sim/record/observer.js';
import type { World } from '../../sim/world/world.js';
import {
  Fate,
  MarkKind,
  type Recording,
  type ReportFault,
  type ReportIncident,
  type ReportOperation,
} from './contract.js';
import { columns, TextPool } from './columns.js';
import { FirstTimes } from './firsts.js';
import { jsonText } from '../../sim/record/plain-json.js';
import { NodeRecorder } from './node-recorder.js';

const KINDS = [...new Set(Object.values(EventKind))].sort((a, b) => a - b);

type OpenOperation = { -readonly [K in keyof ReportOperation]: ReportOperation[K] };

export class Recorder implements Observer {
  private readonly texts = new TextPool();
  private readonly nodes: NodeRecorder;
  private readonly firsts = new FirstTimes();
  private readonly events = columns('after', 'kind', 'lane', 'since', 'message', 'name', 'data');
  private readonly messages = columns(
    'kind',
    'from',
    'to',
    'sent',
    'arrived',
    'flight',
    'fate',
    'why',
    'data',
  );
  private readonly marks = columns('event', 'lane', 'is', 'text', 'data');
  private readonly cuts = columns('from', 'to', 'begin', 'end');
  private readonly operations: OpenOperation[] = [];
  private readonly openCuts = new Map<number, number>();
  /** Rows of messages under way, by the order of their arrival. */
  private readonly inFlight = new Map<number, number>();
  /** Messages that came while their node stood still: it hears them once it goes on, as events of their own. */
  private waiting: (Pick<SeenEvent, 'kind' | 'node' | 'a' | 'b'> & { readonly row: number })[] = [];
  /** Row of the message that arrives with the event at hand. */
  private arriving = -1;
  private lastUs = 0;
  private readonly incidents: ReportIncident[] = [];

  constructor(private readonly world: World) {
    this.nodes = new NodeRecorder(world, this.texts);
    world.observer = this;
  }

  event(seen: SeenEvent): void {
    this.lookAtIncidents(seen.event - 1);
    const isDatagram = seen.kind >= EventKind.Message && seen.kind <= EventKind.Segment;
    this.arriving = isDatagram ? (this.inFlight.get(seen.order) ?? -1) : -1;
    const released = isDatagram && this.arriving < 0 ? this.released(seen) : -1;
    if (this.arriving >= 0) {
      if (this.world.nodes[seen.node]?.status === 'paused')
        this.waiting.push({ ...seen, row: this.arriving });
      this.inFlight.delete(seen.order);
      this.messages.arrived[this.arriving] = seen.event;
    }
    const { events } = this;
    events.after.push(seen.atUs - this.lastUs);
    this.lastUs = seen.atUs;
    events.kind.push(KINDS.indexOf(seen.kind as (typeof KINDS)[number]));
    events.lane.push(seen.node);
    events.since.push(seen.cause === 0 ? 0 : seen.event - seen.cause);
    events.message.push(Math.max(this.arriving, released));
    events.name.push(
      seen.kind === EventKind.Timer ? this.texts.number(this.world.nameOfInterned(seen.a)) : -1,
    );
    events.data.push(this.arriving >= 0 || released >= 0 ? -1 : this.texts.json(seen.payload));
    if (this.arriving >= 0 && !this.hears(seen.node))
      this.messages.fate[this.arriving] = (this.messages.fate[this.arriving] ?? 0) | Fate.Unheard;
  }

  handled(seen: SeenEvent): void {
    const touchesAll = seen.node < 0 || seen.kind === EventKind.Start || seen.kind === EventKind.Membership;
    if (touchesAll) for (const node of this.world.nodes) this.nodes.look(node.index, true);
    else if (seen.node < this.world.nodes.length) this.nodes.look(seen.node, seen.kind === EventKind.Sync);
    if (seen.kind === EventKind.Fault || seen.kind === EventKind.Heal) this.lookAtCuts();
  }

  sent(datagram: SeenDatagram, { arrivesUs, copy, isDelayed, isDamaged }: Carriage): void {
    const fate = (copy > 0 ? Fate.Copy : 0) | (isDelayed ? Fate.Delayed : 0) | (isDamaged ? Fate.Damaged : 0);
    this.inFlight.set(datagram.order, this.messages.kind.length);
    this.addMessage(datagram, arrivesUs - this.world.now, fate, -1);
  }

  dropped(datagram: SeenDatagram, why: string, when: 'leaving' | 'arriving'): void {
    if (when === 'leaving' || this.arriving < 0)
      this.addMessage(datagram, -1, Fate.Lost, this.texts.number(why));
    else {
      // The way was cut when it came.
      this.messages.fate[this.arriving] = (this.messages.fate[this.arriving] ?? 0) | Fate.Lost;
      this.messages.why[this.arriving] = this.texts.number(why);
    }
  }

  note(node: number, what: string, data: unknown): void {
    // What the node did in the very event in which it goes down is gone once the event is over.
    if (what === 'crashed' || what === 'killed') this.nodes.look(node, false);
    this.mark(node, MarkKind.Note, what, data);
  }

  log(node: number, text: string, data: unknown): void {
    this.mark(node, MarkKind.Log, text, data);
  }

  invoked(number: number, process: ProcessId, input: unknown): void {
    const lane = this.events.lane.at(-1) ?? -1;
    this.operations[number] = {
      process: String(process),
      lane,
      ...asked(input),
      type: 'info',
      invoked: this.now,
      completed: 0,
    };
  }

  completed(number: number, type: Outcome, output: unknown, error: string | undefined): void {
    const operation = this.operations[number];
    if (operation === undefined) return;
    operation.type = type;
    operation.completed = this.now;
    if (output !== undefined) operation.output = jsonText(output);
    if (error !== undefined) operation.error = error;
  }

  effect(node: number, input: Input): void {
    const process = this.world.endpointName(node);
    this.operations.push({
      process,
      lane: node,
      ...asked(input),
      type: 'ok',
      invoked: this.now,
      completed: this.now,
    });
    this.mark(node, MarkKind.Effect, String(input.f), input);
  }

  reached(kind: string, name: string): void {
    this.firsts.reached(`${kind}: ${name}`, this.now);
  }

  newState(): void {
    this.firsts.result.states.push(this.now);
  }

  /** All that was written down. Names of clients that never did anything are left out. */
  recording(faults: readonly ReportFault[]): Recording {
    const { world, events, messages, marks, cuts, operations } = this;
    const { texts } = this.texts;
    const { changes, statuses, clocks } = this.nodes;
    this.lookAtIncidents(this.now);
    const used = new Set([...events.lane, ...messages.from, ...messages.to]);
    const lanes = Array.from({ length: world.endpointCount }, (_, index) => ({
      name: world.endpointName(index),
      is: world.isClient(index) ? ('client' as const) : ('node' as const),
    }));
    while (lanes.at(-1)?.is === 'client' && !used.has(lanes.length - 1)) lanes.pop();
    const kinds = KINDS.map(eventKindName);
    return {
      lanes,
      kinds,
      texts,
      events,
      messages,
      marks,
      changes,
      statuses,
      cuts,
      clocks,
      operations,
      faults,
      firsts: this.firsts.result,
      incidents: this.incidents,
    };
  }

  private get now(): number {
    return this.world.events;
  }

  /** Row of the message that a node hears late; -1: none is known. */
  private released({ kind, node, a, b }: SeenEvent): number {
    const found = this.waiting.find(
      (its) => its.node === node && its.kind === kind && its.a === a && its.b === b,
    );
    if (found === undefined) return -1;
    this.waiting = this.waiting.filter((its) => its !== found);
    return found.row;
  }

  private hears(endpoint: number): boolean {
    const node = this.world.nodes[endpoint];
    return node === undefined || node.status === 'up' || node.status === 'paused';
  }

  private addMessage(datagram: SeenDatagram, flight: number, fate: number, why: number): void {
    const { messages } = this;
    messages.kind.push(KINDS.indexOf(datagram.kind as (typeof KINDS)[number]));
    messages.from.push(datagram.from);
    messages.to.push(datagram.to);
    messages.sent.push(this.now);
    messages.arrived.push(0);
    messages.flight.push(flight);
    messages.fate.push(fate);
    messages.why.push(why);
    messages.data.push(this.texts.json(datagram.payload));
  }

  private mark(lane: number, is: number, text: string, data: unknown): void {
    this.marks.event.push(this.now);
    this.marks.lane.push(lane);
    this.marks.is.push(is);
    this.marks.text.push(this.texts.number(text));
    this.marks.data.push(this.texts.json(data));
  }

  /** Invariants are looked at when an event is over: what is new belongs to the last one. */
  private lookAtIncidents(event: number): void {
    const seen = this.world.incidents.all.filter(({ kind }) => kind !== 'out-of-events');
    for (const { check } of seen.slice(this.incidents.length)) this.incidents.push({ check, event });
  }

  private lookAtCuts(): void {
    const { network, nodes } = this.world;
    const count = this.world.endpointCount;
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        if (from >= nodes.length && to >= nodes.length) continue;
        const pair = from * count + to;
        const row = this.openCuts.get(pair);
        const cut = network.isCut(from, to);
        if (cut && row === undefined) {
          this.openCuts.set(pair, this.cuts.from.length);
          this.cuts.from.push(from);
          this.cuts.to.push(to);
          this.cuts.begin.push(this.now);
          this.cuts.end.push(0);
        } else if (!cut && row !== undefined) {
          this.cuts.end[row] = this.now;
          this.openCuts.delete(pair);
        }
      }
    }
  }
}

function asked(input: unknown): { f: string; key?: string; input: string } {
  const { f, key } = (typeof input === 'object' && input !== null ? input : {}) as Readonly<
    Record<string, unknown>
  >;
  const name = typeof f === 'string' ? f : jsonText(f ?? input);
  return {
    f: name,
    ...(key === undefined ? {} : { key: typeof key === 'string' ? key : jsonText(key) }),
    input: jsonText(input),
  };
}
