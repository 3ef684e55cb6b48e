/** What counts as the same state: what a scenario nominates, or else the shape of each node by itself. */
import type { NodeView } from '../node/view.js';
import type { DeclaredCoverage } from './declared.js';

/** How states are counted: after every event, or after some, where the scenario nominates states at all. */
export type StateCount = boolean | 'sampled';

/** Plain data; equal data is one state. */
export type Abstraction = {
  /** A look after each so many events of nodes. */
  readonly every: number;
} & (
  | { readonly of: 'world'; state(nodes: readonly NodeView[]): unknown }
  | { readonly of: 'node'; state(node: NodeView, kind: number, payload: unknown): unknown }
);

/** Looking after every event more than doubles what a run costs; after one in so many, it is a tenth. */
const SAMPLE = 16;

/** The abstraction of a run, if states are to be counted. */
export function abstractionOf(
  declared: DeclaredCoverage | undefined,
  count: StateCount,
): { readonly abstraction?: Abstraction } {
  const nominated = declared?.abstract;
  if (count === false) return {};
  if (nominated !== undefined)
    return { abstraction: { of: 'world', every: count === 'sampled' ? SAMPLE : 1, state: nominated } };
  return count === true ? { abstraction: shapes } : {};
}

/**
 * Coarse on purpose: where every run shows states of its own, none of them is news. Words and flags as they are,
 * numbers by sign, whatever holds more by whether it is empty. A node whose state cannot be seen is known by the last
 * thing that happened to it.
 */
const shapes: Abstraction = {
  of: 'node',
  every: 1,
  state: ({ status, incarnation, state }, kind, payload) => [
    status,
    incarnation > 1,
    state === undefined ? kind : 0,
    fields(state === undefined ? payload : state),
  ],
};

const LONGEST_WORD = 24;
/** A record of more is a table: its keys are data. */
const MOST_FIELDS = 32;

/** The shapes of the fields of a record, in the order they have. */
function fields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return shape(value);
  if (value instanceof Map || value instanceof Set) return shape(value);
  const all = Object.values(value);
  return all.length > MOST_FIELDS ? all.length > 0 : all.map(shape);
}

function shape(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.length <= LONGEST_WORD && !/\d/.test(value) ? value : 'text';
    case 'number':
      return Math.sign(value);
    case 'object':
      return value === null ? null : isEmpty(value) ? 'empty' : 'holds';
    case 'boolean':
      return value;
    default:
      return typeof value;
  }
}

function isEmpty(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map || value instanceof Set) return value.size === 0;
  for (const _ in value) return false;
  return true;
}
