/** Delivery: messages that are sent and take effect, by the definitions. */
import type { Random } from '../fuzz/random.js';
import type { Draft, Drawn } from './drawn.js';
import { done, groupedBy, named, same, somePair, tried } from './subject.js';
import type { Subject } from './subject.js';

/** What is sent; a message may be sent again, and answers with an offset now and then. */
const sends = (random: Random): { messages: string[]; send(): Draft } => {
  const messages: string[] = [];
  return {
    messages,
    send() {
      const again = messages.length > 0 && random.chance(15);
      const value = again ? random.pick(messages) : `m${messages.length + 1}`;
      if (!again) messages.push(value);
      return { f: 'send', key: Number(value.slice(1)) % 4 === 0 ? 'x' : 'y', fields: { value } };
    },
  };
};

/** Something that was sent and did not take effect yet; now and then anything. */
const nextEffect = (random: Random, messages: readonly string[], done: Set<string>): string => {
  const open = messages.filter((message) => !done.has(message));
  const wild = random.chance(6) || open.length === 0;
  const value = wild
    ? `m${1 + random.below(messages.length + 1)}`
    : random.chance(85)
      ? open[0]!
      : random.pick(open);
  done.add(value);
  return value;
};

const tellOffset = ({ input, output }: Drawn, random: Random): unknown => {
  if (input.f !== 'send') return output;
  return random.chance(30) ? random.below(100) : undefined;
};

const messagesIn = (operations: readonly Drawn[]): Drawn[][] =>
  groupedBy(named(operations, 'send'), ({ input }) => input['value']);
const valueOf = ({ input }: Drawn): unknown => input['value'];

/** Each effect, with the message that took effect. */
const effectsIn = (
  operations: readonly Drawn[],
  of: (...names: string[]) => Drawn[],
): { by: Drawn; value: unknown }[] => [
  ...of('process').map((by) => ({ by, value: valueOf(by) })),
  ...done(operations, 'drain').flatMap((by) =>
    ((by.output ?? []) as unknown[]).map((value) => ({ by, value })),
  ),
];
const certain = (operations: readonly Drawn[]) =>
  effectsIn(operations, (...names) => done(operations, ...names));

function lossOf(operations: readonly Drawn[]): boolean | undefined {
  const drains = named(operations, 'drain');
  const due =
    drains.length === 0
      ? Infinity
      : Math.max(-Infinity, ...done(drains, 'drain').map(({ invoke }) => invoke));
  const perhaps = effectsIn(operations, (...names) => tried(operations, ...names));
  let open = false;
  for (const attempts of messagesIn(operations)) {
    const acknowledged = Math.min(...done(attempts, 'send').map(({ complete }) => complete));
    const value = valueOf(attempts[0]!);
    if (acknowledged === Infinity || certain(operations).some((effect) => effect.value === value)) continue;
    if (acknowledged < due && !perhaps.some((effect) => effect.value === value)) return false;
    open = true;
  }
  return open ? undefined : true;
}

const nothingTwice = (operations: readonly Drawn[]): boolean =>
  groupedBy(certain(operations), ({ value }) => value).every((effects) => effects.length === 1);

const nothingInvented = (operations: readonly Drawn[]): boolean =>
  groupedBy(certain(operations), ({ value }) => value).every((effects) => {
    const attempts = named(operations, 'send').filter((send) => valueOf(send) === effects[0]!.value);
    const first = Math.min(...effects.map(({ by }) => by.complete));
    return attempts.some(({ type }) => type !== 'fail') && attempts.some(({ invoke }) => invoke <= first);
  });

const delivered: Pick<Subject, 'start' | 'open' | 'tell' | 'contradicted'> = {
  start(random) {
    const { messages, send } = sends(random);
    const seen = new Set<string>();
    const drains = random.chance(40);
    return () => {
      if (drains && random.chance(20))
        return {
          f: 'drain',
          answer: () =>
            messages.filter((message) => !seen.has(message) && random.chance(90) && seen.add(message)),
        };
      if (random.chance(45) || messages.length === 0) return send();
      return { f: 'process', fields: { value: nextEffect(random, messages, seen) } };
    };
  },
  open: { send: ['value', 'key'], process: ['value'] },
  tell: tellOffset,
  contradicted: ['send', 'process'],
};

