/**
 * `process.nextTick` and `queueMicrotask` stay Node's own: they are deterministic because every event is drained.
 * They are only counted, for the drains and the watch.
 */
import process from 'node:process';
import { asyncStarted } from '../../kernel/async-started.js';
import { idsOfMicrotask } from './async-ids.js';
import { replaceMethod } from './patch.js';

export function declareMicrotasks(): void {
  replaceMethod<(...args: unknown[]) => void>(process, 'nextTick', (original) => (...args) => {
    original.value.apply(process, args);
    asyncStarted.ticks++;
    asyncStarted.ids++;
  });
  replaceMethod<typeof queueMicrotask>(globalThis, 'queueMicrotask', (original) => (callback) => {
    original.value(callback);
    asyncStarted.ids += idsOfMicrotask;
  });
}
