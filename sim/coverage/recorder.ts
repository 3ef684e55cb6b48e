/**
 * What one run reached: sites its authors named, and states. Observing changes nothing: no draw, no event, no part of
 * the fingerprint.
 */
import { callersError } from '../input/callers-code.js';
import { digest } from '../kernel/digest.js';
import { fold, mix32 } from '../kernel/hash.js';
import type { SimNode } from '../node/node.js';
import { BlindLooks } from '../node/blind-looks.js';
import { viewOf } from '../node/view.js';
import type { Abstraction } from './abstraction.js';

/** How often code came to a site, and how often what it says held there. */
export interface SiteCount {
  readonly reached: number;
  readonly held: number;
}

/** What one run reached: plain data. States and transitions are hashes, in ascending order. */
export interface RunCoverage {
  readonly sometimes: Readonly<Record<string, SiteCount>>;
  readonly reachable: Readonly<Record<string, SiteCount>>;
  readonly unreachable: Readonly<Record<string, SiteCount>>;
  /** `reached`: how often the site was asked; `held`: how often it was told to misbehave. */
  readonly buggify: Readonly<Record<string, SiteCount>>;
  readonly states: readonly number[];
  readonly transitions: readonly number[];
}

export type SiteKind = 'sometimes' | 'reachable' | 'unreachable' | 'buggify';

export class CoverageRecorder {
  /** Whether events are to be shown to it. */
  readonly watches: boolean;
  private readonly sites: Readonly<Record<SiteKind, Map<string, { reached: number; held: number }>>> = {
    sometimes: new Map(),
    reachable: new Map(),
    unreachable: new Map(),
    buggify: new Map(),
  };
  private readonly states = new Set<number>();
  private readonly transitions = new Set<number>();
  /** Where the world, or each node, was before. */
  private readonly before: number[] = [];
  private events = 0;
  private readonly blind: BlindLooks;

  constructor(
    private readonly abstraction: Abstraction | undefined,
    private readonly nodes: readonly SimNode[],
  ) {
    this.watches = abstraction !== undefined;
    this.blind = new BlindLooks(nodes);
  }

  sometimes(name: string, condition: boolean): void {
    this.count('sometimes', name, condition);
  }

  reachable(name: string): void {
    this.count('reachable', name, true);
  }

  /** @returns whether it is the first time */
  unreachable(name: string): boolean {
    return this.count('unreachable', name, true) === 1;
  }

  buggify(site: string, yes: boolean): void {
    this.count('buggify', site, yes);
  }

  private readonly look = (node: number): void => this.blind.add('coverage.abstract', node);

  /** Why the states it counted are none, if so. */
  get unseen(): string | undefined {
    return this.blind.reason('coverage.abstract');
  }

  /** An event happened, of which those of nodes count. @returns whether it led to a state that is new */
  saw(changed: number, kind: number, payload: unknown): boolean {
    const { abstraction, nodes } = this;
    const node = nodes[changed];
    if (abstraction === undefined || node === undefined || ++this.events % abstraction.every !== 0)
      return false;
    const whole = abstraction.of === 'world';
    let state: number;
    try {
      // The shape of a node does without its state; what a scenario nominates is about states.
      state = whole
        ? digest(abstraction.state(nodes.map((each) => viewOf(each, this.look))))
        : digest(abstraction.state(viewOf(node), kind, payload));
    } catch (error) {
      throw callersError('coverage.abstract', error);
    }
    const place = whole ? 0 : changed;
    const before = this.before[place];
    if (before === state) return false;
    this.before[place] = state;
    const known = this.states.size;
    this.states.add(state >>> 0);
    if (before !== undefined) this.transitions.add(mix32(fold(before, state)) >>> 0);
    return this.states.size > known;
  }

  result(): RunCoverage {
    // States nobody could see are none.
    const blind = this.unseen !== undefined;
    return {
      sometimes: this.counts('sometimes'),
      reachable: this.counts('reachable'),
      unreachable: this.counts('unreachable'),
      buggify: this.counts('buggify'),
      states: blind ? [] : [...this.states].sort((a, b) => a - b),
      transitions: blind ? [] : [...this.transitions].sort((a, b) => a - b),
    };
  }

  private count(kind: SiteKind, name: string, held: boolean): number {
    const sites = this.sites[kind];
    let count = sites.get(name);
    if (count === undefined) sites.set(name, (count = { reached: 0, held: 0 }));
    if (held) count.held++;
    return ++count.reached;
  }

  private counts(kind: SiteKind): Record<string, SiteCount> {
    const named = [...this.sites[kind]].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(named.map(([name, count]) => [name, { ...count }]));
  }
}