export const DELIVERY_SUBJECTS: readonly Subject[] = [
  { judge: 'at-most-once', ...delivered, fine: (all) => nothingTwice(all) && nothingInvented(all) },
  { judge: 'at-least-once', ...delivered, fine: (all) => (nothingInvented(all) ? lossOf(all) : false) },
  {
    judge: 'exactly-once',
    ...delivered,
    fine: (all) => (nothingTwice(all) && nothingInvented(all) ? lossOf(all) : false),
  },
  {
    judge: 'order-per-key',
    most: 9,
    start(random) {
      const { messages, send } = sends(random);
      const seen = new Set<string>();
      const backwards = random.chance(50);
      return () => {
        if (messages.length < 2 || random.chance(25)) return send();
        const value = nextEffect(random, backwards ? messages.toReversed() : messages, seen);
        return { f: 'process', fields: { value } };
      };
    },
    fine(operations) {
      const placed = messagesIn(tried(operations, 'send')).flatMap((attempts) => {
        const first = done(operations, 'process').find((effect) => valueOf(effect) === valueOf(attempts[0]!));
        if (!first) return [];
        const began = Math.min(...attempts.map(({ invoke }) => invoke));
        const ended = Math.min(...done(attempts, 'send').map(({ complete }) => complete));
        return [{ key: attempts[0]!.input.key, began, ended, first }];
      });
      return !placed.some((a) =>
        placed.some((b) => a.key === b.key && a.ended < b.began && b.first.complete < a.first.invoke),
      );
    },
    open: { send: ['value', 'key'], process: ['value'] },
    tell: tellOffset,
    contradicted: ['process'],
  },
  ...(['allow', 'forbid'] as const).map((redelivery): Subject => ({
    judge: 'order-per-partition',
    params: { redelivery },
    start(random) {
      const next = [0, 0];
      return () => {
        const partition = random.below(2);
        const offset = random.chance(85) ? next[partition]!++ : random.below(4);
        return {
          f: 'process',
          fields: {
            partition,
            offset,
            value: random.chance(92) ? `v${offset}` : 'w',
            group: random.chance(90) ? 'g' : 'h',
          },
        };
      };
    },
    fine(operations) {
      const effects = done(operations, 'process').map(({ input }) => input);
      const holds = groupedBy(effects, ({ partition, offset }) => [partition, offset]);
      if (!holds.every((all) => all.every(({ value }) => value === all[0]!['value']))) return false;
      return groupedBy(effects, ({ partition, group }) => [partition, group]).every((all) => {
        const offsets = all.map(({ offset }) => offset as number);
        const firsts = offsets.filter((offset, at) => offsets.indexOf(offset) === at);
        return (
          !somePair(firsts, (a, b) => a > b) && (redelivery === 'allow' || firsts.length === offsets.length)
        );
      });
    },
    open: { process: ['partition', 'offset', 'value', 'group'] },
    contradicted: ['process'],
  })),
  {
    judge: 'idempotent-effects',
    start(random) {
      return () => {
        const key = random.pick(['k1', 'k2', 'k3', 'k4']);
        if (random.chance(35)) return { f: 'apply', key };
        const value = random.chance(95) ? `for ${key}` : 'else';
        return {
          f: 'pay',
          key,
          fields: { value },
          answer: () => `paid ${random.chance(94) ? key : 'twice'}`,
        };
      };
    },
    fine(operations) {
      return groupedBy(operations, ({ input }) => input.key).every((all) => {
        const [requests, effects] = [named(all, 'pay'), done(all, 'apply')];
        const refused = requests.length > 0 && requests.every(({ type }) => type === 'fail');
        return (
          effects.length < 2 &&
          !somePair(requests, (a, b) => !same(a.input, b.input)) &&
          !somePair(done(all, 'pay'), (a, b) => !same(a.output, b.output)) &&
          !(refused && effects.length > 0)
        );
      });
    },
    open: { pay: ['key'], apply: ['key'] },
    usable: (operations) => named(operations, 'apply').length > 0,
  },
];
