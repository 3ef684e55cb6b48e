/** Reads faults from unknown JSON, and refuses those that name nobody, last no time or exceed every measure. */
import type { z } from 'zod';
import { refined, variant } from '../input/schema.js';
import type { Fault } from './fault.js';
import { registry } from './registry.js';
import { nodesStoodFor, standInsOf } from './stand-ins.js';
import { PEER } from './stand-in-names.js';
import { watchedBy } from './watched-by.js';
import { hasPeer } from './when.js';

const schemas = Object.fromEntries(
  Object.entries(registry).map(([kind, { schema }]): [string, z.ZodType<Fault>] => [kind, schema as never]),
);

/** A fault of any kind, for the world at hand. */
export const faultSchema = refined(variant('kind', schemas), waitingObjection);

/** What is wrong with a fault that stands in for somebody, or that waits for nobody. */
function waitingObjection(fault: Fault): readonly ['when', string] | undefined {
  const { when } = fault;
  const [standIn] = standInsOf(fault);
  if (when === undefined)
    return standIn === undefined
      ? undefined
      : ['when', `what the fault waits for, as ${standIn} is known only then`];
  const isMessage = 'message' in when || ('site' in when && hasPeer(when.site));
  if (standInsOf(fault).includes(PEER) && !isMessage)
    return ['when', `a message, or a site send, receive or reply, as only those have a ${PEER}`];
  if (when.except !== undefined && nodesStoodFor(fault).length === 0)
    return ['when', 'no except where the fault hits no @whoever and no @peer'];
  if ('site' in when && watchedBy(fault) === undefined && standIn === undefined)
    return ['when', `a node in when, whose ${when.site} is meant`];
  return undefined;
}
