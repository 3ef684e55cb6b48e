/** The errors of Maelstrom's protocol: by code, their names, and whether what was asked certainly did not happen. */

interface KnownError {
  readonly name: string;
  readonly definite: boolean;
}

/** As `doc/protocol.md` of Maelstrom lists them. */
const ERRORS: ReadonlyMap<unknown, KnownError> = new Map([
  [0, { name: 'timeout', definite: false }],
  [1, { name: 'node-not-found', definite: true }],
  [10, { name: 'not-supported', definite: true }],
  [11, { name: 'temporarily-unavailable', definite: true }],
  [12, { name: 'malformed-request', definite: true }],
  [13, { name: 'crash', definite: false }],
  [14, { name: 'abort', definite: true }],
  [20, { name: 'key-does-not-exist', definite: true }],
  [21, { name: 'key-already-exists', definite: true }],
  [22, { name: 'precondition-failed', definite: true }],
  [30, { name: 'txn-conflict', definite: true }],
]);

/** Codes from here on are anybody's own, and never definite. */
const FIRST_OWN = 1000;

/** What the body of an error says: in words that begin with the name of its code, and whether it is definite. */
export function readError(body: Readonly<Record<string, unknown>>): { error: string; definite: boolean } {
  const { code, text } = body;
  const known = ERRORS.get(code);
  const words = typeof text === 'string' && text !== '' ? `: ${text}` : '';
  if (known !== undefined) return { error: `${known.name}${words}`, definite: known.definite };
  if (typeof code !== 'number') return { error: `error without a code${words}`, definite: false };
  return { error: `${code >= FIRST_OWN ? 'own' : 'unknown'} code ${code}${words}`, definite: false };
}
