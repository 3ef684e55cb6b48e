/** The time-out of idle sockets (`socket.setTimeout`), in the node's own time: the list that Node keeps of them is real. */
import net from 'node:net';
import { replaceMethod } from '../../sim/node/ambient/patch.js';
import { running } from '../running.js';

type Method = (this: never, ...args: never[]) => unknown;

const IDLE = Symbol('idle');

/** What is waited for, on a socket. */
interface Idle {
  timer: NodeJS.Timeout | undefined;
  /** How long the timer waits, in ms. */
  ms: number;
  /** It is looked at once more when the code that runs is through. */
  planned: boolean;
}

/** What of a socket is Node's own. */
interface InnerSocket extends net.Socket {
  _onTimeout(): void;
  _parent: InnerSocket | null;
  timeout?: number;
  [IDLE]?: Idle;
}

export function installIdleTimeout(): void {
  const { prototype } = net.Socket;
  replaceMethod<Method>(prototype, 'setTimeout', (original) => {
    return function setTimeout(this: InnerSocket, ...args) {
      const [ms, onTimeout] = args as unknown as [number, (() => void) | undefined];
      // What it does not accept is the original's to refuse.
      if (running() === undefined || !Number.isFinite(ms) || ms < 0)
        return Reflect.apply(original.value, this, args) as unknown;
      if (this.destroyed) return this;
      this.timeout = ms;
      plan(this);
      if (onTimeout !== undefined) {
        if (ms === 0) this.removeListener('timeout', onTimeout);
        else this.once('timeout', onTimeout);
      }
      return this;
    } as Method;
  });
  replaceMethod<Method>(prototype, '_unrefTimer', (original) => {
    return function _unrefTimer(this: InnerSocket) {
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- whoever stands on a socket keeps it awake, too
      for (let socket: InnerSocket | null = this; socket; socket = socket._parent)
        socket[IDLE]?.timer?.refresh();
      return Reflect.apply(original.value, this, []) as unknown;
    } as Method;
  });
  replaceMethod<Method>(prototype, '_destroy', (original) => {
    return function _destroy(this: InnerSocket, ...args) {
      forget(this[IDLE]);
      return Reflect.apply(original.value, this, args) as unknown;
    } as Method;
  });
}

/**
 * Node's http sets a time-out several times while it makes a request, in Node 20 to more values than in 22. Timers are
 * seen in the run, so only the last of a turn is started: the run is the same on both.
 */
function plan(socket: InnerSocket): void {
  const idle = (socket[IDLE] ??= { timer: undefined, ms: 0, planned: false });
  if (idle.planned) return;
  idle.planned = true;
  process.nextTick(() => {
    idle.planned = false;
    const { timeout: ms = 0 } = socket;
    if (ms === 0 || socket.destroyed) forget(idle);
    else if (idle.timer !== undefined && idle.ms === ms) idle.timer.refresh();
    else {
      forget(idle);
      idle.ms = ms;
      idle.timer = globalThis.setTimeout(() => socket._onTimeout(), ms).unref();
    }
  });
}

function forget(idle: Idle | undefined): void {
  if (idle?.timer === undefined) return;
  globalThis.clearTimeout(idle.timer);
  idle.timer = undefined;
}
