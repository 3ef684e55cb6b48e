/** A handler that keeps the process busy by reading clocks, and what has become due when it is through. */
import timersPromises from 'node:timers/promises';

const wait = (...given) => timersPromises.setTimeout(...given);
const clocks = {
  'performance.now': () => performance.now(),
  'Date.now': () => Date.now(),
  'new Date': () => new Date().getTime(),
  'process.hrtime.bigint': () => Number(process.hrtime.bigint()) / 1e6,
  'process.hrtime': () => process.hrtime()[0] * 1e3 + process.hrtime()[1] / 1e6,
  'process.uptime': () => process.uptime() * 1e3,
};
const busy = (ms, now = clocks['performance.now']) => {
  const endMs = now() + ms;
  while (now() < endMs);
};

export const bodies = {
  'every clock goes on': async (log) => {
    for (const [name, now] of Object.entries(clocks)) {
      const beganMs = performance.now();
      busy(5, now);
      const tookMs = performance.now() - beganMs;
      log([name, tookMs > 3.9, tookMs < 500]);
    }
  },
  'overdue timers run list by list, not by due time': async (log) => {
    setTimeout(() => log('20'), 20);
    setTimeout(() => log('10'), 10);
    setTimeout(() => log('15'), 15);
    await wait(6);
    // Due at 16 ms and later, but in the list of 10.
    setTimeout(() => log('10, later'), 10);
    setTimeout(() => log('5'), 5);
    busy(40);
    log('through');
    await wait(30);
  },
  'a timer is set from when the handler set it': async (log) => {
    busy(10);
    const beganMs = performance.now();
    await wait(10);
    log(performance.now() - beganMs >= 9);
  },
  'timers that became due in a timer wait for the next round, immediates come before': async (log) => {
    setTimeout(() => {
      setImmediate(() => log('immediate'));
      setTimeout(() => log('set before'), 1);
      busy(10);
      log('busy');
    }, 5);
    setTimeout(() => log('same list'), 5);
    await wait(40);
  },
  'an interval that was missed fires once': async (log) => {
    let rounds = 0;
    const every = setInterval(() => rounds++, 10);
    await wait(4);
    busy(45);
    await new Promise((resolve) => setTimeout(resolve, 2));
    log(rounds);
    clearInterval(every);
  },
  'an interval whose callback is slower than it': async (log) => {
    let rounds = 0;
    const every = setInterval(() => {
      log(`round ${++rounds}`);
      busy(8);
      if (rounds === 3) clearInterval(every);
    }, 4);
    setTimeout(() => log('other'), 60);
    await wait(80);
  },
  'promises and ticks before what is overdue': async (log) => {
    setTimeout(() => log('timer'), 5);
    await wait(1);
    busy(15);
    process.nextTick(() => log('tick'));
    void Promise.resolve().then(() => log('promise'));
    setImmediate(() => log('immediate'));
    await wait(20);
  },
};
