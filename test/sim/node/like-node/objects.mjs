/** What `setTimeout`, `setInterval` and `setImmediate` hand out, and what clears it. */
import timers from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';

const nothing = () => undefined;
const fields = (timer) =>
  Object.entries(timer)
    .filter(([name]) => !/^_idle(Start|Next|Prev)$/.test(name))
    .map(([name, value]) => [name, typeof value === 'function' ? 'function' : String(value)]);
const linked = (timer) => [timer._idleNext === null, timer._idlePrev === null];
const state = (timer) => [...fields(timer), linked(timer), timer.hasRef()];
const errorOf = (act) => {
  try {
    return ['nothing', typeof act()];
  } catch (error) {
    return [error.name, error.code, error.message, Object.keys(error)];
  }
};

export const bodies = {
  'names of fields and methods': async (log) => {
    const timeout = setTimeout(nothing, 1);
    const soon = setImmediate(nothing);
    for (const made of [timeout, setInterval(nothing, 1).unref(), soon]) {
      log([made.constructor.name, Object.keys(made), Object.prototype.toString.call(made)]);
      log(['refresh', 'ref', 'unref', 'hasRef', 'close'].map((name) => typeof made[name]));
      log([Symbol.dispose, Symbol.toPrimitive, inspect.custom].map((key) => typeof made[key]));
      log(Object.getPrototypeOf(Object.getPrototypeOf(made)) === Object.prototype);
      clearTimeout(made);
      clearImmediate(made === soon ? made : undefined);
    }
  },
  'fields in every state of a timeout': async (log) => {
    let inside;
    const timeout = setTimeout(() => (inside = state(timeout)), 2, 'a', 1);
    log(['pending', state(timeout), typeof timeout._idleStart]);
    await wait(8);
    log(['inside', inside]);
    log(['fired', state(timeout)]);
    clearTimeout(timeout);
    log(['fired and cleared', state(timeout)]);
    const cleared = setTimeout(nothing, 7.5, 'b');
    clearTimeout(cleared);
    log(['cleared', state(cleared)]);
    clearTimeout(cleared);
    log(['cleared twice', state(cleared)]);
  },
  'fields in every state of an interval': async (log) => {
    let inside;
    const every = setInterval(() => (inside = state(every)), 2.5);
    log(['pending', state(every)]);
    await wait(8);
    log(['inside', inside]);
    log(['between', state(every)]);
    clearInterval(every);
    log(['cleared', state(every)]);
  },
  'fields in every state of an immediate': async (log) => {
    let inside;
    const soon = setImmediate(() => (inside = [...fields(soon), soon.hasRef()]), 'a');
    log(['pending', fields(soon), soon.hasRef()]);
    await wait(3);
    log(['inside', inside]);
    log(['ran', fields(soon), soon.hasRef(), soon.ref().hasRef()]);
    const cleared = setImmediate(nothing);
    clearImmediate(cleared);
    log(['cleared', state(cleared)]);
  },
  'refreshed after it fired': async (log) => {
    const timeout = setTimeout(nothing, 2);
    await wait(8);
    log([timeout._destroyed, linked(timeout)]);
    timeout.refresh();
    log([timeout._destroyed, linked(timeout)]);
    await wait(8);
    log([timeout._destroyed, linked(timeout)]);
  },
  'ref and unref': async (log) => {
    const timeout = setTimeout(() => log('unref fires too, while something else keeps the process'), 2);
    log([timeout.hasRef(), timeout.unref() === timeout, timeout.hasRef(), timeout.ref() === timeout]);
    timeout.unref().unref();
    log(timeout.hasRef());
    const soon = setImmediate(nothing);
    log([soon.hasRef(), soon.unref() === soon, soon.hasRef(), soon.ref().hasRef()]);
    await wait(8);
  },
  'delays as they are kept': async (log) => {
    for (const delay of [0, 1, 1.9, '7', ' 8 ', -3, NaN, undefined, null, true, [9], {}, 2147483647]) {
      const timeout = setTimeout(nothing, delay);
      const every = setInterval(nothing, delay);
      log([timeout._idleTimeout, timeout._repeat, every._idleTimeout, every._repeat]);
      clearTimeout(timeout);
      clearInterval(every);
    }
  },
  'delays and callbacks that are not accepted': async (log) => {
    for (const start of [setTimeout, setInterval]) {
      log(errorOf(() => start(nothing, 5n)));
      log(errorOf(() => start(nothing, Symbol('ms'))));
      log(errorOf(() => start(nothing, Object.create(null))));
    }
    for (const start of [setTimeout, setInterval, setImmediate])
      for (const callback of ['code', undefined, null, 5, {}, [], Symbol('s'), 3n])
        log(errorOf(() => start(callback)));
  },
  'as a number and as text': async (log) => {
    const timeout = setTimeout(nothing, 5);
    const number = +timeout;
    log([Number.isInteger(number), number > 0, number === Number(timeout), `${timeout}` === String(number)]);
    log([timeout == number, +setTimeout(nothing, 5) > number, Number.isNaN(+setImmediate(nothing))]);
    clearTimeout(number);
    log([timeout._destroyed, timeout._idleTimeout]);
  },
  'cleared by number and by text': async (log) => {
    clearTimeout(+setTimeout(() => log('number'), 2));
    clearTimeout(String(+setTimeout(() => log('text'), 2)));
    clearInterval(+setTimeout(() => log('clearInterval'), 2));
    clearTimeout(+setInterval(() => log('an interval'), 2));
    const unasked = setTimeout(() => log('nobody asked for its number'), 2);
    clearTimeout(Number.MAX_SAFE_INTEGER);
    await wait(10);
    clearTimeout(unasked);
  },
  'clearing what is no timer': async (log) => {
    for (const clear of [clearTimeout, clearInterval, clearImmediate, timers.clearTimeout])
      for (const what of [undefined, null, NaN, 'x', 0, false, 12345, Symbol.iterator, 5n])
        log(errorOf(() => clear(what)));
    for (const what of [{}, [], () => undefined]) log(errorOf(() => clearTimeout(what)));
  },
  'clearTimeout and clearInterval leave an immediate alone': async (log) => {
    const soon = setImmediate(() => log('runs'));
    clearTimeout(soon);
    clearInterval(soon);
    timers.clearTimeout(soon);
    log([soon._destroyed, typeof soon._onImmediate]);
    await wait(5);
  },
  'clearTimeout clears intervals, clearInterval timeouts': async (log) => {
    clearTimeout(setInterval(() => log('interval'), 2));
    clearInterval(setTimeout(() => log('timeout'), 2));
    await wait(10);
  },
  'dispose and close': async (log) => {
    const closed = setTimeout(() => log('closed'), 2);
    log(closed.close() === closed);
    setTimeout(() => log('disposed'), 2)[Symbol.dispose]();
    setInterval(() => log('disposed interval'), 2)[Symbol.dispose]();
    setImmediate(() => log('disposed immediate'))[Symbol.dispose]();
    await wait(10);
  },
  'shown in text': async (log) => {
    const timeout = setTimeout(nothing, 5, 'a');
    log(inspect(timeout).split('\n').slice(0, 3));
    log(inspect({ timeout }, { depth: 0 }).split('\n').slice(0, 4));
    log(errorOf(() => JSON.stringify(timeout))[0]);
    clearTimeout(timeout);
  },
  'the functions themselves': async (log) => {
    for (const name of [
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
    ]) {
      log([globalThis[name] === timers[name], globalThis[name].name, globalThis[name].length]);
      log(
        Object.getOwnPropertyNames(globalThis[name]).filter((own) => !/prototype|arguments|caller/.test(own)),
      );
    }
    log(timers.promises === (await import('node:timers/promises')).default);
  },
  'called with another this': async (log) => {
    const starts = { setTimeout, setImmediate };
    starts.setTimeout(() => log('timeout'), 5);
    starts.setImmediate(() => log('immediate'));
    setTimeout.call(undefined, () => log('undefined'), 5);
    setTimeout.apply(null, [(...given) => log(given), 5, 1, 2]);
    await wait(12);
  },
  // The last one: up to version 22 it leaves Node's own count of immediates wrong.
  'clearImmediate and a timeout': async (log) => {
    const timeout = setTimeout(() => log('fires'), 2);
    clearImmediate(timeout);
    log(timeout._destroyed);
    await wait(10);
  },
};
