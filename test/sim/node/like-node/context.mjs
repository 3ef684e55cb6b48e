/** What AsyncLocalStorage shows in callbacks of every kind. */
import { AsyncLocalStorage, AsyncResource, executionAsyncId } from 'node:async_hooks';
import { EventEmitter, on, once } from 'node:events';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';

const wait = (...given) => timersPromises.setTimeout(...given);
const als = new AsyncLocalStorage();
const other = new AsyncLocalStorage();
const seen = () => [als.getStore() ?? '-', other.getStore() ?? '-'].join(' ');

export const bodies = {
  'callbacks of every kind': async (log) => {
    als.run('one', () => {
      setTimeout(() => log(`timeout ${seen()}`), 6);
      setImmediate(() => log(`immediate ${seen()}`));
      process.nextTick(() => log(`tick ${seen()}`));
      queueMicrotask(() => log(`microtask ${seen()}`));
      void Promise.resolve().then(() => log(`promise ${seen()}`));
      other.run('two', () => setTimeout(() => log(`both ${seen()}`), 9));
      const every = setInterval(() => {
        log(`interval ${seen()}`);
        clearInterval(every);
      }, 12);
    });
    setTimeout(() => log(`outside ${seen()}`), 15);
    log(seen());
    await wait(30);
    log(seen());
  },
  'what a callback starts': async (log) => {
    als.run('one', () => {
      setTimeout(() => {
        setTimeout(() => log(seen()), 2);
        setImmediate(() => setImmediate(() => log(seen())));
        als.run('inner', () => setTimeout(() => log(seen()), 4));
        als.exit(() => setTimeout(() => log(seen()), 8));
      }, 2);
    });
    await wait(25);
  },
  'awaits of every kind': async (log) => {
    await als.run('one', async () => {
      await null;
      log(seen());
      await wait(2);
      log(seen());
      await wait(2, undefined, { signal: new AbortController().signal });
      log(seen());
      await timersPromises.setImmediate();
      log(seen());
      await timersPromises.scheduler.yield();
      log(seen());
      await promisify(setTimeout)(1);
      log(seen());
      for await (const value of timersPromises.setInterval(1)) {
        log([value ?? null, seen()]);
        break;
      }
      await Promise.all([wait(1), wait(2)]);
      log(seen());
    });
    log(seen());
  },
  'AbortSignal.timeout': async (log) => {
    const signal = als.run('who asked', () => AbortSignal.timeout(3));
    als.run('who listens', () => signal.addEventListener('abort', () => log(seen())));
    const any = als.run('who joins', () => AbortSignal.any([signal, AbortSignal.timeout(50)]));
    any.onabort = () => log(`any ${seen()}`);
    await als.run('who waits', async () => {
      await once(signal, 'abort').catch(() => undefined);
      log(seen());
    });
    await wait(5);
  },
  'a signal that aborts what waits': async (log) => {
    const controller = new AbortController();
    als.run('aborts', () => setTimeout(() => controller.abort(), 3));
    await als.run('waits', async () => {
      await wait(50, undefined, { signal: controller.signal }).catch(() => log(seen()));
      log(seen());
    });
  },
  'emitters call in the context of who emits, promises go on in that of who awaits': async (log) => {
    const emitter = new EventEmitter();
    als.run('listens', () => emitter.on('news', () => log(seen())));
    als.run('emits', () => setTimeout(() => emitter.emit('news', 1), 3));
    await als.run('awaits', async () => {
      await once(emitter, 'news');
      log(seen());
    });
    als.run('emits again', () => setTimeout(() => emitter.emit('news', 2), 3));
    await als.run('iterates', async () => {
      for await (const [value] of on(emitter, 'news')) {
        log([value, seen()]);
        break;
      }
    });
  },
  'enterWith holds for the rest of a callback and what it starts': async (log) => {
    setTimeout(() => {
      als.enterWith('entered');
      log(seen());
      setTimeout(() => log(`later ${seen()}`), 2);
      queueMicrotask(() => log(`microtask ${seen()}`));
      process.nextTick(() => log(`tick ${seen()}`));
    }, 4);
    setTimeout(() => log(`next ${seen()}`), 4);
    setTimeout(() => log(`after ${seen()}`), 12);
    await wait(20);
    log(seen());
  },
  'enterWith in an async function goes on after its awaits': async (log) => {
    const asynchronous = async () => {
      als.enterWith('inside');
      await null;
      log(seen());
      await wait(1);
      log(seen());
    };
    await Promise.all([asynchronous(), asynchronous()]);
  },
  'enterWith in an interval': async (log) => {
    let round = 0;
    const every = als.run('began', () =>
      setInterval(() => {
        log(seen());
        als.enterWith(`round ${++round}`);
        if (round === 3) clearInterval(every);
      }, 3),
    );
    await wait(25);
  },
  'enterWith in an immediate': async (log) => {
    setImmediate(() => als.enterWith('entered'));
    setImmediate(() => log(seen()));
    await wait(3);
  },
  'a timer that is refreshed': async (log) => {
    const pending = als.run('set', () => setTimeout(() => log(`pending ${seen()}`), 10));
    const fired = als.run('set', () => setTimeout(() => log(`fired ${seen()}`), 2));
    als.run('refreshed', () => pending.refresh());
    await wait(20);
    als.run('refreshed', () => fired.refresh());
    await wait(10);
  },
  'bound functions and snapshots': async (log) => {
    const bound = als.run('bound', () => AsyncResource.bind(() => log(seen())));
    const snapshot = als.run('snapshot', () => AsyncLocalStorage.snapshot());
    als.run('caller', () => setTimeout(bound, 2));
    als.run('caller', () => setTimeout(() => snapshot(() => log(seen())), 4));
    await wait(12);
  },
  'each callback has an id of its own': async (log) => {
    const ids = new Set();
    const note = () => void ids.add(executionAsyncId());
    for (let count = 0; count < 3; count++) setTimeout(note, 3);
    for (let count = 0; count < 3; count++) setImmediate(note);
    const every = setInterval(note, 2);
    await wait(12);
    clearInterval(every);
    log([ids.size, ids.has(0)]);
  },
  'a rejection nobody handles': async (log) => {
    process.once('unhandledRejection', (reason) => log([String(reason), seen()]));
    als.run('rejects', () => void Promise.reject(new Error('lost')));
    await wait(3);
  },
  'a throwing callback': async (log) => {
    process.once('uncaughtException', (error) => log([String(error), seen()]));
    als.run('throws', () =>
      setTimeout(() => {
        throw new Error('thrown');
      }, 2),
    );
    setTimeout(() => log(`next ${seen()}`), 8);
    await wait(15);
  },
};
