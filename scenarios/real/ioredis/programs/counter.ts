/** Counts in Redis for its clients, by the npm package ioredis. OPTIONS: what its client is given beside the host, as JSON. */
import { Redis, type RedisOptions } from 'ioredis';
import { log, onRequest } from 'seedstorm/node';

const options = JSON.parse(process.env['OPTIONS'] ?? '{}') as RedisOptions;
const redis = new Redis({ host: 'redis', ...options });
redis.on('error', ({ message }: Error) => log(`redis: ${message}`));

onRequest(({ value }: { readonly value: string }) => redis.incr(value));
