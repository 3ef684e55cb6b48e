/** How a world begins: its clients, and what is on the calendar before the first event. */
import type { FaultCalendar } from '../faults/calendar.js';
import { EventKind } from '../kernel/event-kind.js';
import { stream } from '../kernel/random.js';
import { toMicros } from '../kernel/time.js';
import type { SimNode } from '../node/node.js';
import { FINAL_CLIENT, SimClient, type ClientPort } from '../workload/client.js';
import type { WorldSetup } from './setup.js';

/** What this asks of the world that begins. */
interface Opening extends ClientPort {
  readonly setup: WorldSetup;
  readonly nodes: readonly SimNode[];
  readonly clients: readonly SimClient[];
}

/** A client with the operations that are its own. */
export function clientOf(world: Opening, name: string, index: number): SimClient {
  const { plan, finalOperations, lastInvokeMs } = world.setup;
  if (name === FINAL_CLIENT) return new SimClient(world, index, name, finalOperations, Infinity);
  const operations = plan.operations.filter(({ process }) => process === name);
  return new SimClient(world, index, name, operations, toMicros(lastInvokeMs), world.setup.clientProgram);
}

/** Puts on the calendar: faults, starts of members, what clients ask first, the end. */
export function open(world: Opening, faults: FaultCalendar): void {
  const { setup } = world;
  // What is wrong from the start is wrong before anybody starts.
  faults.open();
  for (const node of world.nodes) node.sites.watch = faults.watchOf(node.index);
  for (const client of world.clients) client.watch = faults.watchOf(client.index);
  for (const [index, { member }] of setup.nodes.entries()) {
    const node = world.nodes[index] as SimNode;
    setClock(world, node);
    if (!member) continue;
    node.status = 'stopped';
    node.startAt(0);
  }
  const { healAtMs } = setup.plan;
  if (healAtMs !== undefined && healAtMs < setup.durationMs)
    world.schedule(toMicros(healAtMs), EventKind.Heal, -1, 0, 0, undefined);
  for (const client of world.clients) if (client.name !== FINAL_CLIENT) client.planNext();
  world.schedule(toMicros(setup.durationMs), EventKind.End, -1, 0, 0, undefined);
}

function setClock(world: Opening, node: SimNode): void {
  const { maxOffsetMs, maxDriftPpm } = world.setup.clocks;
  if (maxOffsetMs === 0 && maxDriftPpm === 0) return;
  const random = stream(world.seed, `clock/${node.name}`);
  node.clock.addOffset(toMicros((random.float() * 2 - 1) * maxOffsetMs));
  node.clock.setDrift(0, Math.round((random.float() * 2 - 1) * maxDriftPpm));
}
