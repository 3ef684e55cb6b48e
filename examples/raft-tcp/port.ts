/** What Raft needs of the world, from the operating system: the whole difference to `scenarios/replication/raft/node.ts`. */
import { randomInt } from 'node:crypto';
import { hrtime } from 'node:process';
import type { ReachedSite } from '../../scenarios/replication/raft/coverage.js';
import type { LogRecord } from '../../scenarios/replication/raft/durable.js';
import type { Port, SyncToken, TimerName } from '../../scenarios/replication/raft/port.js';
import type { Links } from './links.js';
import type { Storage } from './storage.js';
import { asLine, type Answer } from './wire.js';

/** What a port is made of, and whom it tells what happened. */
export interface Surroundings {
  readonly id: string;
  readonly incarnation: number;
  readonly storage: Storage;
  readonly links: Links;
  answer(client: string, answer: Answer): void;
  onTimer(timer: TimerName): void;
  onSynced(token: SyncToken): void;
  effect(fact: { readonly f: string }): void;
  reached(site: ReachedSite): void;
  exit(reason: string): never;
}

/** A clock that never jumps, and that all processes of a machine share; ms. */
export const monotonicMs = (): number => Number(hrtime.bigint()) / 1e6;

export function realPort(around: Surroundings): Port {
  const { id, incarnation, storage, links } = around;
  const timers = new Map<TimerName, NodeJS.Timeout>();
  return {
    id,
    incarnation,
    buggify: () => false,
    reachable: (site) => around.reached(site),
    random: { int: (low, high) => randomInt(low, high + 1) },
    monotonicMs,
    nowMs: () => Date.now(),
    setTimer(name, delayMs) {
      clearTimeout(timers.get(name));
      timers.set(
        name,
        setTimeout(() => around.onTimer(name), delayMs),
      );
    },
    clearTimer: (name) => clearTimeout(timers.get(name)),
    send(to, message, options) {
      const line = asLine({ from: id, to, message });
      if (options?.after !== 'sync' || storage.safe) links.send(to, line);
      else storage.whenSafe(() => links.send(to, line));
    },
    replyTo: (asker, value) => around.answer(asker.from, { id: asker.id, value }),
    disk: {
      // Written by this module only, and checked by their checksums: their types are what they were.
      read: (file) => storage.read(file) as never,
      records: (file) => storage.lines(file) as ({ ok: true; value: LogRecord } | { ok: false })[],
      write: (file, value) => storage.replace(file, file === 'log' ? (value as LogRecord[]) : [value]),
      append: (file, record) => storage.append(file, record),
      delete: (file) => storage.remove(file),
      sync: (token) => storage.whenSafe(() => around.onSynced(token)),
    },
    effect: (fact) => around.effect(fact),
    exit: (reason) => around.exit(reason),
  };
}
