/**
 * The network: every datagram from one endpoint to another is delayed, and may be lost, doubled, held back or
 * damaged, or find the way cut.
 *
 * All draws are counter-based: a function of the link, the number of the message on it and the purpose. So a
 * message more or less on one link changes nothing on another, and dropping the third message leaves the fate
 * of the fourth as it was.
 */
import { draw, hashString, mix32 } from '../kernel/hash.js';
import type { Seed } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import { Unchanging } from '../kernel/unchanging.js';
import { compileLatency, type LatencySampler } from './latency-sampler.js';
import type { NetworkConfig } from './config.js';
import { applyNamed, LinkRules, type NamedFate, type RuleEffect } from './rules.js';

/** What the network needs of the world. */
export interface NetworkPort {
  readonly now: Micros;
  /**
   * Puts the arrival of a datagram on the calendar.
   * @param effect what was done to it besides, if anything was
   * @param copy 0, then its duplicates
   */
  arrive(
    atUs: Micros,
    kind: number,
    from: number,
    to: number,
    id: number,
    payload: unknown,
    effect?: Readonly<RuleEffect>,
    copy?: number,
  ): void;
  /** A datagram that will not arrive. */
  dropped(kind: number, from: number, to: number, id: number, payload: unknown, why: DropReason): void;
  /** The datagram with this id will arrive more than once. */
  duplicated(id: number): void;
  /** A fresh copy of a payload, for the second delivery of a duplicate. */
  copy(payload: unknown): unknown;
}

export type DropReason = 'cut' | 'loss' | 'plan';

/** What a datagram weighs before its content. */
const HEADER_BYTES = 40;

/** How long a node takes to hear itself. */
const LOOPBACK_US = 10;

/** Purposes of draws on a link. */
const LATENCY = 0;
const LOSS = 0x1055;
const DUPLICATE = 0x2dbb;
const HOLD = 0x301d;
const HOLD_FOR = 0x301e;
const CORRUPT = 0x4c0f;

/** A datagram that came to a link on which everything is held. */
export interface HeldDatagram {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
  readonly id: number;
  readonly payload: unknown;
}

/** Tells what is to become of single datagrams, told apart by more than their numbers. */
export type Stage = (
  kind: number,
  from: number,
  to: number,
  nth: number,
  payload: unknown,
) => readonly NamedFate[] | undefined;

export interface NetworkSnapshot {
  /** What waits on links that hold everything. Absent where none does. */
  readonly held?: readonly (readonly [link: number, waiting: readonly HeldDatagram[]])[];
  readonly sent: Uint32Array;
  readonly cuts: Uint16Array;
  readonly rules: ReturnType<LinkRules['save']>;
  readonly busyUntil: Float64Array | undefined;
}

export class Network {
  readonly rules: LinkRules;
  /** Asked about every datagram as it leaves. */
  stage: Stage | undefined;
  /** Datagrams sent on each link so far. */
  private sent: Uint32Array;
  /** How many partitions cut each link now. */
  private cuts: Uint16Array;
  /** How many links do not let everything through: they are cut, or hold what comes. */
  private cutLinks = 0;
  private readonly held = new Map<number, HeldDatagram[]>();
  private readonly keys: Int32Array;
  private readonly latency: LatencySampler;
  private readonly linkLatency: (LatencySampler | undefined)[] | undefined;
  /** When each link has sent what it was given, where bandwidth is limited. */
  private busyUntil: Float64Array | undefined;
  private readonly lossy: boolean;
  /** What happens to the message at hand; one object for all messages. */
  private readonly effect: RuleEffect = cleared({} as RuleEffect);

  constructor(
    private readonly port: NetworkPort,
    private readonly config: NetworkConfig,
    private readonly names: readonly string[],
    /** Endpoints from this number on are clients. */
    private readonly nodeCount: number,
    seed: Seed,
  ) {
    const count = names.length;
    this.sent = new Uint32Array(count * count);
    this.cuts = new Uint16Array(count * count);
    this.keys = linkKeys(seed, names);
    this.rules = new LinkRules(count);
    this.latency = compileLatency(config.latency, 'network.latency');
    this.linkLatency = compileLinks(config, names);
    this.lossy =
      (config.lossProbability ?? 0) > 0 ||
      (config.duplicationProbability ?? 0) > 0 ||
      (config.reorderProbability ?? 0) > 0 ||
      (config.corruptionProbability ?? 0) > 0 ||
      config.bytesPerSecond !== undefined;
  }

