/** What the invariants of figure 3.2 (Ongaro 2014) object to, and what they let pass. */
import type { NodeView } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import type { Entry } from '../../../../scenarios/replication/raft/log.js';
import { raftInvariants } from '../../../../scenarios/replication/raft/invariants.js';
import { compactTo } from '../../../../scenarios/replication/raft/log.js';
import type { Leader, State } from '../../../../scenarios/replication/raft/state.js';
import { Member } from './stepped.js';

const initial: Configuration = { voters: ['n1', 'n2', 'n3'], learners: [] };

/** One of the invariants as a world looks with it: with one memory from the first look to the last. */
type Look = (nodes: readonly NodeView[], changed: NodeView) => string | undefined;

function looking(name: string): Look {
  const invariant = raftInvariants[name];
  if (invariant === undefined) throw new Error(`no invariant ${name}`);
  if (typeof invariant === 'function') return invariant;
  const memory = invariant.memory();
  return (nodes, changed) => invariant.holds(nodes, changed, memory);
}

/** What is planted into a node's state: terms are those of its entries, from index 1 on. */
interface Planted {
  readonly term?: number;
  readonly leads?: boolean;
  readonly terms?: readonly number[];
  readonly commitIndex?: number;
  readonly lastApplied?: number;
  readonly configurations?: readonly Configuration[];
}

/** A cluster as invariants see it: each step changes one node and looks at it. */
class Watched {
  readonly views: { name: string; status: 'up'; incarnation: number; state: unknown }[];

  private readonly holds: Look;

  constructor(invariant: string) {
    this.holds = looking(invariant);
    this.views = initial.voters.map((name) => ({ name, status: 'up', incarnation: 1, state: stateOf(name) }));
  }

  state(name: string): State {
    return this.view(name).state as State;
  }

  /** The sentence of the invariant after the change, if it has one. */
  change(name: string, planted: Planted): string | undefined {
    plant(this.state(name), planted);
    return this.look(name);
  }

  /** The process is gone, or there again with what its disk held. */
  restart(name: string, planted: Planted): string | undefined {
    this.view(name).state = undefined;
    expect(this.look(name)).toBeUndefined();
    this.view(name).state = stateOf(name);
    this.view(name).incarnation++;
    return this.change(name, planted);
  }

  look(name: string): string | undefined {
    return this.holds(this.views, this.view(name) as NodeView);
  }

  private view(name: string): (typeof this.views)[number] {
    const found = this.views.find((view) => view.name === name);
    if (found === undefined) throw new Error(`no node ${name}`);
    return found;
  }
}

const stateOf = (name: string): State => new Member(name, initial).state;

function plant(state: State, planted: Planted): void {
  const { term, leads, terms, commitIndex, lastApplied, configurations } = planted;
  if (term !== undefined) state.term = term;
  if (terms !== undefined) {
    const kept = state.log.entries.findIndex((entry, place) => entry.term !== terms[place]);
    if (kept !== -1) state.log.truncations++;
    state.log.entries = terms.map((of, place): Entry => ({ index: place + 1, term: of, kind: 'no-op' }));
  }
  if (leads === true) state.role = { kind: 'leader', truncations: state.log.truncations } as Leader;
  if (leads === false) state.role = { kind: 'follower' };
  if (commitIndex !== undefined) state.commitIndex = commitIndex;
  if (lastApplied !== undefined) state.lastApplied = lastApplied;
  if (configurations !== undefined) {
    state.configurations = configurations.map((configuration, index) => ({ index, configuration }));
    state.configuration = configurations.at(-1) ?? state.configuration;
  }
}

describe('election-safety', () => {
  it('lets one after the other lead, and one twice', () => {
    const cluster = new Watched('election-safety');
    expect(cluster.change('n1', { term: 1, leads: true })).toBeUndefined();
    expect(cluster.change('n2', { term: 2, leads: true })).toBeUndefined();
    expect(cluster.change('n1', { term: 3, leads: true })).toBeUndefined();
    expect(cluster.change('n1', { term: 3, commitIndex: 0 })).toBeUndefined();
  });

  it('objects to two leaders of a term, even if the first is gone', () => {
    const cluster = new Watched('election-safety');
    cluster.change('n1', { term: 4, leads: true });
    expect(cluster.restart('n1', { term: 4 })).toBeUndefined();
    expect(cluster.change('n3', { term: 4, leads: true })).toBe('n1 and n3 both led term 4');
  });
});

