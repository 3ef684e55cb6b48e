/** The moment that a fault falls into is one of its node's own doing, never of the fault's. */
import { expect, it } from 'vitest';
import type { Scenario } from 'seedstorm';
import { load } from '../../sim/run/run.js';
import { prepare } from '../../sim/run/prepare.js';
import { Lineages } from '../../explore/shrink/fate.js';
import { momentAt, momentsOf } from '../../explore/shrink/moments.js';
import { watched } from '../../explore/shrink/stage.js';
import { toMicros } from '../../sim/kernel/time.js';
import { inbox } from './services.js';

it.each(['restart', 'kill'])(
  'a %s is known by what the node did before, not by the start it sets off',
  async (kind) => {
    const scenario = inbox as Scenario;
    const loaded = await load(scenario);
    const restartMs = 500;
    const drawn = prepare(scenario, { seed: 1, faults: 'none' }, loaded).setup;
    const restart = { kind, node: 'receiver', atMs: restartMs };
    const plan = { ...drawn.plan, faults: [restart] };
    const prepared = prepare(scenario, { seed: 1, plan }, loaded);
    const { durationMs, nodes } = prepared.setup;
    const whole = { plan: prepared.setup.plan, fates: new Map(), durationMs };
    const { watch } = await watched(prepared, whole, new Lineages());
    const receiver = nodes.findIndex(({ name }) => name === 'receiver');
    const starts = momentsOf(watch, receiver).filter(({ before }) => before[0] === '1 ');
    expect(starts.map(({ atUs }) => Math.round(atUs / 1000))).toContain(0);
    const struck = momentAt(momentsOf(watch, receiver), toMicros(restartMs));
    expect(struck?.atUs).toBeLessThanOrEqual(toMicros(restartMs));
    expect(struck?.before[0]).toBeTruthy();
    expect(struck?.before[0]).not.toBe('1 ');
  },
);
