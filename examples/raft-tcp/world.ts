/** The world of a real node, from the operating system: the whole difference to `scenarios/replication/raft/node.ts`. */
import { randomInt } from 'node:crypto';
import { hrtime } from 'node:process';
import type { Effect, Input, TimerName, World } from '../../scenarios/replication/raft/effects.js';
import type { Disk } from '../../scenarios/replication/raft/recovery.js';
import type { Links } from './links.js';
import type { Storage } from './storage.js';
import { asLine, type Answer } from './wire.js';

/** A clock that never jumps, and that all processes of a machine share; ms. */
export const monotonicMs = (): number => Number(hrtime.bigint()) / 1e6;

export const realWorld = (id: string, incarnation: number): World => ({
  id,
  incarnation,
  buggify: () => false,
  random: { int: (low, high) => randomInt(low, high + 1) },
  monotonicMs,
  nowMs: () => Date.now(),
});

/** Written by `carrier` only, and checked by their checksums: the types are what they were. */
export const realDisk = (storage: Storage): Disk => ({
  read: (file) => storage.read(file) as never,
  records: (file) => storage.lines(file) as ReturnType<Disk['records']>,
});

/** What effects are carried out with, and whom it tells what happened. */
export interface Surroundings {
  readonly id: string;
  readonly storage: Storage;
  readonly links: Links;
  answer(client: string, answer: Answer): void;
  happened(input: Input): void;
  /** A fact, or a point of the protocol that not every run comes to. */
  observed(effect: Extract<Effect, { kind: 'fact' | 'reached' }>): void;
  exit(reason: string): never;
}

/** Carries out what a step came to. */
export function carrier(around: Surroundings): (effect: Effect) => void {
  const { id, storage, links } = around;
  const timers = new Map<TimerName, NodeJS.Timeout>();
  return (effect) => {
    switch (effect.kind) {
      case 'send': {
        const { to, message, afterSync } = effect;
        const line = asLine({ from: id, to, message });
        if (!afterSync || storage.safe) return links.send(to, line);
        return storage.whenSafe(() => links.send(to, line));
      }
      case 'reply':
        return around.answer(effect.to.from, { id: effect.to.id, value: effect.value });
      case 'set-timer': {
        const { timer, delayMs } = effect;
        clearTimeout(timers.get(timer));
        timers.set(
          timer,
          setTimeout(() => around.happened({ kind: 'timer', timer }), delayMs),
        );
        return;
      }
      case 'clear-timer':
        return clearTimeout(timers.get(effect.timer));
      case 'write': {
        const { file, value } = effect;
        return storage.replace(file, file === 'log' ? (value as unknown[]) : [value]);
      }
      case 'append':
        return storage.append(effect.file, effect.record);
      case 'delete':
        return storage.remove(effect.file);
      case 'sync': {
        const { token } = effect;
        return storage.whenSafe(() => around.happened({ kind: 'synced', token }));
      }
      case 'fact':
      case 'reached':
        return around.observed(effect);
      case 'exit':
        around.exit(effect.reason);
    }
  };
}