  /** Sends a datagram. The payload must already be the network's own copy. */
  send(kind: number, from: number, to: number, id: number, payload: unknown): void {
    const link = from * this.names.length + to;
    const nth = ((this.sent[link] as number) + 1) >>> 0;
    this.sent[link] = nth;
    const staged = this.stage?.(kind, from, to, nth, payload);
    if (from === to) {
      this.port.arrive(this.port.now + LOOPBACK_US, kind, from, to, id, payload);
      return;
    }
    const key = this.keys[link] as number;
    const sampler = this.linkLatency === undefined ? this.latency : (this.linkLatency[link] ?? this.latency);
    const arrivesUs = this.port.now + sampler(draw(key, nth));
    if (this.lossy || this.rules.active || this.cutLinks > 0 || staged !== undefined) {
      this.sendBadly(kind, from, to, id, payload, link, nth, key, arrivesUs, staged);
    } else this.port.arrive(arrivesUs, kind, from, to, id, payload);
  }

  /** Whether the way from one endpoint to another is cut at this moment. */
  isCut(from: number, to: number): boolean {
    return this.cutLinks > 0 && (this.cuts[from * this.names.length + to] as number) > 0;
  }

  /** Whether the link holds what comes. @returns false where it must be dealt with by others */
  hold(datagram: HeldDatagram): boolean {
    const waiting = this.held.get(datagram.from * this.names.length + datagram.to);
    waiting?.push(datagram);
    return waiting !== undefined;
  }

  /** Whether what arrives at one endpoint from another may not just be handled. */
  isClosed(from: number, to: number): boolean {
    if (this.cutLinks === 0) return false;
    const link = from * this.names.length + to;
    return (this.cuts[link] as number) > 0 || this.held.has(link);
  }

  /** From now on everything that arrives over the link waits. */
  beginHold(from: number, to: number): void {
    const link = from * this.names.length + to;
    if (this.held.has(link)) return;
    this.held.set(link, []);
    this.cutLinks++;
  }

  /** @returns what has waited, in the order in which it came */
  endHold(from: number, to: number): readonly HeldDatagram[] {
    const link = from * this.names.length + to;
    const waiting = this.held.get(link);
    if (waiting === undefined) return [];
    this.held.delete(link);
    this.cutLinks--;
    return waiting;
  }

  /** How many datagrams were sent from one endpoint to another. */
  sentOn(from: number, to: number): number {
    return this.sent[from * this.names.length + to] as number;
  }

  /** One more reason why messages from one endpoint do not reach another. */
  cut(from: number, to: number): void {
    const link = from * this.names.length + to;
    if ((this.cuts[link] as number)++ === 0) this.cutLinks++;
  }

  /** One reason less. */
  heal(from: number, to: number): void {
    const link = from * this.names.length + to;
    const before = this.cuts[link] as number;
    if (before === 0) return;
    this.cuts[link] = before - 1;
    if (before === 1) this.cutLinks--;
  }

  save(): NetworkSnapshot {
    const copied = [...this.held].map(
      ([link, waiting]) =>
        [link, waiting.map((each) => ({ ...each, payload: this.port.copy(each.payload) }))] as const,
    );
    return {
      ...(copied.length === 0 ? {} : { held: copied }),
      sent: this.sent.slice(),
      cuts: this.cuts.slice(),
      rules: this.rules.save(),
      busyUntil: this.busyUntil?.slice(),
    };
  }

  restore(saved: NetworkSnapshot): void {
    this.sent = saved.sent.slice();
    this.cuts = saved.cuts.slice();
    this.held.clear();
    for (const [link, waiting] of saved.held ?? [])
      this.held.set(
        link,
        waiting.map((each) => ({ ...each, payload: this.port.copy(each.payload) })),
      );
    this.cutLinks = this.cuts.reduce((count, cuts) => count + (cuts > 0 ? 1 : 0), this.held.size);
    this.rules.restore(saved.rules);
    this.busyUntil = saved.busyUntil?.slice();
  }

