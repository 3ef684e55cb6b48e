/** The first difference between two runs that should have been one. */
import type { RunRecord, ToldEvent, ToldPart } from './run-record.js';
import { differingParts } from './data-text.js';

/** The first event at which two runs differ. */
export interface Divergence {
  /** Its number, from 1; one more than there are events: the runs were judged differently. */
  readonly event: number;
  /** What each run did there; undefined: the run was over, or too long to keep it. */
  readonly first: string | undefined;
  readonly second: string | undefined;
  /** `event`: another thing happened; `content`: the same thing with another payload, state or disk. */
  readonly differs: 'event' | 'content';
  /** What differs, cut to where the two begin to differ. */
  readonly payloads?: {
    /** Such as `what it carried` or `the state of n1`; `what it held` where each held something else. */
    readonly what: string;
    readonly first: string;
    readonly second: string;
  };
  /** Which runs they are, such as `this run` and `in a fresh thread`. */
  readonly runs: readonly [string, string];
}

const SHOWN = 160;

/** The first difference between two runs, if any. @param runs what they are called */
export function firstDivergence(
  first: RunRecord,
  second: RunRecord,
  runs: Divergence['runs'],
): Divergence | undefined {
  const at = differsAt(first.words, second.words);
  if (at === undefined) return undefined;
  const a = toldAt(first, at);
  const b = toldAt(second, at);
  const payloads = payloadsOf(a, b);
  return {
    event: at + 1,
    first: a?.line,
    second: b?.line,
    differs: first.words[2 * at] === second.words[2 * at] ? 'content' : 'event',
    ...(payloads === undefined ? {} : { payloads }),
    runs,
  };
}

/** Number of the first event that differs, from 0. */
export function differsAt(first: Int32Array, second: Int32Array): number | undefined {
  const length = Math.max(first.length, second.length);
  for (let index = 0; index < length; index++) if (first[index] !== second[index]) return index >> 1;
  return undefined;
}

/** What is left of a record when only one event is wanted in words. */
export function onlyAt(record: RunRecord, at: number): RunRecord {
  const told = toldAt(record, at);
  return { words: record.words, told: told === undefined ? [] : [told], from: at };
}

function toldAt({ told, from }: RunRecord, at: number): ToldEvent | undefined {
  return told[at - from];
}

/** The first part in which they differ; of an event that only one has, all that it carried. */
function payloadsOf(a: ToldEvent | undefined, b: ToldEvent | undefined): Divergence['payloads'] {
  for (let index = 0; index < Math.max(a?.parts.length ?? 0, b?.parts.length ?? 0); index++) {
    const [mine, other] = [a?.parts[index], b?.parts[index]];
    if (mine?.what === other?.what && mine?.text === other?.text) continue;
    if (mine?.what === other?.what) {
      const [first, second] = differingParts(mine?.text ?? '', other?.text ?? '', SHOWN);
      return { what: mine?.what ?? '', first, second };
    }
    return { what: 'what it held', first: labelled(mine), second: labelled(other) };
  }
  return undefined;
}

function labelled(part: ToldPart | undefined): string {
  if (part === undefined) return 'nothing more';
  const { what, text } = part;
  return `${what}: ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}
