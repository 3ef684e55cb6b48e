/** A sentinel as the program of a node: what `redisSentinel` starts. Its first argument is its settings, as JSON. */
import os from 'node:os';
import { log } from 'seedstorm/node';
import type { RedisSentinelSettings } from '../sentinel/settings.js';
import { listenSentinel } from './listen-sentinel.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as RedisSentinelSettings;
const listening = listenSentinel(settings, {
  random: Math.random,
  host: os.hostname(),
  tells: (event, text) => log(event, { text }),
});

process.on('SIGTERM', () => {
  void listening.then((listener) => listener.close()).then(() => process.exit(0));
});