  private sendBadly(
    kind: number,
    from: number,
    to: number,
    id: number,
    payload: unknown,
    link: number,
    nth: number,
    key: number,
    arrivesUs: Micros,
    staged: readonly NamedFate[] | undefined,
  ): void {
    const { port, config } = this;
    if ((this.cuts[link] as number) > 0) return port.dropped(kind, from, to, id, payload, 'cut');
    const effect = cleared(this.effect);
    this.rules.apply(effect, link, nth, key);
    if (staged !== undefined) for (const fate of staged) applyNamed(fate, effect, key);
    if (this.lossy && from < this.nodeCount && to < this.nodeCount) this.baseline(effect, key, nth, config);
    if (effect.lost) return port.dropped(kind, from, to, id, payload, effect.named ? 'plan' : 'loss');
    const body = effect.corrupt >= 0 ? this.rules.damage(payload, effect.corrupt) : payload;
    let atUs = arrivesUs + effect.delayUs;
    if (effect.bytesPerSecond < Infinity) atUs += this.queueing(link, body, effect.bytesPerSecond);
    port.arrive(atUs, kind, from, to, id, body, effect, 0);
    if (effect.copies > 0) port.duplicated(id);
    for (let copy = 0; copy < effect.copies; copy++) {
      const lateUs = effect.copyDelayUs + this.latency(draw(key ^ DUPLICATE, nth + copy));
      port.arrive(atUs + lateUs, kind, from, to, id, port.copy(body), effect, copy + 1);
    }
  }

  /** What the configured network does by chance, faults or not. */
  private baseline(effect: RuleEffect, key: number, nth: number, config: NetworkConfig): void {
    const hit = (purpose: number, probability: number | undefined): boolean =>
      probability !== undefined && probability > 0 && draw(key ^ purpose, nth) < probability;
    if (hit(LOSS, config.lossProbability)) effect.lost = true;
    if (hit(DUPLICATE, config.duplicationProbability)) effect.copies++;
    if (hit(HOLD, config.reorderProbability)) {
      effect.delayUs += Math.round(draw(key ^ HOLD_FOR, nth) * (config.reorderDelayMs ?? 10) * 1000);
    }
    if (hit(CORRUPT, config.corruptionProbability)) effect.corrupt = mix32(key ^ CORRUPT ^ nth) >>> 0;
    if (config.bytesPerSecond !== undefined)
      effect.bytesPerSecond = Math.min(effect.bytesPerSecond, config.bytesPerSecond);
  }

  /** How long the message waits for the link, and takes to go through it. */
  private queueing(link: number, payload: unknown, bytesPerSecond: number): Micros {
    this.busyUntil ??= new Float64Array(this.sent.length);
    const startUs = Math.max(this.port.now, this.busyUntil[link] as number);
    const endUs = startUs + Math.ceil((sizeBytes(payload) * 1_000_000) / bytesPerSecond);
    this.busyUntil[link] = endUs;
    return endUs - this.port.now;
  }
}

/** Size of a message on the wire: a header and its JSON text, or the bytes of a socket as many as they are. */
function sizeBytes(payload: unknown): number {
  const { data } = (payload ?? {}) as { readonly data?: unknown };
  if (data instanceof Unchanging) return HEADER_BYTES + data.byteLength;
  return HEADER_BYTES + (jsonOf(payload)?.length ?? 0);
}

function jsonOf(payload: unknown): string | undefined {
  try {
    return JSON.stringify(payload);
  } catch {
    // A bigint. Asking about every value takes several times as long, so only now.
    return JSON.stringify(payload, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
  }
}

// By name, so that one endpoint more leaves the draws of all others as they were.
function linkKeys(seed: Seed, names: readonly string[]): Int32Array {
  const count = names.length;
  const keys = new Int32Array(count * count);
  const base = hashString(String(seed), LATENCY);
  const hashes = names.map((name) => hashString(name));
  for (let from = 0; from < count; from++) {
    const fromKey = mix32(base ^ (hashes[from] as number));
    for (let to = 0; to < count; to++)
      keys[from * count + to] = mix32((fromKey + Math.imul(hashes[to] as number, 0x9e3779b1)) | 0);
  }
  return keys;
}

function compileLinks(
  config: NetworkConfig,
  names: readonly string[],
): (LatencySampler | undefined)[] | undefined {
  if (config.links === undefined || config.links.length === 0) return undefined;
  const samplers = new Array<LatencySampler | undefined>(names.length * names.length).fill(undefined);
  for (const { from, to, latency } of config.links) {
    const [source, target] = [names.indexOf(from), names.indexOf(to)];
    if (source >= 0 && target >= 0)
      samplers[source * names.length + target] = compileLatency(latency, 'network.links');
  }
  return samplers;
}

function cleared(effect: RuleEffect): RuleEffect {
  effect.lost = false;
  effect.named = false;
  effect.delayUs = 0;
  effect.copies = 0;
  effect.copyDelayUs = 0;
  effect.corrupt = -1;
  effect.bytesPerSecond = Infinity;
  return effect;
}
