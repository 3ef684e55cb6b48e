/** Node's own net and http on the network of a world: the same script does the same on a real machine and in a world. */
import { expect, it, vi } from 'vitest';
import { ReadBuffers } from '../../programs/net/read-buffers.js';
import { SocketHandle } from '../../programs/net/socket-handle.js';
import { bothSay } from './like-life.js';

it('sockets, servers, half closes, resets, errors and waiting writers are as in life', async () => {
  const { real, inside, wrong } = await bothSay('sockets.js');
  expect(wrong).toEqual([]);
  expect(inside).toEqual(real);
  expect(inside.at(-1)).toBe('- the end');
});

it.each([
  ['Node brings, as in 20', { oncomplete: vi.fn<(status: number) => void>() }],
  ['Node waits for, as since 24.22', null],
])('a write that has to wait ends by the request that %s', (_which, brought) => {
  const socket = new SocketHandle({
    ...{ address: '10.0.0.1', open: new Set(), buffers: new ReadBuffers(), freePort: () => 1 },
    dial: () => true,
    after: (_us, run) => run(),
  });
  socket.attach({ send: () => undefined, hangUp: () => undefined }, { address: '10.0.0.2', port: 1 }, 2);
  expect(socket.writeBuffer(brought, new Uint8Array(100))).toBe(0);
  const given = socket.writeBuffer(brought, new Uint8Array(300_000));
  const told = brought ?? (given as { oncomplete: (status: number) => void });
  if (brought === null) told.oncomplete = vi.fn();
  expect(told.oncomplete).not.toHaveBeenCalled();
  socket.arrived({ kind: 'read', count: 300_000 });
  expect(told.oncomplete).toHaveBeenCalledExactlyOnceWith(0, socket, undefined);
});
