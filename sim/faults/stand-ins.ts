/** Who is meant by the stand-ins of a fault, once it begins. */
import { kindOf, type Fault } from './fault.js';
import { isStandIn, OTHERS, PEER, WHOEVER } from './stand-in-names.js';
import type { When } from './when.js';

/** Who stands in for whom. */
export interface Cast {
  readonly whoever: string;
  /** Absent where no message is meant. */
  readonly peer?: string;
}

const fields = ['node', 'from', 'to', 'groups', 'nodes'] as const;
type Named = { readonly [F in (typeof fields)[number]]?: unknown };

/** Every name in the fault itself, stand-ins included, once. */
function namesIn(fault: Fault): string[] {
  const named = fault as Named;
  return [...new Set(fields.flatMap((field) => [named[field]].flat(2) as (string | undefined)[]))].filter(
    (name) => name !== undefined,
  );
}

/** The stand-ins of a fault. */
export function standInsOf(fault: Fault): string[] {
  return namesIn(fault).filter(isStandIn);
}

/** The stand-ins of a fault that only a node can be, and no client. */
export function nodesStoodFor(fault: Fault): string[] {
  const named = fault as Named;
  const ends = kindOf(fault).betweenNodes === true ? [named.from, named.to] : [];
  return ([named.node, named.nodes, ...ends].flat() as (string | undefined)[]).filter(
    (name) => name !== undefined && isStandIn(name),
  ) as string[];
}

/** The fault with names in the place of stand-ins. @param nodes every node there is */
export function castAs<F extends Fault>(fault: F, who: Cast, nodes: readonly string[]): F {
  const { whoever, peer } = who;
  const names = namesIn(fault);
  if (!names.some(isStandIn)) return fault;
  const named = names.map((name) => (name === WHOEVER ? whoever : name === PEER ? peer : name));
  const others = nodes.filter((node) => !named.includes(node));
  const cast = (value: unknown): unknown => {
    if (value === WHOEVER) return whoever;
    if (value === PEER) return peer;
    if (!Array.isArray(value)) return value;
    return [...new Set(value.flatMap((item) => (item === OTHERS ? others : [cast(item)])))];
  };
  const changes = fields.flatMap((field) => (field in fault ? [[field, cast((fault as Named)[field])]] : []));
  const when = fault.when === undefined ? {} : { when: whenOf(fault.when, who) };
  return { ...fault, ...(Object.fromEntries(changes) as object), ...when };
}

/** What it waited for, and whose doing that was. */
function whenOf(when: When, { whoever, peer }: Cast): When {
  const other = peer === undefined ? {} : { peer };
  if ('site' in when) return { ...when, node: whoever, ...other };
  if ('state' in when) return { ...when, node: whoever };
  const [from, to] = when.at === 'receive' ? [peer, whoever] : [whoever, peer];
  return { ...when, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
