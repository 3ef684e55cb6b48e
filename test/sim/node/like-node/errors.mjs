/** Errors nobody caught, and who listens to `process`. */
import process from 'node:process';
import { once } from 'node:events';
import timersPromises from 'node:timers/promises';

const wait = (...given) => timersPromises.setTimeout(...given);
const fail = (text) => () => {
  throw new Error(text);
};
const ways = {
  'a promise': () => void Promise.reject(new Error('promise')),
  'an async function': () => void (async () => fail('async')())(),
  'an async function after an await': () => void (async () => (await null, fail('after await')()))(),
  'a timer': () => void setTimeout(fail('timer'), 1),
  'an immediate': () => void setImmediate(fail('immediate')),
  'a tick': () => process.nextTick(fail('tick')),
  'a microtask': () => queueMicrotask(fail('microtask')),
  'an async timer': () => void setTimeout(async () => fail('async timer')(), 1),
};

export const bodies = {
  'unhandledRejection hears of promises': async (log) => {
    process.on('unhandledRejection', (reason, promise) => log([String(reason), promise instanceof Promise]));
    process.on('uncaughtException', (error, origin) => log([String(error), origin]));
    for (const [name, way] of Object.entries(ways)) {
      log(name);
      way();
      await wait(4);
    }
  },
  'uncaughtException hears of all without it': async (log) => {
    process.on('uncaughtException', (error, origin) => log([String(error), origin]));
    process.on('uncaughtExceptionMonitor', (error, origin) => log(['monitor', String(error), origin]));
    for (const [name, way] of Object.entries(ways)) {
      log(name);
      way();
      await wait(4);
    }
  },
  'the promise is the very one': async (log) => {
    let lost;
    process.once('unhandledRejection', (_reason, promise) => log(promise === lost));
    lost = Promise.reject(new Error('lost'));
    await wait(3);
  },
  'reasons that are no errors': async (log) => {
    process.on('uncaughtException', (error, origin) =>
      log([error.name, error.code, error.message, origin, error instanceof Error]),
    );
    for (const reason of [undefined, null, 7, 'text', Symbol('s'), { an: 'object' }, [1]]) {
      void Promise.reject(reason);
      await wait(3);
    }
    queueMicrotask(() => {
      throw 'thrown text';
    });
    await wait(3).catch(() => undefined);
  },
  'a rejection handled in time is no news, one handled late is': async (log) => {
    process.on('unhandledRejection', (reason) => log(['unhandled', String(reason)]));
    process.on('rejectionHandled', (promise) => log(['handled', promise === late]));
    const early = Promise.reject(new Error('early'));
    await null;
    early.catch(() => undefined);
    const late = Promise.reject(new Error('late'));
    await wait(3);
    late.catch(() => undefined);
    await wait(3);
    process.removeAllListeners('rejectionHandled');
  },
  'listeners come in order, once and prepended ones too': async (log) => {
    const name = 'unhandledRejection';
    process.on(name, () => log('on'));
    process.once(name, () => log('once'));
    process.prependListener(name, () => log('prepended'));
    process.prependOnceListener(name, () => log('prepended once'));
    const removed = () => log('removed');
    process.addListener(name, removed);
    process.off(name, removed);
    log([process.listenerCount(name), process.listeners(name).length, process.rawListeners(name).length]);
    for (const reason of ['first', 'second']) {
      void Promise.reject(new Error(reason));
      await wait(3);
    }
    process.removeAllListeners(name);
    log(process.listenerCount(name));
  },
  'a listener that throws': async (log) => {
    process.once('unhandledRejection', fail('from the listener'));
    process.once('uncaughtException', (error, origin) => log([String(error), origin]));
    void Promise.reject(new Error('first'));
    await wait(3);
  },
  'an async listener that rejects': async (log) => {
    let rounds = 0;
    process.on('unhandledRejection', async (reason) => {
      log(String(reason));
      await null;
      if (++rounds < 3) throw new Error(`round ${rounds}`);
    });
    void Promise.reject(new Error('first'));
    await wait(6);
  },
  'what was to come after a throwing callback still comes': async (log) => {
    process.on('uncaughtException', (error) => log(error.message));
    setTimeout(() => {
      process.nextTick(() => log('tick of the failing'));
      throw new Error('timer');
    }, 4);
    setTimeout(() => log('next timer'), 4);
    setImmediate(fail('immediate'));
    setImmediate(() => log('next immediate'));
    process.nextTick(fail('tick'));
    process.nextTick(() => log('next tick'));
    let round = 0;
    const every = setInterval(() => {
      if (++round === 3) clearInterval(every);
      throw new Error(`interval ${round}`);
    }, 8);
    await wait(45);
  },
  'a capture callback comes before listeners': async (log) => {
    process.on('uncaughtException', () => log('listener'));
    log(process.hasUncaughtExceptionCaptureCallback());
    process.setUncaughtExceptionCaptureCallback((error) => log(['captured', error.message]));
    log(process.hasUncaughtExceptionCaptureCallback());
    try {
      process.setUncaughtExceptionCaptureCallback(() => undefined);
    } catch (error) {
      log(error.code);
    }
    try {
      process.setUncaughtExceptionCaptureCallback('text');
    } catch (error) {
      log([error.code, error.message]);
    }
    setTimeout(fail('timer'), 1);
    await wait(4);
    void Promise.reject(new Error('promise'));
    await wait(3);
    process.setUncaughtExceptionCaptureCallback(null);
    setTimeout(fail('again'), 1);
    await wait(4);
  },
  'events of its own': async (log) => {
    process.on('mine', (...given) => log(given));
    log(process.emit('mine', 1, 'two'));
    log(process.emit('nobody listens'));
    setTimeout(() => process.emit('mine', 'later'), 2);
    log(await once(process, 'mine'));
    log(process.eventNames().includes('mine'));
    process.removeAllListeners('mine');
    log([process.emit('mine'), process.eventNames().includes('mine')]);
    log([process.on('mine', log) === process, process.off('mine', log) === process]);
  },
  'listeners hear when another comes or goes': async (log) => {
    const heard = (what) => (event) => event === 'mine' && log([what, event]);
    const [came, went] = [heard('came'), heard('went')];
    process.on('newListener', came).on('removeListener', went);
    process.once('mine', () => log('mine'));
    process.emit('mine');
    process.off('newListener', came).off('removeListener', went);
  },
  'a warning for a delay that is too long': async (log) => {
    process.on('warning', ({ name, message }) => log([name, message]));
    const start = performance.now();
    setTimeout(() => log(performance.now() - start < 500), 2 ** 31);
    await wait(8);
    process.removeAllListeners('warning');
  },
};
