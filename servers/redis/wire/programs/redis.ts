/** A Redis as the program of a node: what `redisServer` starts. Its first argument is its settings, as JSON. */
import os from 'node:os';
import { effect } from 'seedstorm/node';
import type { RedisServerSettings } from '../settings.js';
import { listen } from './listen.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as RedisServerSettings;
const { effects = {} } = settings;
const listening = listen(
  { folder: '/var/lib/redis', ...settings },
  {
    random: Math.random,
    host: os.hostname(),
    carriedOut([name = '', key]) {
      const f = effects[name.toUpperCase()];
      if (f !== undefined) effect({ f, value: key });
    },
    ended: () => process.exit(0),
    die,
  },
);
listening.catch(({ message }: Error) => die(message));

process.on('SIGTERM', () => {
  void listening.then((listener) => listener.close()).then(() => process.exit(0));
});

function die(why: string): void {
  console.error(why);
  process.exit(1);
}
