/** Network faults in force: what they do to one message on one link. */
import { damaged } from '../kernel/damage.js';
import { draw, mix32 } from '../kernel/hash.js';

/** What can happen to messages one by one: the faults of these kinds, without where and when. */
export type LinkFault =
  | { readonly kind: 'loss' | 'duplication' | 'corruption'; readonly probability: number }
  | { readonly kind: 'reordering'; readonly probability: number; readonly delayMs: number }
  | { readonly kind: 'latency'; readonly addMs: number; readonly jitterMs?: number }
  | { readonly kind: 'slow-link'; readonly bytesPerSecond: number }
  | NamedFate;

/** What happens to the `nth` message alone. */
export interface NamedFate {
  readonly kind: 'message';
  readonly nth: number;
  readonly action: 'drop' | 'delay' | 'duplicate' | 'corrupt';
  readonly delayMs?: number;
}

/** What happens to one message; gathered from all rules that touch it. */
export interface RuleEffect {
  lost: boolean;
  /** Lost because the plan names this very message. */
  named: boolean;
  delayUs: number;
  copies: number;
  copyDelayUs: number;
  /** Seed of the damage, or -1. */
  corrupt: number;
  bytesPerSecond: number;
}

interface Rule {
  /** Number of the fault in the plan. */
  readonly fault: number;
  /** Its own key for draws: a fault more or less leaves the draws of the others alone. */
  readonly key: number;
  readonly effect: LinkFault;
  /** 1 for each link it touches. */
  readonly links: Uint8Array;
}

export class LinkRules {
  private list: Rule[] = [];

  constructor(private readonly endpointCount: number) {}

  get active(): boolean {
    return this.list.length > 0;
  }

  begin(fault: number, key: number, effect: LinkFault, from: readonly number[], to: readonly number[]): void {
    const links = new Uint8Array(this.endpointCount * this.endpointCount);
    for (const source of from) for (const target of to) links[source * this.endpointCount + target] = 1;
    this.list.push({ fault, key, effect, links });
  }

  end(fault: number): void {
    this.list = this.list.filter((rule) => rule.fault !== fault);
  }

  /** Adds to `effect` what every active rule does to the `nth` message of a link. */
  apply(effect: RuleEffect, link: number, nth: number, linkKey: number): void {
    for (const rule of this.list)
      if (rule.links[link] === 1) applyRule(rule, effect, nth, mix32(rule.key ^ linkKey));
  }

  /** A payload in which one leaf is wrong. */
  damage(payload: unknown, seed: number): unknown {
    return damaged(payload, (count) => seed % count);
  }

  save(): readonly Rule[] {
    return [...this.list];
  }

  restore(saved: readonly Rule[]): void {
    this.list = [...saved];
  }
}

function applyRule(rule: Rule, effect: RuleEffect, nth: number, key: number): void {
  const fault = rule.effect;
  switch (fault.kind) {
    case 'loss':
      if (draw(key, nth) < fault.probability) effect.lost = true;
      return;
    case 'duplication':
      if (draw(key, nth) < fault.probability) effect.copies++;
      return;
    case 'reordering':
      if (draw(key, nth) < fault.probability)
        effect.delayUs += Math.round(draw(key ^ 1, nth) * fault.delayMs * 1000);
      return;
    case 'latency':
      effect.delayUs += Math.round((fault.addMs + draw(key, nth) * (fault.jitterMs ?? 0)) * 1000);
      return;
    case 'slow-link':
      effect.bytesPerSecond = Math.min(effect.bytesPerSecond, fault.bytesPerSecond);
      return;
    case 'corruption':
      if (draw(key, nth) < fault.probability) effect.corrupt = mix32(key ^ nth) >>> 0;
      return;
    case 'message':
      if (nth === fault.nth) applyNamed(fault, effect, key);
  }
}

export function applyNamed(fault: NamedFate, effect: RuleEffect, key: number): void {
  switch (fault.action) {
    case 'drop':
      effect.lost = true;
      effect.named = true;
      return;
    case 'delay':
      effect.delayUs += Math.round((fault.delayMs ?? 0) * 1000);
      return;
    case 'duplicate':
      effect.copies++;
      effect.copyDelayUs = Math.round((fault.delayMs ?? 0) * 1000);
      return;
    case 'corrupt':
      effect.corrupt = mix32(key) >>> 0;
  }
}
