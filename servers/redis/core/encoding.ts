/** How the real server would keep a value, as OBJECT ENCODING tells it. */
import type { RedisValue } from './data.js';
import { int64Of } from './integers.js';

export function encodingOf(value: RedisValue): string {
  if (typeof value === 'string')
    return int64Of(value) === undefined ? (value.length <= 44 ? 'embstr' : 'raw') : 'int';
  switch (value.type) {
    case 'hash':
      return value.large ? 'hashtable' : 'listpack';
    case 'list':
      return 'quicklist';
    case 'set':
      return value.integers ? 'intset' : 'hashtable';
    case 'zset':
      return value.large ? 'skiplist' : 'listpack';
    case 'stream':
      return 'stream';
  }
}
