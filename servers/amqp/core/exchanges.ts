/** Exchanges: declared, deleted, bound to each other. */
import { firstDifference, shown } from './arguments.js';
import { newExchange, type Broker, type Exchange, type ExchangeType } from './broker.js';
import { removeBindings } from './bindings.js';
import { channelFault, connectionFault } from './fault.js';
import { journal } from './keep.js';
import type { ExchangeDeclare, ExchangeDelete } from './methods.js';
import type { Run } from './run.js';

const TYPES: readonly ExchangeType[] = ['direct', 'fanout', 'topic', 'headers'];

/** @throws AmqpFault */
export function declareExchange(run: Run, asked: ExchangeDeclare): void {
  const { exchange: name, passive = false, durable = false, autoDelete = false, internal = false } = asked;
  const there = run.broker.exchanges.get(name);
  if (passive) {
    if (name === '') throw channelFault(403, 'the default exchange cannot be declared');
    if (there === undefined) throw channelFault(404, `no exchange '${name}'`);
    return;
  }
  const type = TYPES.find((one) => one === asked.type);
  if (type === undefined)
    throw connectionFault(503, `unknown exchange type '${asked.type}': expected ${TYPES.join(', ')}`);
  if (name === '') throw channelFault(403, 'the default exchange cannot be declared');
  const given = asked.arguments ?? {};
  const alternate = given['alternate-exchange'];
  if (alternate !== undefined && typeof alternate !== 'string')
    throw channelFault(406, `'alternate-exchange' of '${name}': expected a string, got ${shown(alternate)}`);
  if (there !== undefined) {
    refuseOther(there, { type, durable, autoDelete, internal });
    if (firstDifference(there.arguments, given, ['alternate-exchange']) !== undefined)
      throw channelFault(406, `exchange '${name}' has another 'alternate-exchange'`);
    return;
  }
  if (name.startsWith('amq.')) throw channelFault(403, `names like '${name}' are the server's own`);
  const made = newExchange({ name, type, durable, autoDelete, internal, arguments: given });
  run.broker.exchanges.set(name, made);
  if (durable) {
    const { bindings: _none, ...exchange } = made;
    journal(run, { line: 'exchange', exchange });
  }
}

type Compared = Pick<Exchange, 'type' | 'durable' | 'autoDelete' | 'internal'>;

function refuseOther(there: Exchange, asked: Compared): void {
  for (const part of ['type', 'durable', 'autoDelete', 'internal'] as const)
    if (there[part] !== asked[part])
      throw channelFault(406, `exchange '${there.name}' has ${part} ${there[part]}, asked: ${asked[part]}`);
}

/** @throws AmqpFault */
export function deleteExchange(run: Run, { exchange: name, ifUnused = false }: ExchangeDelete): void {
  if (name === '' || name.startsWith('amq.'))
    throw channelFault(403, `exchange '${name}' is the server's own`);
  const there = run.broker.exchanges.get(name);
  if (there === undefined) return;
  if (ifUnused && there.bindings.length > 0) throw channelFault(406, `exchange '${name}' is in use`);
  removeExchange(run, name);
}

/** Removes an exchange, and those that were kept only by their bindings to it. */
function removeExchange(run: Run, name: string): void {
  const there = run.broker.exchanges.get(name);
  if (there === undefined) return;
  run.broker.exchanges.delete(name);
  if (there.durable) journal(run, { line: 'exchange-gone', name });
  removeUnused(
    run,
    removeBindings(run, (binding) => binding.destination === name && binding.to === 'exchange'),
  );
}

/** Auto-delete exchanges go with their last binding. */
export function removeUnused(run: Run, lostOne: readonly Exchange[]): void {
  for (const { autoDelete, bindings, name } of lostOne)
    if (autoDelete && bindings.length === 0) removeExchange(run, name);
}

/** @throws AmqpFault 404 */
export function exchangeNamed({ exchanges }: Broker, name: string): Exchange {
  const found = exchanges.get(name);
  if (found === undefined) throw channelFault(404, `no exchange '${name}'`);
  return found;
}
