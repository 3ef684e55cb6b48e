/** `AbortSignal.timeout`. */
import { addAbortListener, once } from 'node:events';
import timersPromises from 'node:timers/promises';

const wait = (...given) => timersPromises.setTimeout(...given);
const told = (error) => [error.name, error.code, error.message, error.constructor.name];

export const bodies = {
  'aborts with a TimeoutError': async (log) => {
    const signal = AbortSignal.timeout(4);
    log([signal instanceof AbortSignal, signal.aborted, signal.reason === undefined]);
    signal.addEventListener('abort', (event) => log([event.type, event.target === signal, signal.aborted]));
    signal.onabort = () => log('onabort');
    await wait(15);
    log(told(signal.reason));
    try {
      signal.throwIfAborted();
    } catch (error) {
      log(error === signal.reason);
    }
  },
  'delays it does not accept': async (log) => {
    for (const delay of [-1, 1.5, NaN, Infinity, 2 ** 32, 'x', '5', null, undefined, {}, true, 5n])
      try {
        AbortSignal.timeout(delay);
        log([String(delay), 'accepted']);
      } catch (error) {
        log([String(delay), ...told(error)]);
      }
  },
  'a delay longer than timers can be is 1 ms': async (log) => {
    const signals = [2 ** 31, 2 ** 32 - 1, 2 ** 31 - 1, 0].map((delay) => AbortSignal.timeout(delay));
    await wait(10);
    log(signals.map(({ aborted }) => aborted));
  },
  'with what takes a signal': async (log) => {
    for (const start of [
      (signal) => wait(50, undefined, { signal }),
      (signal) => once(new EventTarget(), 'never', { signal }),
      (signal) => timersPromises.setInterval(50, undefined, { signal })[Symbol.asyncIterator]().next(),
    ])
      await start(AbortSignal.timeout(3)).catch(({ name, code, cause }) => log([name, code, cause?.name]));
  },
  'any of several': async (log) => {
    const controller = new AbortController();
    const any = AbortSignal.any([AbortSignal.timeout(4), controller.signal]);
    addAbortListener(any, () => log('heard'));
    await wait(12);
    log([any.aborted, any.reason.name, controller.signal.aborted]);
  },
  'timeouts of one duration in order': async (log) => {
    setTimeout(() => log('timer before'), 5);
    AbortSignal.timeout(5).addEventListener('abort', () => log('signal'));
    setTimeout(() => log('timer after'), 5);
    await wait(15);
  },
};
