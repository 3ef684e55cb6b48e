/** Every kind of fault: one line for each, and each in a file of its own. */
import { bitRot } from './kinds/bit-rot.js';
import { buggify } from './kinds/buggify.js';
import { clockDrift } from './kinds/clock-drift.js';
import { clockFreeze } from './kinds/clock-freeze.js';
import { clockJump } from './kinds/clock-jump.js';
import { clockOffset } from './kinds/clock-offset.js';
import { connectionReset } from './kinds/connection-reset.js';
import { corruption } from './kinds/corruption.js';
import { crash } from './kinds/crash.js';
import { diskError } from './kinds/disk-error.js';
import { diskFull } from './kinds/disk-full.js';
import { diskSlow } from './kinds/disk-slow.js';
import { duplication } from './kinds/duplication.js';
import { fsyncFailure } from './kinds/fsync-failure.js';
import { join } from './kinds/join.js';
import { kill } from './kinds/kill.js';
import { latency } from './kinds/latency.js';
import { leave } from './kinds/leave.js';
import { loss } from './kinds/loss.js';
import { lostWrites } from './kinds/lost-writes.js';
import { message } from './kinds/message.js';
import { oneWayCut } from './kinds/one-way-cut.js';
import { partition } from './kinds/partition.js';
import { pause } from './kinds/pause.js';
import { reordering } from './kinds/reordering.js';
import { replace } from './kinds/replace.js';
import { restart } from './kinds/restart.js';
import { slowLink } from './kinds/slow-link.js';
import { slowNode } from './kinds/slow-node.js';
import { tornWrite } from './kinds/torn-write.js';
import { upgrade } from './kinds/upgrade.js';
import { wipe } from './kinds/wipe.js';

/** In the order in which they are listed and drawn. */
export const registry = {
  partition,
  'one-way-cut': oneWayCut,
  loss,
  duplication,
  reordering,
  latency,
  'slow-link': slowLink,
  corruption,
  'connection-reset': connectionReset,
  message,
  crash,
  kill,
  restart,
  pause,
  'slow-node': slowNode,
  wipe,
  upgrade,
  'clock-offset': clockOffset,
  'clock-drift': clockDrift,
  'clock-jump': clockJump,
  'clock-freeze': clockFreeze,
  'disk-slow': diskSlow,
  'disk-full': diskFull,
  'disk-error': diskError,
  'fsync-failure': fsyncFailure,
  'lost-writes': lostWrites,
  'torn-write': tornWrite,
  'bit-rot': bitRot,
  join,
  leave,
  replace,
  buggify,
};