describe('leader-append-only', () => {
  it('lets a leader append, and a follower lose entries', () => {
    const cluster = new Watched('leader-append-only');
    expect(cluster.change('n1', { terms: [1, 1, 2] })).toBeUndefined();
    expect(cluster.change('n1', { terms: [1, 1] })).toBeUndefined();
    expect(cluster.change('n1', { term: 3, leads: true, terms: [1, 1, 3] })).toBeUndefined();
    expect(cluster.change('n1', { terms: [1, 1, 3, 3] })).toBeUndefined();
  });

  it('objects to a leader that takes entries off its log', () => {
    const cluster = new Watched('leader-append-only');
    cluster.change('n1', { term: 3, leads: true, terms: [1, 1, 3] });
    expect(cluster.change('n1', { terms: [1, 1] })).toBe('n1, leader of term 3, took entries off its log');
  });
});

describe('log-matching', () => {
  it('lets logs differ in their ends, and one take over another', () => {
    const cluster = new Watched('log-matching');
    expect(cluster.change('n1', { terms: [1, 1, 2] })).toBeUndefined();
    expect(cluster.change('n2', { terms: [1, 1, 3, 3] })).toBeUndefined();
    expect(cluster.change('n1', { terms: [1, 1, 3] })).toBeUndefined();
  });

  it('objects to equal entries that follow different ones', () => {
    const cluster = new Watched('log-matching');
    cluster.change('n1', { terms: [1, 1, 3] });
    expect(cluster.change('n2', { terms: [1, 2, 3] })).toMatch(
      /^n1 and n2 had the entry of index 3 and term 3, but not the same one before it$/,
    );
  });

  it('objects to different entries of one index and term, though the first is lost by now', () => {
    const cluster = new Watched('log-matching');
    const command = (serial: number): Entry => ({
      index: 1,
      term: 1,
      kind: 'command',
      client: 'c1',
      serial,
      command: { f: 'get', key: 'x' },
    });
    cluster.state('n1').log.entries = [command(1)];
    expect(cluster.look('n1')).toBeUndefined();
    cluster.restart('n1', {});
    cluster.state('n2').log.entries = [command(2)];
    expect(cluster.look('n2')).toBe('n1 and n2 had different entries of index 1 and term 1');
  });

  it('objects to a command in the place of a no-op', () => {
    const cluster = new Watched('log-matching');
    cluster.change('n1', { terms: [1] });
    cluster.state('n2').log.entries = [{ index: 1, term: 1, kind: 'configuration', configuration: initial }];
    expect(cluster.look('n2')).toBe('n1 and n2 had different entries of index 1 and term 1');
  });

  it('objects to another configuration in the place of one', () => {
    const cluster = new Watched('log-matching');
    const said = ['n1', 'n2'].map((name) => {
      const configuration = { voters: [name], learners: [] };
      cluster.state(name).log.entries = [{ index: 1, term: 1, kind: 'configuration', configuration }];
      return cluster.look(name);
    });
    expect(said).toEqual([undefined, 'n1 and n2 had different entries of index 1 and term 1']);
  });
});

describe('leader-completeness', () => {
  it('lets a leader of a later term have all that was committed, or a snapshot of it', () => {
    const cluster = new Watched('leader-completeness');
    expect(cluster.change('n1', { term: 1, leads: true, terms: [1, 1], commitIndex: 2 })).toBeUndefined();
    expect(cluster.change('n2', { term: 2, leads: true, terms: [1, 1, 2] })).toBeUndefined();
    const { log } = cluster.state('n3');
    compactTo(log, { index: 4, term: 1 });
    expect(cluster.change('n3', { term: 3, leads: true })).toBeUndefined();
  });

  it('lets a deposed leader lack what was committed after it', () => {
    const cluster = new Watched('leader-completeness');
    cluster.change('n1', { term: 1, leads: true, terms: [1] });
    expect(cluster.change('n2', { term: 2, leads: true, terms: [2, 2], commitIndex: 2 })).toBeUndefined();
    expect(cluster.change('n1', { terms: [1, 1] })).toBeUndefined();
  });

  it('objects to a new leader that lacks a committed entry', () => {
    const cluster = new Watched('leader-completeness');
    cluster.change('n1', { term: 1, leads: true, terms: [1, 1], commitIndex: 2 });
    expect(cluster.change('n2', { term: 2, leads: true, terms: [1, 2] })).toBe(
      'n2, leader of term 2, lacks entry 2 of term 1, which n1 knew to be committed',
    );
  });

  it('objects to an entry that is committed while a leader of a later term lacks it', () => {
    const cluster = new Watched('leader-completeness');
    cluster.change('n2', { term: 3, leads: true, terms: [3] });
    expect(cluster.change('n1', { term: 2, terms: [1, 1], commitIndex: 2 })).toContain(
      'n2, leader of term 3',
    );
  });
});

