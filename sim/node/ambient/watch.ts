/**
 * Real I/O inside a world: it would complete at a time no seed decides, so a node that awaits it waits for ever.
 * Node tells an async hook of everything asynchronous that is created, whatever else the process uses: that is how
 * it is found and named. Two such hooks: the light one learns nothing of promises, and the full one follows them, so
 * that it knows the place in the user's code even where Node's own code asked after an await. Where Node cannot leave
 * promises out (before 24.12), the light one makes each of them twice as dear: `async-ids.ts` is the cheap way then.
 */
import { createHook, executionAsyncId } from 'node:async_hooks';
import { asyncStarted } from '../../kernel/async-started.js';
import type { Micros } from '../../kernel/time.js';
import { currentHost } from './patch.js';
import { currentOrigin, type Origin } from './place.js';
import { describeResource, isPending } from './resource-kinds.js';

/** Something a node asked of the real world. */
export interface FoundResource {
  readonly node: string;
  /** What async_hooks calls it: `FSREQPROMISE`, `Timeout`. */
  readonly type: string;
  /** The same for people: `a file operation`. */
  readonly what: string;
  /** `file:line:column` in the user's code, where it could be told. */
  readonly place: string | undefined;
  /** Virtual time at which it was asked for. */
  readonly atUs: Micros;
}

export interface ResourceWatch {
  /** What was found so far, in order, each kind once for a node and place. */
  found(): FoundResource[];
  stop(): void;
}

/** Whose code is running; undefined: nobody's that is to be watched. */
export type Current = () => { readonly name: string; readonly nowUs: Micros } | undefined;

/** Watches what is created while `current` names a node, promises aside. */
export function watchLightly(current: Current): ResourceWatch {
  const seen = new Seen(current);
  return watchWith(seen, {
    trackPromises: false,
    init(_id, type, _trigger, resource) {
      if (type !== 'PROMISE') seen.note(type, resource, currentOrigin);
    },
  });
}

/** Watches every async resource created while `current` names a node. Slow: for a second run only. */
export function watchResources(current: Current): ResourceWatch {
  const seen = new Seen(current);
  /** Where the user's code was when it made a promise or a tick: what those lead to has no user frame. */
  const places = new Map<number, string>();
  return watchWith(seen, {
    init(id, type, trigger, resource) {
      if (current() === undefined) return;
      const { place = places.get(executionAsyncId()) ?? places.get(trigger), inside } = currentOrigin();
      if (place !== undefined) places.set(id, place);
      seen.note(type, resource, () => ({ place, inside }));
    },
  });
}

/** Whether this Node can leave promises out of an async hook, which then costs nothing but its start. */
export const lightWatchIsCheap = !toldOfPromises();

function toldOfPromises(): boolean {
  let told = false;
  const options: HookOptions = { trackPromises: false, init: () => void (told = true) };
  const watch = createHook(options).enable();
  void new Promise(() => undefined);
  watch.disable();
  return told;
}

/** `trackPromises` is newer than the oldest Node we run on, which ignores it. */
type HookOptions = Parameters<typeof createHook>[0] & { readonly trackPromises?: boolean };

function watchWith(seen: Seen, options: HookOptions): ResourceWatch {
  const hook = createHook(options).enable();
  return { found: () => seen.found(), stop: () => void hook.disable() };
}

class Seen {
  private readonly list: { found: FoundResource; resource: object; inside: readonly string[] }[] = [];

  constructor(private readonly current: Current) {}

  note(type: string, resource: object, origin: () => Origin): void {
    const doer = this.current();
    const what = describeResource(type);
    if (doer === undefined || what === undefined || asyncStarted.hopping) return;
    if (currentHost()?.virtual?.has(type) === true) return;
    const { place, inside } = origin();
    const found = { node: doer.name, type, what, place, atUs: doer.nowUs };
    this.list.push({ found, resource, inside });
  }

  found(): FoundResource[] {
    const distinct = new Map<string, FoundResource>();
    for (const { found, resource, inside } of this.list) {
      const { node, type, place } = found;
      const key = JSON.stringify([node, type, place]);
      if (!distinct.has(key) && isPending(type, resource, inside)) distinct.set(key, found);
    }
    return [...distinct.values()];
  }
}
