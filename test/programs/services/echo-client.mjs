import { onRequest } from 'seedstorm/node';
import { WebSocket } from 'ws';

const waiting = new Map();
let socket;
function connect() {
  socket = new WebSocket('ws://echo:8080');
  socket.on('error', () => undefined);
  socket.on('message', (text) => waiting.get(String(text))?.());
  socket.on('close', () => setTimeout(connect, 50));
}
connect();
onRequest(
  ({ key }) =>
    new Promise((resolve, reject) => {
      waiting.set(key, resolve);
      socket.send(key, (error) => error && reject(error));
      setTimeout(() => reject(new Error('no echo')), 500);
    }),
);
