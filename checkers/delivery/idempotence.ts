/** Idempotence of effects: however often a request arrives, it takes effect once and gets one answer. */
import { counted } from '../counted.js';
import type { Checker, Operation } from '../history.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import { identityOf, sameValue, show } from '../identity.js';
import { fieldsOf, nameOfFunction, selector, type Selector, who, whoWhen } from '../selectors.js';

/** Where the idempotency key of a request and of an effect stands. */
export interface IdempotenceOptions {
  /** The idempotency key of an effect. Default: the field `key` of `apply`. */
  readonly effect?: string | Selector;
  /** The idempotency key of a request. Default: the field `key` of anything else. */
  readonly request?: string | Selector;
  /** What a key must always ask for. Default: the input without its key. */
  readonly payload?: Selector;
}

interface Keyed {
  request: Operation | undefined;
  answer: Operation | undefined;
  effect: Operation | undefined;
}

/**
 * Each idempotency key takes effect once, and gets one answer, however often it is asked.
 *
 * What it reads. Requests `{f: …, key}` of clients and effects `{f: 'apply', key, value?}` of nodes carry an
 * idempotency key. Every operation with a key that is not an effect is a request.
 *
 * Anomalies: `duplicate` (a key took effect twice), `inconsistent-answer` (two `ok` answers to a key differ),
 * `key-reuse` (a key asked for two different things), `aborted-effect` (every request of the key was refused, yet it
 * took effect). Linear.
 */
export function idempotentEffects(options: IdempotenceOptions = {}): Checker {
  const effectOf = selector(options.effect, 'apply', (fields) => fields['key']);
  const requestOf =
    options.request === undefined
      ? (((operation) => fieldsOf(operation)['key']) satisfies Selector)
      : selector(options.request, '', (fields) => fields['key']);
  const payloadOf: Selector = options.payload ?? (({ input }) => ({ ...(input as object), key: undefined }));
  return scanning({
    name: 'idempotent-effects',
    looksFor: `effects with an idempotency key (${nameOfFunction(options.effect, 'apply')} with key), and answers to requests with one`,
    scan(history, findings, meter) {
      const keys = new Map<unknown, Keyed>();
      const mayHappen = new Set<unknown>();
      const keyed = (key: unknown) =>
        getOrMake(keys, identityOf(key), (): Keyed => ({
          request: undefined,
          answer: undefined,
          effect: undefined,
        }));
      for (const operation of history) {
        meter.spend();
        const effectKey = effectOf(operation);
        if (effectKey !== undefined) {
          if (operation.type !== 'ok') continue;
          const entry = keyed(effectKey);
          const first = entry.effect;
          if (first) {
            findings.add('duplicate', [first, operation], () => {
              return `${show(effectKey)} took effect at ${whoWhen(first)} and again at ${whoWhen(operation)}`;
            });
          } else entry.effect = operation;
          continue;
        }
        const key = requestOf(operation);
        if (key === undefined) continue;
        if (operation.type !== 'fail') mayHappen.add(identityOf(key));
        const entry = keyed(key);
        const { request, answer } = entry;
        if (request && !sameValue(payloadOf(request), payloadOf(operation))) {
          findings.add('key-reuse', [request, operation], () => {
            return `${show(key)} asked for ${show(payloadOf(request))} and for ${show(payloadOf(operation))}`;
          });
        }
        entry.request ??= operation;
        if (operation.type !== 'ok') continue;
        if (answer && !sameValue(answer.output, operation.output)) {
          findings.add('inconsistent-answer', [answer, operation], () => {
            return `${show(key)} was answered ${show(answer.output)}, then ${show(operation.output)}`;
          });
        }
        entry.answer ??= operation;
      }
      let judged = 0;
      for (const [key, { request, answer, effect }] of keys) {
        if (effect || answer) judged++;
        if (!request || !effect || mayHappen.has(key)) continue;
        findings.add('aborted-effect', [request, effect], () => {
          return `${show(fieldsOf(effect)['key'])} took effect at ${whoWhen(effect)}, though ${who(request)} was told that it failed`;
        });
      }
      return {
        judged,
        reason: `${counted(keys.size, 'idempotency key')}${keys.size === 1 ? '' : ', each'} with at most one effect and one answer`,
      };
    },
  });
}
