/** A Redis as the program of a node: what `redisServer` starts. Its first argument is its settings, as JSON. */
import { effect } from 'seedstorm/node';
import type { RedisServerSettings } from '../settings.js';
import { listen } from './listen.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as RedisServerSettings;
const { effects = {} } = settings;
const listening = listen(settings, {
  random: Math.random,
  carriedOut([name = '', key]) {
    const f = effects[name.toUpperCase()];
    if (f !== undefined) effect({ f, value: key });
  },
});

process.on('SIGTERM', () => {
  void listening.then((listener) => listener.close()).then(() => process.exit(0));
});
