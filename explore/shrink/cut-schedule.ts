/** The schedule away, or as much of it as can go: changes of priority and delays, one by one. */
import type { Schedule } from '../../sim/schedule/schedule.js';
import { cutList } from './cut-list.js';
import type { Search } from './search.js';

export async function cutSchedule(search: Search): Promise<void> {
  const { schedule } = search.plan;
  if (schedule === undefined) return;
  search.pass = 'schedule';
  if (await search.fails({ schedule: undefined })) return;
  const tries = (smaller: Schedule): Promise<boolean> => search.fails({ schedule: smaller });
  if (schedule.strategy === 'pct')
    await cutList(schedule.changes, (changes) => tries({ ...schedule, changes }));
  else if (schedule.strategy === 'delay-bounded')
    await cutList(schedule.delays, (delays) => tries({ ...schedule, delays }));
}
