/**
 * `Date` on the node's wall clock. Only "now" changes, and local time, which is UTC (see zone.ts): parsing and
 * arithmetic are the engine's own.
 */
import { currentHost, replaceMethod, replaceValue } from './patch.js';
import type { Original } from './patch.js';
import { dateInUtc, parseInUtc } from './zone.js';

export function declareDate(): void {
  const native = Date;
  const original: Original<DateConstructor> = { value: native };

  function AmbientDate(...args: unknown[]): unknown {
    const host = currentHost();
    if (new.target === undefined) {
      return host === undefined ? original.value() : new native(Math.floor(host.wallMs())).toString();
    }
    if (host === undefined) {
      const target = (new.target as unknown) === AmbientDate ? original.value : new.target;
      return Reflect.construct(original.value, args, target);
    }
    return Reflect.construct(
      native,
      args.length === 0 ? [Math.floor(host.wallMs())] : dateInUtc(args),
      new.target,
    );
  }

  const now = (): number => {
    const host = currentHost();
    return host === undefined ? original.value.now() : Math.floor(host.wallMs());
  };
  // Also for those who kept the native constructor.
  replaceMethod<typeof Date.now>(native, 'now', (originalNow) => () => {
    const host = currentHost();
    return host === undefined ? originalNow.value() : Math.floor(host.wallMs());
  });
  const parse = (text: string): number =>
    currentHost() === undefined ? native.parse(text) : parseInUtc(text);
  // One prototype for both constructors: `instanceof` cannot tell their dates apart, whoever made them.
  Object.defineProperties(AmbientDate, {
    ...Object.getOwnPropertyDescriptors(native),
    now: { value: now, writable: true, enumerable: false, configurable: true },
    parse: { value: parse, writable: true, enumerable: false, configurable: true },
    prototype: { value: native.prototype, writable: false, enumerable: false, configurable: false },
  });
  const ambient = AmbientDate as unknown as DateConstructor;
  replaceValue(globalThis, 'Date', ambient, original);
  replaceValue(native.prototype, 'constructor', ambient);
}
