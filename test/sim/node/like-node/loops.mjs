/** Loops that wait for a timer, and clocks. */
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';

const wait = (...given) => timersPromises.setTimeout(...given);
/** Loops until a timer fires; logs that it did, and that it took more than a turn. */
const until = async (log, turn, ms = 5) => {
  let fired = false;
  let turns = 0;
  setTimeout(() => (fired = true), ms);
  while (!fired) {
    turns++;
    await turn();
  }
  log(turns > 1);
};

export const bodies = {
  'of setImmediate': (log) =>
    new Promise((resolve) => {
      let fired = false;
      setTimeout(() => (fired = true), 5);
      const again = () => {
        if (!fired) return setImmediate(again);
        log('fired');
        resolve();
      };
      again();
    }),
  'of awaited setImmediate': (log) => until(log, () => new Promise((resolve) => setImmediate(resolve))),
  'of promisified setImmediate': (log) => until(log, () => promisify(setImmediate)()),
  'of timers/promises setImmediate': (log) => until(log, () => timersPromises.setImmediate(), 20),
  'of scheduler.yield': (log) => until(log, () => timersPromises.scheduler.yield()),
  'of microtasks and a turn': (log) =>
    until(log, async () => {
      for (let count = 0; count < 10; count++) await null;
      await new Promise((resolve) => queueMicrotask(() => process.nextTick(() => setImmediate(resolve))));
    }),
  'of setTimeout 0': (log) => until(log, () => new Promise((resolve) => setTimeout(resolve))),
  'until a clock says so': async (log) => {
    for (const now of [() => performance.now(), () => Date.now(), () => process.uptime() * 1000]) {
      const endMs = now() + 5;
      let turns = 0;
      while (now() < endMs) {
        turns++;
        await timersPromises.setImmediate();
      }
      log(turns > 1);
    }
  },
  'two that take turns until the other is done': async (log) => {
    let left = 3;
    const work = async (name) => {
      while (left > 0) {
        await timersPromises.setImmediate();
        if (name === 'counts') left--;
      }
      log(name);
    };
    await Promise.all([work('waits'), work('counts')]);
  },
  'while an interval counts': async (log) => {
    let count = 0;
    const every = setInterval(() => count++, 3);
    while (count < 3) await timersPromises.setImmediate();
    clearInterval(every);
    log(count);
  },
  'until a signal aborts': async (log) => {
    const signal = AbortSignal.timeout(5);
    while (!signal.aborted) await timersPromises.setImmediate();
    log(signal.reason.name);
  },
  'clocks at the start': async (log) => {
    const readings = [
      performance.now(),
      process.uptime(),
      Number(process.hrtime.bigint()),
      process.hrtime()[0],
    ];
    log(readings.map((reading) => reading > 0));
    log(performance.now() < 60_000);
    log(Math.abs(performance.now() / 1000 - process.uptime()) < 0.5);
    log(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 50);
    log(Math.abs(Date.now() - new Date().getTime()) < 5);
  },
  'clocks go on with timers': async (log) => {
    const [now, uptime, hrtime, date] = [performance.now(), process.uptime(), process.hrtime(), Date.now()];
    await wait(10);
    log(performance.now() - now > 8);
    log(process.uptime() - uptime > 0.008);
    const [seconds, nanoseconds] = process.hrtime(hrtime);
    log([seconds, nanoseconds > 8e6]);
    log(Date.now() - date >= 8);
  },
  'a clock never goes back': async (log) => {
    let last = performance.now();
    let wentBack = false;
    for (let count = 0; count < 20; count++) {
      await timersPromises.setImmediate();
      const now = performance.now();
      wentBack ||= now < last;
      last = now;
    }
    log(wentBack);
  },
};
