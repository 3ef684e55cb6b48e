/** Who has a role that it should not have is told another one, once nobody else can be about to do so. */
import { follow } from './failover.js';
import { isSame, placeOf } from './instance.js';
import type { Watcher } from './watcher.js';

export function mendRoles(sentinel: Watcher): void {
  const { watched, nowMs, periods, settings } = sentinel;
  const { master } = watched;
  const isSane =
    master.downSinceMs === undefined &&
    master.info?.role === 'master' &&
    nowMs - master.infoMs < 2 * periods.info;
  if (!isSane) return;
  for (const replica of watched.replicas.values()) {
    const { info, downSinceMs, roleSinceMs, followsSinceMs } = replica;
    if (info === undefined || downSinceMs !== undefined) continue;
    if (info.role === 'master') {
      if (!settings.rules.demotes || nowMs - roleSinceMs <= 4 * periods.hello) continue;
      follow(replica, master);
      replica.roleSinceMs = nowMs;
      sentinel.tell('+convert-to-slave', placeOf(replica));
    } else if (info.master !== undefined && !isSame(info.master, master)) {
      if (nowMs - followsSinceMs <= settings.failoverTimeoutMs) continue;
      follow(replica, master);
      replica.followsSinceMs = nowMs;
      sentinel.tell('+fix-slave-config', placeOf(replica));
    }
  }
}
