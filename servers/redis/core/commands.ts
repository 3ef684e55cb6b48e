/** All commands. */
import { bitCommands } from './bits.js';
import { blockingCommands } from './blocking-commands.js';
import { clientCommands } from './clients.js';
import { connectionCommands } from './connection.js';
import { counterCommands } from './counters.js';
import { expiringCommands } from './expiring.js';
import { registerCommands } from './find-command.js';
import { followingCommands } from './following.js';
import { hashCommands } from './hashes.js';
import { keyCommands } from './keys.js';
import { keepingCommands } from './keeping.js';
import { listCommands } from './lists.js';
import { pubsubCommands } from './pubsub.js';
import { scriptCommands } from './scripts.js';
import { serverCommands } from './server.js';
import { setAlgebraCommands } from './set-algebra.js';
import { setCommands } from './sets.js';
import { streamCommands } from './streams.js';
import { stringCommands } from './strings.js';
import { transactionCommands } from './transactions.js';
import { zsetAlgebraCommands } from './zset-algebra.js';
import { zsetRangeCommands } from './zset-ranges.js';
import { zsetCommands } from './zsets.js';

for (const rows of [
  ...[bitCommands, blockingCommands, clientCommands, connectionCommands, counterCommands, expiringCommands],
  ...[
    followingCommands,
    hashCommands,
    keepingCommands,
    keyCommands,
    listCommands,
    pubsubCommands,
    scriptCommands,
    serverCommands,
  ],
  ...[setAlgebraCommands, setCommands, streamCommands, stringCommands, transactionCommands],
  ...[zsetAlgebraCommands, zsetRangeCommands, zsetCommands],
])
  registerCommands(rows);
