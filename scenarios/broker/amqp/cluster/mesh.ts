/**
 * The connections between brokers: one for each pair, as Erlang nodes have. Whoever is silent for too long, or whose
 * connection breaks, is down for this node, whatever others see.
 */
import type { StreamEvent } from 'seedstorm';
import type { Status, ToBroker } from './messages.js';

/** How often nodes give a sign of life, and how long they may be silent. Erlang's net_ticktime is 60 s. */
export const TICK_MS = 50;
const SILENCE_MS = 260;

export interface Link {
  readonly stream: number;
  heardMs: number;
  /** What the other side last said of itself. */
  status: Status;
}

export interface Mesh {
  /** To brokers that have said who they are. */
  readonly links: Record<string, Link>;
  /** Connections that this broker has asked for, and on which the other side has not said anything yet. */
  readonly opening: Record<string, { readonly stream: number; readonly sinceMs: number }>;
  /** Connections that others have asked for, and on which they have not said anything yet. */
  accepted: number[];
}

/** What happened between brokers. */
export type MeshEvent =
  | { readonly kind: 'up' | 'down'; readonly peer: string }
  | { readonly kind: 'said'; readonly peer: string; readonly message: ToBroker };

export interface MeshNode {
  readonly id: string;
  monotonicMs(): number;
  connect(to: string): number;
  sendStream(stream: number, data: ToBroker): void;
  closeStream(stream: number): void;
}

export function newMesh(): Mesh {
  return { links: {}, opening: {}, accepted: [] };
}

/** Time passes: signs of life, new connections, and who was silent for too long. */
export function meshTick(mesh: Mesh, peers: readonly string[], node: MeshNode): MeshEvent[] {
  const nowMs = node.monotonicMs();
  const events: MeshEvent[] = [];
  for (const peer of peers) {
    const link = mesh.links[peer];
    const opening = mesh.opening[peer];
    if (link !== undefined) {
      if (nowMs - link.heardMs > SILENCE_MS) events.push(...drop(mesh, peer, node));
      else node.sendStream(link.stream, { f: 'tick' });
    } else if (opening === undefined) {
      // One of the two asks.
      if (node.id < peer) mesh.opening[peer] = { stream: node.connect(peer), sinceMs: nowMs };
    } else if (nowMs - opening.sinceMs > SILENCE_MS) {
      delete mesh.opening[peer];
      node.closeStream(opening.stream);
    }
  }
  return events;
}

/** Ends the connection to a peer. */
export function drop(mesh: Mesh, peer: string, node: MeshNode): MeshEvent[] {
  const link = mesh.links[peer];
  if (link === undefined) return [];
  delete mesh.links[peer];
  node.closeStream(link.stream);
  return [{ kind: 'down', peer }];
}

/** Something happened to a connection with another broker. */
export function meshEvent(
  mesh: Mesh,
  event: StreamEvent<ToBroker>,
  mine: Status,
  node: MeshNode,
): MeshEvent[] {
  const { stream, peer, kind } = event;
  const { links, opening } = mesh;
  const nowMs = node.monotonicMs();
  const isLink = links[peer]?.stream === stream;
  const isOpening = opening[peer]?.stream === stream;
  switch (kind) {
    case 'accepted':
      // It counts once the other side says who it is: it may have given this one up long ago.
      mesh.accepted.push(stream);
      node.sendStream(stream, { f: 'status', ...mine });
      return [];
    case 'opened':
      if (isOpening) node.sendStream(stream, { f: 'status', ...mine });
      return [];
    case 'closed':
      if (isOpening) delete opening[peer];
      mesh.accepted = mesh.accepted.filter((one) => one !== stream);
      if (!isLink) return [];
      delete links[peer];
      return [{ kind: 'down', peer }];
    case 'data': {
      const message = event.data;
      const link = links[peer];
      if (link !== undefined && isLink) {
        link.heardMs = nowMs;
        return [{ kind: 'said', peer, message }];
      }
      if (message.f !== 'status' || !(isOpening || mesh.accepted.includes(stream))) return [];
      delete opening[peer];
      mesh.accepted = mesh.accepted.filter((one) => one !== stream);
      const events = drop(mesh, peer, node);
      const { life, running, knows } = message;
      links[peer] = { stream, heardMs: nowMs, status: { life, running, knows } };
      return [...events, { kind: 'up', peer }];
    }
  }
}
