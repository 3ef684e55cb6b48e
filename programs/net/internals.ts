/**
 * What of Node's own inside `net` stands on: handles of libuv, of which ours are look-alikes in JavaScript. It is looked
 * for once, and a Node that lacks any of it is refused in one sentence.
 */
import net from 'node:net';

/** Places in the words that a handle and its socket share: how much was read, or which error came instead. */
export interface NetInternals {
  readonly state: { [place: number]: number };
  readonly readBytesOrError: number;
  readonly arrayBufferOffset: number;
  readonly bytesWritten: number;
  readonly lastWriteWasAsync: number;
  /** Newer Nodes have it. */
  readonly lastWriteError: number | undefined;
  /** Error numbers by name: `UV_ECONNRESET`. */
  readonly uv: Readonly<Record<string, number>>;
  /** Under which a handle keeps its socket. */
  readonly owner: symbol;
  /** What a handle calls with every piece that was read. */
  readonly onread: (buffer?: ArrayBuffer) => unknown;
}

let found: NetInternals | undefined;

/** @throws Error in one sentence where this Node is made otherwise */
export function netInternals(): NetInternals {
  return (found ??= lookForThem());
}

type Binding = Readonly<Record<string, unknown>>;

function lookForThem(): NetInternals {
  const { binding } = process as unknown as { binding?: (name: string) => Binding };
  const streams = binding?.('stream_wrap') ?? {};
  const uv = (binding?.('uv') ?? {}) as Readonly<Record<string, number>>;
  // A socket marks the handle it is given, with symbols that are found nowhere else.
  const handle = {
    getAsyncId: () => 0,
    readStart: () => 0,
    readStop: () => 0,
    close() {},
    ref() {},
    unref() {},
  };
  new net.Socket({ handle, manualStart: true } as unknown as net.SocketConstructorOpts);
  const owner = Object.getOwnPropertySymbols(handle).find(
    ({ description }) => description === 'owner_symbol',
  );
  const { onread } = handle as unknown as { onread?: NetInternals['onread'] };
  const places = [
    streams['kReadBytesOrError'],
    streams['kArrayBufferOffset'],
    streams['kBytesWritten'],
    streams['kLastWriteWasAsync'],
  ];
  const state = streams['streamBaseState'] as NetInternals['state'] | undefined;
  if (
    owner === undefined ||
    onread === undefined ||
    state === undefined ||
    !places.every((place) => typeof place === 'number') ||
    typeof uv['UV_ECONNRESET'] !== 'number'
  )
    throw new Error(
      `Node ${process.version} is made otherwise inside than Node 20 to 24: programs cannot run in it`,
    );
  const [readBytesOrError, arrayBufferOffset, bytesWritten, lastWriteWasAsync] = places as [
    number,
    number,
    number,
    number,
  ];
  const lastWriteError = streams['kLastWriteErr'] as number | undefined;
  const words = { readBytesOrError, arrayBufferOffset, bytesWritten, lastWriteWasAsync, lastWriteError };
  return { state, ...words, uv, owner, onread };
}
