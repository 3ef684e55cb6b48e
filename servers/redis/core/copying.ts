/** A copy of a value that shares nothing with it. */
import type { RedisValue } from './data.js';

export function copyOf(value: RedisValue): RedisValue {
  if (typeof value === 'string') return value;
  switch (value.type) {
    case 'hash':
      return { ...value, fields: new Map(value.fields) };
    case 'list':
      return { ...value, items: [...value.items] };
    case 'set':
      return { ...value, members: new Set(value.members) };
    case 'zset':
      return { ...value, scores: new Map(value.scores), order: [...value.order] };
    case 'stream': {
      const { stream } = value;
      return {
        type: 'stream',
        stream: {
          ...stream,
          blocks: stream.blocks.map(({ entries, taken }) => ({ entries: [...entries], taken })),
          groups: new Map(
            [...stream.groups].map(([name, group]) => [
              name,
              {
                ...group,
                pending: group.pending.map((pending) => ({ ...pending })),
                consumers: new Map(group.consumers),
              },
            ]),
          ),
        },
      };
    }
  }
}
