/** What clients ask of a replica, what replicas tell each other, and what they keep. */

/** Words are never inserted twice and values never set twice, so that each names the edit it came from. */
export type Edit =
  | {
      readonly f: 'insert';
      readonly word: string;
      /** Where: 0 is the beginning, 1 the end. */ readonly at: number;
    }
  | { readonly f: 'delete'; readonly word: string }
  | { readonly f: 'set'; readonly entry: string; readonly value: string };

/** What a replica holds. */
export interface State {
  readonly replica: string;
  readonly words: readonly string[];
  readonly map: Readonly<Record<string, string>>;
  /** Which updates it has applied, as one text: equal texts, equal updates. */
  readonly snapshot: string;
}

/** One update on the disk. */
export interface Entry {
  /** Counts from 1 without gaps. */
  readonly number: number;
  readonly update: Uint8Array;
  /** The word or value the update came from, if a client of this replica asked for it. */
  readonly edit?: string;
}

export interface Replica {
  request: Edit | { readonly f: 'state' };
  /** For a `delete`, whether the word was there. */
  reply: State | boolean;
  message:
    | { readonly kind: 'update'; readonly update: Uint8Array }
    | { readonly kind: 'compare'; readonly vector: Uint8Array };
  durable: { log: Entry[] };
}