describe('apply-only', () => {
  it('lets a node apply on, and begin again when it starts again', () => {
    const cluster = new Watched('apply-only');
    expect(cluster.change('n1', { lastApplied: 3 })).toBeUndefined();
    expect(cluster.change('n1', { lastApplied: 7 })).toBeUndefined();
    expect(cluster.restart('n1', { lastApplied: 2 })).toBeUndefined();
  });

  it('objects to a node that takes back what it applied', () => {
    const cluster = new Watched('apply-only');
    cluster.change('n1', { lastApplied: 7 });
    expect(cluster.change('n1', { lastApplied: 5 })).toBe(
      'n1 had applied 7 entries, and takes back all after 5',
    );
  });
});

describe('state-machine-safety', () => {
  it('lets nodes apply the same entries, one sooner than the other', () => {
    const cluster = new Watched('state-machine-safety');
    expect(cluster.change('n1', { terms: [1, 1, 2], lastApplied: 3 })).toBeUndefined();
    expect(cluster.change('n2', { terms: [1, 1, 2, 3], lastApplied: 2 })).toBeUndefined();
    expect(cluster.change('n2', { lastApplied: 4 })).toBeUndefined();
  });

  it('objects to another entry applied at the same index', () => {
    const cluster = new Watched('state-machine-safety');
    cluster.change('n1', { terms: [1, 1, 2], lastApplied: 3 });
    expect(cluster.change('n2', { terms: [1, 1, 3], lastApplied: 2 })).toBeUndefined();
    expect(cluster.change('n2', { lastApplied: 3 })).toBe(
      'n1 applied an entry of term 2 at index 3, n2 one of term 3',
    );
  });

  it('objects to what a node applies that has begun again', () => {
    const cluster = new Watched('state-machine-safety');
    cluster.change('n1', { terms: [1, 2], lastApplied: 2 });
    expect(cluster.restart('n1', { terms: [1, 3], lastApplied: 2 })).toContain(
      'of term 2 at index 2, n1 one of term 3',
    );
  });
});

describe('majorities-overlap', () => {
  const four: Configuration = { voters: ['n1', 'n2', 'n3', 'n4'], learners: [] };
  const five: Configuration = { voters: ['n1', 'n2', 'n3', 'n4', 'n5'], learners: [] };

  it('lets one voter come or go at a time, and many by way of a joint configuration', () => {
    const cluster = new Watched('majorities-overlap');
    expect(cluster.change('n1', { configurations: [initial, four, five, four] })).toBeUndefined();
    const other = { voters: ['n4', 'n5'], learners: [] };
    const joint = { ...other, outgoing: initial.voters };
    expect(cluster.change('n2', { configurations: [initial, joint, other] })).toBeUndefined();
  });

  it('objects to two voters who come at once', () => {
    const cluster = new Watched('majorities-overlap');
    expect(cluster.change('n1', { configurations: [initial] })).toBeUndefined();
    expect(cluster.change('n1', { configurations: [initial, five] })).toBe(
      'n1 has configurations at 0 and 1 of which majorities need not meet',
    );
  });
});

describe('every invariant', () => {
  it('has a test above, and says nothing of a node that is down', () => {
    expect(Object.keys(raftInvariants)).toEqual([
      'election-safety',
      'leader-append-only',
      'log-matching',
      'leader-completeness',
      'apply-only',
      'state-machine-safety',
      'majorities-overlap',
    ]);
    for (const name of Object.keys(raftInvariants)) {
      const down: NodeView = { name: 'n1', status: 'stopped', incarnation: 1, state: undefined };
      expect(looking(name)([down], down)).toBeUndefined();
    }
  });
});
