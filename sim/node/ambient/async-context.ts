/**
 * Async contexts: what AsyncLocalStorage shows to the code that runs. Each event of a node begins in one of its own, so
 * that `enterWith` ends with the event and no node sees what another one, or the code around the run, has entered.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { asyncStarted } from '../../kernel/async-started.js';
import { currentHost, replaceMethod } from './patch.js';

/** Carries the AsyncLocalStorage stores of whoever made it over to what runs in it later. */
export type AsyncContext = AsyncResource;

/** A context that shows what the running code sees. */
export function asyncContext(): AsyncContext {
  asyncStarted.ids++;
  return new AsyncResource('Virtual');
}

const outermost = new AsyncResource('Virtual');

/** Runs something in a new context that begins with what another one shows. */
export function branchOf<T>(context: AsyncContext, act: () => T): T {
  return context.runInAsyncScope(() => asyncContext().runInAsyncScope(act));
}

/** Runs something in a new context that shows nothing. */
export function inFreshContext<T>(act: () => T): T {
  return branchOf(outermost, act);
}

/**
 * Runs something in a context that shows nothing, for each event of a program: a new one only where the last one was
 * left changed, since each costs as much as a small event.
 */
export function inCleanContext<T>(act: () => T): T {
  if (changed || uses === 0) {
    changed = false;
    uses = MOST_USES;
    clean = outermost.runInAsyncScope(asyncContext);
  }
  uses--;
  return clean.runInAsyncScope(act);
}

/** Every AsyncLocalStorage that was used in a context leaves a mark on it: it should not gather those of a whole campaign. */
const MOST_USES = 1_000;
let clean = outermost;
let uses = 0;

/**
 * Does something over and over until it says false, in a context that shows nothing. A new context for each time would
 * cost as much as the event of a state machine, so there is a new one only where the last one is left changed.
 */
export function repeatInFreshContext(act: () => boolean): void {
  let more = true;
  while (more) {
    if (changed) uses = 0;
    changed = false;
    inFreshContext(() => {
      while ((more = act()) && !changed);
    });
  }
}

let changed = false;

export function declareContexts(): void {
  replaceMethod<(this: unknown, store: unknown) => void>(
    AsyncLocalStorage.prototype,
    'enterWith',
    (original) =>
      function enterWith(store) {
        original.value.call(this, store);
        changed ||= currentHost() !== undefined;
      },
  );
}
