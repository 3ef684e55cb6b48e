/** Order of delivery per partition: a group processes a partition by ascending offsets. */
import { counted } from '../counted.js';
import type { Checker, Operation } from '../history.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import { identityOf, show } from '../identity.js';
import { type Fields, fieldsOf, nameOfFunction, selector, type Selector, whoWhen } from '../selectors.js';

/** Where partition, offset, message and group of an effect stand. */
export interface OrderPerPartitionOptions {
  /** The effects, with their place in the log. Default: fields `partition`, `offset`, `value` of `process`. */
  readonly processed?: string | ((operation: Operation) => Placed | undefined);
  /** The consumer group of an effect. Default: the field `group`. */
  readonly group?: Selector;
  /** Whether a group may go back to offsets that it processed before. Default: `allow`. */
  readonly redelivery?: 'allow' | 'forbid';
}

/** A message and where in the log it is. */
export interface Placed {
  readonly partition: unknown;
  readonly offset: number;
  readonly value: unknown;
}

/** How far a group has come in a partition. */
interface Progress {
  readonly seen: Map<number, Operation>;
  highest: number;
  by: Operation | undefined;
}

/**
 * Each group processes a partition in the order of its offsets, and an offset holds one message for everybody.
 *
 * What it reads. A node records `{f: 'process', partition, offset, value, group?}`, with `node.effect`. Only the first
 * effect of an offset must be in order: at-least-once delivery may go back to offsets that were processed, unless
 * `redelivery: 'forbid'`.
 *
 * Anomalies: `out-of-order`, `rewind` (if forbidden), `inconsistent-offsets`. Linear.
 */
export function orderPerPartition(options: OrderPerPartitionOptions = {}): Checker {
  const placedBy = selector(options.processed, 'process', placed);
  const groupOf: Selector = options.group ?? ((operation) => fieldsOf(operation)['group']);
  return scanning({
    name: 'order-per-partition',
    looksFor: `${nameOfFunction(options.processed, 'process')} with partition and offset`,
    scan(history, findings, meter) {
      const logs = new Map<unknown, Map<number, { value: unknown; by: Operation }>>();
      const groups = new Map<unknown, Map<unknown, Progress>>();
      for (const effect of history) {
        meter.spend();
        const place = effect.type === 'ok' ? placedBy(effect) : undefined;
        if (!place) continue;
        const { offset, value } = place;
        const partition = identityOf(place.partition);
        const where = `offset ${offset} of partition ${show(place.partition)}`;

        const log = getOrMake(logs, partition, () => new Map<number, { value: unknown; by: Operation }>());
        const held = getOrMake(log, offset, () => ({ value, by: effect }));
        if (identityOf(held.value) !== identityOf(value)) {
          findings.add('inconsistent-offsets', [held.by, effect], () => {
            return `${where} was ${show(held.value)} for ${whoWhen(held.by)} and ${show(value)} for ${whoWhen(effect)}`;
          });
        }

        const ofGroup = getOrMake(groups, groupOf(effect), () => new Map<unknown, Progress>());
        const progress = getOrMake(ofGroup, partition, () => ({
          seen: new Map(),
          highest: -Infinity,
          by: undefined,
        }));
        const before = progress.seen.get(offset);
        if (before) {
          if (options.redelivery === 'forbid') {
            findings.add('rewind', [before, effect], () => `${whoWhen(effect)} went back to ${where}`);
          }
          continue;
        }
        progress.seen.set(offset, effect);
        if (offset > progress.highest) {
          progress.highest = offset;
          progress.by = effect;
        } else {
          const { by, highest } = progress;
          findings.add('out-of-order', [by, effect], () => {
            return `${whoWhen(effect)} processed ${where}, after ${whoWhen(by!)} had processed offset ${highest}`;
          });
        }
      }
      return {
        judged: logs.size,
        reason: `${counted(logs.size, 'partition')}, ${logs.size === 1 ? '' : 'each '}processed in the order of its offsets`,
      };
    },
  });
}

function placed({ partition, offset, value }: Fields): Placed | undefined {
  if (partition === undefined || typeof offset !== 'number') return undefined;
  return { partition, offset, value };
}
