#!/usr/bin/env bash
# simjs 2.0.3 (discrete-event simulation): a facility of kind LCFS (last come, first served, preemptive) ends a request that was
# interrupted twice: its callback is called two times. Seen on Node 20.20.2, Linux x64, 2026-12-01: "long" asks for 10 at time 0,
# "short" for 2 at time 1. "short" is done at 3, "long" at 12, and at 12 once more.
# In a queue with Poisson arrivals at 0.6 and exponential service of mean 1 it called back 288,016 times for 240,000 requests, and
# its own mean time in system was 2.41 where the theory says 2.5, as for its FCFS, which gave 2.53.
# Cause: Facility.useLCFS puts an interrupted request into the queue of events anew when it goes on, and leaves the one from before
# there. Whichever comes first puts the callback of the user back in its place, and so the other calls it again.
# In Node the package gives no exports, and puts Sim on a global `window`, so one is made first. Fails if it behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent simjs@2.0.3 >/dev/null
cat >"$folder/try.cjs" <<'JS'
globalThis.window = globalThis;
require('simjs');
const { Entity, Facility, Sim } = globalThis.Sim;

const done = [];
class Client extends Entity {
  start({ facility, name, atTime, duration }) {
    this.setTimer(atTime).done(() =>
      this.useFacility(facility, duration).done(() => done.push(`${name} at ${this.time()}`)),
    );
  }
}
const sim = new Sim();
const facility = new Facility('desk', Facility.LCFS);
sim.addEntity(Client, null, { facility, name: 'long', atTime: 0, duration: 10 });
sim.addEntity(Client, null, { facility, name: 'short', atTime: 1, duration: 2 });
sim.simulate(100);
console.log(done.join(', '));
JS
seen=$(node "$folder/try.cjs")
echo "simjs@2.0.3: $seen"
test "$seen" = 'short at 3, long at 12, long at 12'
