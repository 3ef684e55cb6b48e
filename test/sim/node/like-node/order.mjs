/** In which order ticks, microtasks, immediates and timers run. */
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';

export const bodies = {
  'ticks, then microtasks, then immediates or timers': async (log) => {
    setTimeout(() => log('timeout'), 5);
    setImmediate(() => log('immediate'));
    queueMicrotask(() => log('microtask'));
    void Promise.resolve().then(() => log('promise'));
    process.nextTick(() => log('tick'));
    log('sync');
    await wait(15);
  },
  'ticks and microtasks inside each other': async (log) => {
    await wait(1);
    process.nextTick(() => {
      log('tick 1');
      process.nextTick(() => log('tick 3'));
      queueMicrotask(() => {
        log('micro 2');
        process.nextTick(() => log('tick 4'));
        queueMicrotask(() => log('micro 3'));
      });
    });
    queueMicrotask(() => log('micro 1'));
    process.nextTick(() => log('tick 2'));
    await wait(5);
  },
  'ticks and microtasks run between two immediates': async (log) => {
    setImmediate(() => {
      log('first');
      process.nextTick(() => log('tick'));
      void Promise.resolve().then(() => log('promise'));
    });
    setImmediate(() => log('second'));
    await wait(5);
  },
  'immediates of immediates wait for the next turn': async (log) => {
    setImmediate(() => {
      log('1');
      setImmediate(() => {
        log('1.1');
        setImmediate(() => log('1.1.1'));
      });
      setImmediate(() => log('1.2'));
    });
    setImmediate(() => {
      log('2');
      setImmediate(() => log('2.1'));
    });
    await wait(5);
  },
  'an immediate clears the next one': async (log) => {
    setImmediate(() => {
      log('first');
      clearImmediate(second);
      process.nextTick(() => clearImmediate(third));
    });
    const second = setImmediate(() => log('second'));
    const third = setImmediate(() => log('third'));
    setImmediate(() => log('fourth'));
    await wait(5);
  },
  'an immediate that is the last of its turn is cleared, and a new one follows': async (log) => {
    setImmediate(() => {
      clearImmediate(last);
      setImmediate(() => log('new'));
    });
    const last = setImmediate(() => log('last'));
    await wait(5);
  },
  'ticks and microtasks run between two timers of one duration': async (log) => {
    setTimeout(() => {
      log('first');
      process.nextTick(() => log('tick'));
      void Promise.resolve().then(() => log('promise'));
    }, 5);
    setTimeout(() => log('second'), 5);
    await wait(15);
  },
  'one millisecond is the least': async (log) => {
    for (const delay of [1, 0, -5, NaN, undefined, '0', 0.5, 1.5, null, '1'])
      setTimeout(() => log(String(delay)), delay);
    await wait(15);
  },
  'timers with and without a fraction share a list': async (log) => {
    setTimeout(() => log('5.9'), 5.9);
    setTimeout(() => log('5'), 5);
    setTimeout(() => log('5.1'), '5.1');
    setTimeout(() => log('4.99'), 4.99);
    await wait(15);
  },
  'timers set in a timer come after those of its duration': async (log) => {
    setTimeout(() => {
      log('a');
      setTimeout(() => log('a.a'), 5);
      setTimeout(() => log('a.b'), 1);
    }, 5);
    setTimeout(() => log('b'), 5);
    await wait(30);
  },
  'a timer clears the next one of its duration': async (log) => {
    setTimeout(() => {
      log('first');
      clearTimeout(second);
      queueMicrotask(() => clearTimeout(third));
    }, 5);
    const second = setTimeout(() => log('second'), 5);
    const third = setTimeout(() => log('third'), 5);
    setTimeout(() => log('fourth'), 5);
    await wait(15);
  },
  'a timer restarts the next one of its duration': async (log) => {
    setTimeout(() => {
      log('first');
      second.refresh();
    }, 8);
    const second = setTimeout(() => log('second'), 8);
    setTimeout(() => log('third'), 8);
    await wait(40);
  },
  'a microtask restarts the next one of its duration, which fires all the same': async (log) => {
    let times = 0;
    setTimeout(() => {
      log('first');
      queueMicrotask(() => second.refresh());
    }, 8);
    const second = setTimeout(() => log(`second, ${++times}`), 8);
    setTimeout(() => log('third'), 8);
    await wait(40);
  },
  'refresh moves a timer to the end of its list': async (log) => {
    const first = setTimeout(() => log('first'), 10);
    setTimeout(() => log('second'), 10);
    first.refresh();
    await wait(25);
  },
  'refresh starts a timer that fired, not one that was cleared': async (log) => {
    let times = 0;
    const fired = setTimeout(() => log(`fired ${++times}`), 2);
    const cleared = setTimeout(() => log('cleared'), 2);
    clearTimeout(cleared);
    cleared.refresh();
    await wait(10);
    fired.refresh();
    await wait(10);
    clearTimeout(fired);
    fired.refresh();
    await wait(10);
  },
  'refresh in its own callback': async (log) => {
    let times = 0;
    const timer = setTimeout(() => {
      log(++times);
      if (times < 3) timer.refresh();
    }, 2);
    await wait(30);
  },
  'an interval comes after what its callback sets': async (log) => {
    let round = 0;
    const every = setInterval(() => {
      log(`interval ${++round}`);
      if (round === 1) setTimeout(() => log('timeout'), 10);
      else clearInterval(every);
    }, 10);
    await wait(45);
  },
  'an interval ends in its own callback, in every way': async (log) => {
    const ends = {
      clearInterval: (timer) => clearInterval(timer),
      clearTimeout: (timer) => clearTimeout(timer),
      close: (timer) => timer.close(),
      number: (timer) => clearInterval(Number(timer)),
      text: (timer) => clearInterval(`${timer}`),
      _repeat: (timer) => void (timer._repeat = null),
    };
    for (const [name, end] of Object.entries(ends)) {
      let round = 0;
      const every = setInterval(() => {
        log(`${name} ${++round}`);
        if (round === 2) end(every);
        if (round > 3) clearInterval(every);
      }, 4);
    }
    await wait(60);
  },
  'an interval ends in a microtask of its own callback': async (log) => {
    const every = setInterval(() => {
      log('round');
      queueMicrotask(() => clearInterval(every));
    }, 4);
    await wait(20);
  },
  'an interval is restarted in its own callback': async (log) => {
    let round = 0;
    const every = setInterval(() => {
      log(++round);
      every.refresh();
      if (round === 3) clearInterval(every);
    }, 4);
    await wait(40);
  },
  'an interval whose duration is changed keeps its own': async (log) => {
    let round = 0;
    const every = setInterval(() => {
      log(++round);
      every._idleTimeout = 1;
      if (round === 2) clearInterval(every);
    }, 10);
    await wait(15);
    log('15 ms');
    await wait(20);
  },
  'arguments and this': async (log) => {
    const timer = setTimeout(
      function (...args) {
        log([this === timer, args]);
      },
      1,
      'a',
      undefined,
      'c',
    );
    const every = setInterval(
      function (...args) {
        log([this === every, args]);
        clearInterval(this);
      },
      1,
      'b',
    );
    const soon = setImmediate(
      function (...args) {
        log([this === soon, args]);
      },
      1,
      2,
      3,
      4,
    );
    await wait(10);
  },
  'a callback that is exchanged': async (log) => {
    const timer = setTimeout(() => log('old'), 2);
    timer._onTimeout = (...args) => log(['new', args]);
    timer._timerArgs = ['given'];
    await wait(10);
  },
  'a promise that is settled by a timer goes on before the next timer': async (log) => {
    const first = new Promise((resolve) => setTimeout(resolve, 5, 'first'));
    const second = new Promise((resolve) => setTimeout(resolve, 5, 'second'));
    void first.then(async (what) => {
      log(what);
      await null;
      await null;
      log('first goes on');
    });
    void second.then((what) => log(what));
    await wait(15);
  },
  'awaited immediates take turns': async (log) => {
    const runs = async (name) => {
      for (let turn = 1; turn <= 3; turn++) {
        await immediate();
        log(`${name} ${turn}`);
      }
    };
    await Promise.all([runs('a'), runs('b')]);
  },
};
