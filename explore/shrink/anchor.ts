/**
 * Says what a fault comes after, where its time matters: "crash the consumer after its next sync" tells why that very
 * moment, and stays true when the code becomes quicker; "at 67.3 ms" does neither.
 */
import type { Fault } from '../../sim/faults/fault.js';
import type { Site } from '../../sim/node/site-watch.js';
import { toMicros } from '../../sim/kernel/time.js';
import { isNodeFault, type NodeFault } from './places.js';
import { endpointIndex, type Search } from './search.js';
import type { Done } from './watch.js';

/** A fault that may as well come so much sooner or later, in ms, has no moment of its own. */
const EITHER_WAY_MS = [7, -7];
/** It waits from a round time on, in ms; the coarsest from which few of the same come before it. */
const STEPS_MS = [100, 10, 1, 0.1, 0.001];
const FEW = 3;
/** So many things that its node did last are tried. */
const TRIES = 8;
/** Of what happens at the same time, this says most. */
const TELLING: readonly Site[] = ['effect', 'sync', 'reply', 'send', 'receive', 'write', 'await'];

export async function anchorFaults(search: Search): Promise<void> {
  search.pass = 'what faults come after';
  for (const fault of search.plan.faults) {
    if (search.spent) return;
    if (fault.when === undefined && isNodeFault(fault) && (await hasItsMoment(search, fault)))
      await anchor(search, fault);
  }
}

async function hasItsMoment(search: Search, fault: NodeFault): Promise<boolean> {
  for (const laterMs of EITHER_WAY_MS)
    if (!(await search.wouldFail({ faults: replaced(search, fault, { atMs: fault.atMs + laterMs }) })))
      return true;
  return false;
}

async function anchor(search: Search, fault: NodeFault): Promise<void> {
  const seen = await search.look({ faults: [...search.plan.faults, lookout(fault)] });
  const node = endpointIndex(search.start.prepared)(fault.node);
  const strikesUs = toMicros(fault.atMs);
  const before = seen.watch.done.filter(
    (done) => done.node === node && done.moment === 'after' && done.atUs <= strikesUs,
  );
  const latest = before.toReversed().sort((a, b) => b.atUs - a.atUs || rank(a) - rank(b));
  // Every step of a program is some await: it is said where nothing else can be, and of handlers it says nothing.
  const others = latest.filter(({ site }) => site !== 'await').slice(0, TRIES);
  const awaits = isAsync(search, node) ? latest.filter(({ site }) => site === 'await').slice(0, TRIES) : [];
  for (const done of [...others, ...awaits]) {
    const { site, moment, peer } = done;
    const same = before.filter((one) => one.site === site && one.peer === peer && one.atUs <= done.atUs);
    const stepMs = STEPS_MS.find((step) => countSince(same, floor(done, step)) <= FEW);
    if (stepMs === undefined) continue;
    const atMs = floor(done, stepMs);
    const who = peer < 0 ? {} : { peer: search.nameOf(peer) };
    const when = { site, moment, nth: countSince(same, atMs), ...who };
    if (await search.fails({ faults: replaced(search, fault, { atMs, when }) })) return;
  }
}

const isAsync = ({ start }: Search, node: number): boolean =>
  start.prepared.setup.nodes[node]?.program.style === 'async';

const rank = ({ site }: Done): number => TELLING.indexOf(site);

const floor = ({ atUs }: Done, stepMs: number): number => {
  const stepUs = Math.round(stepMs * 1000);
  return (Math.floor(atUs / stepUs) * stepUs) / 1000;
};

const countSince = (same: readonly Done[], atMs: number): number =>
  same.filter(({ atUs }) => atUs >= toMicros(atMs)).length;

/** A fault that never begins: what its node does is looked at because of it. */
function lookout({ node }: NodeFault): Fault {
  return { kind: 'restart', node, atMs: 0, when: { site: 'effect', moment: 'before', nth: 1e9 } };
}

function replaced(search: Search, fault: NodeFault, changes: Partial<NodeFault>): Fault[] {
  const next = search.lineages.changed<NodeFault>(fault, changes);
  return search.plan.faults.map((each) => (each === fault ? next : each));
}
