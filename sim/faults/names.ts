/** Names and times in a plan: they are read for one world, which knows its nodes, clients, versions and length. */
import { z } from 'zod';
import { enumerate } from '../input/refusal.js';
import { expecting, list, nameOf, set, withoutMinusZero } from '../input/schema.js';
import type { PlanWorld } from './plan-world.js';
import { isStandIn, PEER, standIns, WHOEVER } from './stand-in-names.js';

/** A longer list is a mistake. */
const MAX_NAMES = 10_000;

/** The world that is read for. Reading awaits nothing, so there is one at a time. */
let world: PlanWorld = { nodes: [], clients: [], durationMs: 0 };

/** Reads for a world. */
export function inWorld<T>(at: PlanWorld, read: () => T): T {
  const outer = world;
  world = at;
  try {
    return read();
  } finally {
    world = outer;
  }
}

/** The world that is read for now. */
export function worldAtHand(): PlanWorld {
  return world;
}

const spares = () => world.spares ?? [];
const nodes = () => [...world.nodes, ...spares()];
const everyone = () => [...nodes(), ...world.clients];

export const aNode = nameOf('a node', nodes);
export const aSpare = nameOf('a spare node', spares);
export const aClient = nameOf('a client', () => world.clients);
export const aNodeOrClient = nameOf('a node or client', everyone);
export const aVersion = nameOf('a version of the protocol', () => world.versions ?? []);
export const someNodes = set(aNode, MAX_NAMES);

/** The same, or a word that stands for somebody known only later. */
export const nodeOrStandIn = orStandIn('a node', nodes, [WHOEVER, PEER]);
export const endpointOrStandIn = orStandIn('a node or client', everyone, [WHOEVER, PEER]);
export const nodesOrStandIns = set(orStandIn('a node', nodes, standIns), MAX_NAMES);
export const endpointsOrStandIns = set(orStandIn('a node or client', everyone, standIns), MAX_NAMES);
export const groups = list(endpointsOrStandIns, MAX_NAMES, 1);

function orStandIn(
  noun: string,
  names: () => readonly string[],
  words: readonly string[],
): z.ZodType<string> {
  const isWord = (value: unknown): boolean => typeof value === 'string' && isStandIn(value);
  return z.custom<string>((value) => (isWord(value) ? words : names()).includes(value as string), {
    error: (issue) => {
      const [expected, known] = isWord(issue.input) ? ['one of', words] : [noun, names()];
      return expecting(`${expected} (${enumerate(known)})`, () => known).error(issue);
    },
  });
}

/** A time within the run. */
export const timeInRun = z
  .custom<number>(
    (value) => typeof value === 'number' && value >= 0 && value <= world.durationMs,
    expecting(() => `a time in ms between 0 and ${world.durationMs}`),
  )
  .overwrite(withoutMinusZero);
