/** What is done to processes while clients work. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.js';

export const disturbanceNames = [
  'kill-leader',
  'kill-all',
  'wipe-leader',
  'pause-leader',
  'cut-off-leader',
] as const;

/** Done in turn, one each `everyMs`, the first after half of that. */
export interface Disturbances {
  readonly names: readonly (typeof disturbanceNames)[number][];
  readonly everyMs: number;
}

const DOWN_MS = 300;
/** Long enough for the others to elect another leader, and for it to serve clients. */
const APART_MS = 800;
/** For so long nothing is disturbed after that. */
const CALM_MS = 500;

/** Disturbs nodes for so long. @returns once all has been well for a while: what was done, in words */
export async function disturb(
  cluster: Cluster,
  nodes: readonly string[],
  { names, everyMs }: Disturbances,
  durationMs: number,
): Promise<string[]> {
  const done: string[] = [];
  const began = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - began);
  for (let turn = 0; names.length > 0; turn++) {
    const atMs = (turn + 0.5) * everyMs;
    if (atMs + CALM_MS > durationMs) break;
    await pause(Math.max(0, atMs - elapsedMs()));
    const name = names[turn % names.length];
    const victims = name === 'kill-all' ? nodes : [await cluster.whoLeads()];
    let what = `${elapsedMs()} ms: ${name} (${victims.join(', ')})`;
    if (name === 'pause-leader' || name === 'cut-off-leader') {
      const kind = name === 'pause-leader' ? 'pause' : 'cut-off';
      for (const node of victims) cluster.tell(node, { kind, forMs: APART_MS });
      await pause(APART_MS);
    } else {
      await Promise.all(victims.map((node) => cluster.kill(node)));
      if (name === 'wipe-leader') for (const node of victims) cluster.wipe(node);
      await pause(DOWN_MS);
      await Promise.all(victims.map((node) => cluster.start(node)));
      await cluster.whoLeads();
    }
    // Two disks lost at a time are more than three nodes can bear.
    for (const node of name === 'wipe-leader' ? victims : [])
      if (!(await cluster.reaches(node, 'blank-node-readmitted'))) what += ', not readmitted';
    done.push(`${what}, over at ${elapsedMs()} ms`);
    await pause(CALM_MS);
  }
  return done;
}
