/** `node:timers/promises`: values, signals, errors, and what it does not accept. */
import timersPromises, { scheduler } from 'node:timers/promises';
import { promisify } from 'node:util';

// Looked up at each call: what is kept while a module loads is kept for ever.
const wait = (...given) => timersPromises.setTimeout(...given);
const soon = (...given) => timersPromises.setImmediate(...given);
const every = (...given) => timersPromises.setInterval(...given);

const told = (error) => [error.name, error.code, error.message, String(error.cause), Object.keys(error)];
const outcome = async (promise) => {
  try {
    return ['ok', await promise];
  } catch (error) {
    return told(error);
  }
};
/** What a call throws at once, or how its promise ends. */
const attempt = async (call) => {
  let promise;
  try {
    promise = call();
  } catch (error) {
    return ['threw at once', ...told(error)];
  }
  if (promise?.[Symbol.asyncIterator] !== undefined)
    return ['iterator', await outcome(promise[Symbol.asyncIterator]().next())];
  return outcome(promise);
};
const isOne = (error) => {
  class Other extends Error {}
  return [error instanceof Error, error instanceof Other, error.constructor.name, error.stack.split('\n')[0]];
};

const badOptions = {
  null: null,
  text: 'options',
  array: [],
  function: () => undefined,
  'a signal that is none': { signal: {} },
  'signal null': { signal: null },
  'signal text': { signal: 'abort' },
  'ref text': { ref: 'yes' },
  'ref null': { ref: null },
};
const badDelays = { text: 'x', 'text of digits': '5', null: null, bigint: 5n, object: {}, boolean: true };

export const bodies = {
  'values and order': async (log) => {
    log(await wait(2, 'a'));
    log(await wait(2));
    log(await wait());
    log(await wait(undefined, 'b', undefined));
    log(await wait(1, 'c', {}));
    log(await soon('d'));
    log(await soon());
    // For that alone real Node waits for ever: a single timer may have gone off before it begins to wait.
    const awake = setInterval(() => undefined, 1);
    log(await soon('e', { ref: false, signal: undefined }));
    clearInterval(awake);
    log(await scheduler.wait(2));
    log(await scheduler.yield());
    log(await promisify(setTimeout)(2, 'f'));
    log(await promisify(setImmediate)('g'));
    log([
      promisify(setTimeout) === timersPromises.setTimeout,
      promisify(setImmediate) === timersPromises.setImmediate,
    ]);
  },
  'delays that are numbers but odd': async (log) => {
    for (const delay of [0, -1, NaN, 1.5, -Infinity]) log(await wait(delay, String(delay)));
  },
  'options that are not accepted': async (log) => {
    for (const [name, options] of Object.entries(badOptions)) {
      log([name, 'setTimeout', await attempt(() => wait(1, 'v', options))]);
      log([name, 'setImmediate', await attempt(() => soon('v', options))]);
      log([name, 'setInterval', await attempt(() => every(1, 'v', options))]);
      log([name, 'wait', await attempt(() => scheduler.wait(1, options))]);
    }
  },
  'delays that are not accepted': async (log) => {
    for (const [name, delay] of Object.entries(badDelays)) {
      log([name, 'setTimeout', await attempt(() => wait(delay, 'v'))]);
      log([name, 'setInterval', await attempt(() => every(delay, 'v'))]);
      log([name, 'wait', await attempt(() => scheduler.wait(delay))]);
    }
  },
  'a scheduler that is none': async (log) => {
    const { wait: bareWait, yield: bareYield } = scheduler;
    log(await attempt(() => bareWait.call({}, 1)));
    log(await attempt(() => bareYield.call({})));
  },
  'a signal that is aborted already': async (log) => {
    const signal = AbortSignal.abort('why');
    log(await attempt(() => wait(1, 'v', { signal })));
    log(await attempt(() => soon('v', { signal })));
    log(await attempt(() => every(1, 'v', { signal })));
    log(await attempt(() => scheduler.wait(1, { signal })));
    log(await outcome(wait(1, 'v', { signal: AbortSignal.abort() })));
  },
  'a signal that is aborted meanwhile': async (log) => {
    const controller = new AbortController();
    const { signal } = controller;
    setTimeout(() => controller.abort(new RangeError('enough')), 3);
    log(await outcome(wait(20, 'v', { signal })));
    log(await outcome(wait(20, 'v', { signal })));
  },
  'a signal that is aborted before an immediate runs': async (log) => {
    const controller = new AbortController();
    const waiting = outcome(soon('v', { signal: controller.signal }));
    controller.abort();
    log(await waiting);
  },
  'a signal that is aborted too late': async (log) => {
    const controller = new AbortController();
    log(await outcome(wait(1, 'v', { signal: controller.signal })));
    controller.abort();
    log(await outcome(wait(1, 'w')));
  },
  'its error is an AbortError': async (log) => {
    const signal = AbortSignal.abort(7);
    for (const call of [() => wait(1, 1, { signal }), () => soon(1, { signal })])
      await call().catch((error) => log([...isOne(error), error.cause === 7, 'cause' in error]));
  },
  'a signal hears of its abort even if another listener stops it': async (log) => {
    const controller = new AbortController();
    const { signal } = controller;
    signal.addEventListener('abort', (event) => event.stopImmediatePropagation());
    const waiting = outcome(wait(20, 'v', { signal }));
    controller.abort('stopped');
    log(await waiting);
  },
  'with a signal it takes as many microtasks as on Node': async (log) => {
    const steps = async (name) => {
      for (let step = 1; step <= 8; step++) {
        await null;
        log(`${name} ${step}`);
      }
    };
    setTimeout(() => void steps('steps'), 5);
    void wait(5, 'plain').then(log);
    void wait(5, 'with signal', { signal: new AbortController().signal }).then(log);
    await wait(20);
  },
  'an interval gives its value until the loop is left': async (log) => {
    let rounds = 0;
    for await (const value of every(3, 'tick')) {
      log([value, ++rounds]);
      if (rounds === 3) break;
    }
    await wait(10);
  },
  'an interval starts with its first next()': async (log) => {
    const iterator = every(3, 'tick');
    await wait(10);
    let done = false;
    void iterator.next().then(({ value }) => {
      done = true;
      log(value);
    });
    log(done);
    await wait(15);
    log(done);
    log(await iterator.return('returned'));
    log(await iterator.next());
  },
  'an interval makes up for what a slow loop missed': async (log) => {
    const beginMs = performance.now();
    let rounds = 0;
    for await (const value of every(10)) {
      if (value !== undefined) log(value);
      if (++rounds === 1) await wait(35);
      if (rounds === 4) break;
    }
    log(performance.now() - beginMs < 60);
  },
  'an interval whose signal is aborted while it waits': async (log) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('stop'), 8);
    try {
      for await (const value of every(5, 'tick', { signal: controller.signal })) log(value);
    } catch (error) {
      log(told(error));
    }
  },
  'an interval whose signal is aborted in the loop': async (log) => {
    const controller = new AbortController();
    try {
      for await (const value of every(3, 'tick', { signal: controller.signal, ref: true })) {
        log(value);
        controller.abort('inside');
      }
    } catch (error) {
      log(told(error));
    }
  },
  'an interval into which an error is thrown': async (log) => {
    const iterator = every(3, 'tick');
    log(await iterator.next());
    log(await outcome(iterator.throw(new Error('mine'))));
    log(await iterator.next());
  },
  'many at once': async (log) => {
    await Promise.all([30, 10, 20, 10].map((ms, index) => wait(ms, index).then(log)));
    log(await Promise.race([wait(20, 'slow'), wait(5, 'fast')]));
  },
};
