/**
 * The determinism check: two runs of the same thing, event by event, with digests of what each event carried and
 * of the state and disk it left, so that a difference is named where it begins and not where it shows.
 */
import { digest } from '../kernel/digest.js';
import { EventKind, eventKindName } from '../kernel/event-kind.js';
import { fold } from '../kernel/hash.js';
import { toMs } from '../kernel/time.js';
import type { Observer, SeenEvent } from './observer.js';

/** What the check asks the world. */
export interface VerifiedWorld {
  endpointName(index: number): string;
  nameOfInterned(number: number): string;
  /** Digest of the memory and disk of a node. */
  digestOf(node: number): number;
}

interface VerifiedEvent {
  readonly event: number;
  readonly line: string;
  readonly digest: number;
}

/** The first event at which two runs differ. */
export interface Divergence {
  readonly event: number;
  /** What each run did there; undefined: it was over. */
  readonly first: string | undefined;
  readonly second: string | undefined;
  /** `event`: another thing happened; `content`: the same thing with another payload, state or disk. */
  readonly differs: 'event' | 'content';
}

/** Records one run. */
export class VerifyLog implements Observer {
  readonly events: VerifiedEvent[] = [];
  private word = 0;

  constructor(private readonly world: VerifiedWorld) {}

  event(seen: SeenEvent): void {
    // Before it is handled: programs may change what they are given.
    this.word = digest(digestible(seen.payload));
  }

  handled(seen: SeenEvent): void {
    const { world } = this;
    const { kind } = seen;
    const where = seen.node < 0 ? 'the world' : world.endpointName(seen.node);
    const from =
      kind >= EventKind.Message && kind <= EventKind.Segment ? ` from ${world.endpointName(seen.a)}` : '';
    const timer = kind === EventKind.Timer ? ` '${world.nameOfInterned(seen.a)}'` : '';
    const line = `${toMs(seen.atUs)} ms  ${where}: ${eventKindName(kind)}${timer}${from}`;
    const after = seen.node < 0 ? 0 : world.digestOf(seen.node);
    this.events.push({
      event: seen.event,
      line: `${line} (#${seen.order}, ${seen.b})`,
      digest: fold(this.word, after),
    });
  }

  sent(): void {
    // Arrivals are events of their own.
  }

  dropped(): void {
    this.word = fold(this.word, 0xd209);
  }

  note(node: number, what: string): void {
    this.word = fold(fold(this.word, node), digest(what));
  }

  log(node: number, text: string, data: unknown): void {
    this.word = fold(fold(this.word, digest(text)), digest(digestible(data), node));
  }

  invoked(operation: number, _process: unknown, input: unknown): void {
    this.word = fold(fold(this.word, operation), digest(digestible(input)));
  }

  completed(operation: number, type: string, output: unknown): void {
    this.word = fold(fold(this.word, operation), digest([type, digestible(output)]));
  }

  effect(node: number, input: unknown): void {
    this.word = fold(fold(this.word, node), digest(digestible(input)));
  }
}

/** The first difference between two runs, if any. */
export function firstDivergence(first: VerifyLog, second: VerifyLog): Divergence | undefined {
  const length = Math.max(first.events.length, second.events.length);
  for (let index = 0; index < length; index++) {
    const a = first.events[index];
    const b = second.events[index];
    if (a?.line === b?.line && a?.digest === b?.digest) continue;
    return {
      event: index + 1,
      first: a?.line,
      second: b?.line,
      differs: a?.line === b?.line ? 'content' : 'event',
    };
  }
  return undefined;
}

/** Closures of async programs are no data: they count as nothing. */
function digestible(value: unknown): unknown {
  return typeof value === 'function' ? undefined : value;
}
