/** A connection of a client, as seen from both of its ends. */

/** What carries the bytes. */
export interface Line {
  /** @returns false where it has enough for now: `drained` is called once it wants more */
  write(bytes: Uint8Array): boolean;
  /** Nothing more is written; what was is still sent. */
  end(): void;
  /** Does it hand on what comes? */
  read(on: boolean): void;
}

/** Who is to be told what becomes of a line. */
export interface LineEnd {
  received(bytes: Buffer): void;
  drained(): void;
  lost(): void;
}
