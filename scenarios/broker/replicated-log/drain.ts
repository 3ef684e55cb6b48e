/** The drain: what is in the log once the group has processed, or given up, all of it. */
import type { AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { BrokerCalls, ConsumerCalls, ControllerCalls } from './messages.js';

export type DrainCalls = Pick<BrokerCalls, 'report'> & Pick<ControllerCalls, 'overview'> & ConsumerCalls;

const TIMEOUT = { timeoutMs: 100 };
const AGAIN_MS = 30;

/**
 * Asks the leaders how far the log reaches, then the readers how far they are, again and again until they agree. So
 * whatever was acknowledged before and is not processed now will never be.
 * @returns what each partition holds
 */
export async function drained(
  node: AsyncNode<{ calls: DrainCalls }>,
  brokers: readonly string[],
): Promise<readonly (readonly string[])[]> {
  for (; ; await node.sleep(AGAIN_MS)) {
    const overview = await node.call('controller', { f: 'overview' }, TIMEOUT).catch(orUndefined);
    if (overview === undefined) continue;
    const { partitions, generation, readers } = overview;
    const reports = await Promise.all(
      brokers.map((name) => node.call(name, { f: 'report' }, TIMEOUT).catch(orUndefined)),
    );
    const logs = partitions.map(({ leader = '', epoch }, number) => {
      const led = reports[brokers.indexOf(leader)]?.[number];
      return led?.epoch === epoch ? led.values : undefined;
    });
    const positions = await Promise.all(
      readers.map((name) => node.call(name, { f: 'position' }, TIMEOUT).catch(orUndefined)),
    );
    const isDone = (log: readonly string[] | undefined, number: number): log is readonly string[] => {
      const reader = positions[number % readers.length];
      return (
        log !== undefined && reader?.generation === generation && (reader.idleAt[number] ?? -1) >= log.length
      );
    };
    if (logs.every(isDone)) return logs;
  }
}
