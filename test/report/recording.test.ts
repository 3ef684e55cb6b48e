import { describe, expect, it } from 'vitest';
import { createWorld, simulate, stateMachine, type Run, type Scenario, type TraceRecord } from 'seedstorm';
import { differences } from '../../report/data/neighbour.js';
import { Fate } from '../../report/data/contract.js';
import { jsonOf } from '../../sim/record/plain-json.js';
import { recordRun } from '../../report/data/record-run.js';
import { Flights } from '../../report/page/model/in-flight.js';
import { kindOf, laneName, payloadOf, runModel, type RunModel } from '../../report/page/model/run-model.js';
import { States } from '../../report/page/model/states.js';
import { clockErrorUs, cutBands, statusAt, statusSpans } from '../../report/page/model/spans.js';
import { tiny } from '../sim/tiny-system.js';
import { mirrorRun, mirrorScenario, reportOf, shipped } from './runs.js';

async function traceOf(run: Run): Promise<TraceRecord[]> {
  const records: TraceRecord[] = [];
  await run.trace((record) => records.push(record));
  return records;
}

/** What went through JSON, as the page has it. */
async function modelOf(scenario: Scenario, run: Run): Promise<RunModel> {
  return runModel(
    JSON.parse(JSON.stringify(await recordRun(scenario, run))) as Awaited<ReturnType<typeof recordRun>>,
  );
}

describe.each([
  ['a small run', mirrorScenario, {}],
  ['a register', shipped('replication/quorum-register'), { seed: 3, bug: 'no-write-back' }],
  ['a log that compacts', shipped('replication/raft'), { seed: 7 }],
] as const)('the recording of %s', (_name, scenario, options) => {
  let made: Promise<{ run: Run; model: RunModel; records: TraceRecord[] }> | undefined;
  const ready = (): NonNullable<typeof made> =>
    (made ??= (async () => {
      const run = await simulate(scenario, options);
      return { run, model: await modelOf(scenario, run), records: await traceOf(run) };
    })());

  it('has the events, messages and operations of the engine', async () => {
    const { run, model, records } = await ready();
    const events = records.filter((record) => record.type === 'event');
    expect(model.count).toBe(run.events);
    expect(events.map(({ atMs }) => atMs)).toEqual([...model.timeUs.slice(1)].map((us) => us / 1000));
    expect(events.map(({ kind }) => kind)).toEqual(events.map((_event, index) => kindOf(model, index + 1)));
    expect(events.map(({ node = '' }) => node)).toEqual(
      events.map((_event, index) => laneName(model, model.lane[index + 1] as number)),
    );
    expect(events.map(({ cause }) => cause)).toEqual([...model.cause.slice(1)]);
    expect(records.filter(({ type }) => type === 'send').length).toBe(
      [...model.arrived].filter((_arrived, row) => (model.recording.messages.flight[row] ?? -1) >= 0).length,
    );
    expect(model.operations.length).toBe(run.history.length);
    expect(model.operations.map(({ type }) => type)).toEqual(run.history.map(({ type }) => type));
    const sample = events.find(({ data }) => data !== undefined);
    if (sample !== undefined) expect(JSON.parse(payloadOf(model, sample.event))).toEqual(jsonOf(sample.data));
  });

  it('has the states of the engine after every event', async () => {
    const { model, records } = await ready();
    const states = new States(model);
    // Of long runs every eleventh event, so that they are quick.
    const every = model.count > 1000 ? 11 : 1;
    let compared = 0;
    for (const record of records) {
      if (record.type !== 'event' || record.node === undefined || record.state === undefined) continue;
      if (record.event % every !== 0) continue;
      const lane = model.lane[record.event] as number;
      expect(states.after(record.event)[lane]?.[0]).toEqual(JSON.parse(JSON.stringify(jsonOf(record.state))));
      compared++;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('travels back as well as forth', async () => {
    const { model } = await ready();
    const [forth, back] = [new States(model), new States(model)];
    const stops = Array.from({ length: 20 }, (_stop, index) => Math.floor((model.count * index) / 19));
    const there = stops.map((event) => forth.after(event));
    expect(stops.toReversed().map((event) => back.after(event))).toEqual(there.toReversed());
  });
});

describe('a run with everything in it', () => {
  it('tells durable from volatile as the disks did', async () => {
    const { run, scenario } = await mirrorRun();
    const model = await modelOf(scenario, run);
    const states = new States(model);
    const moments = Array.from({ length: model.count }, (_event, index) => states.after(index + 1)[0]);
    const files = moments.map((parts) => [parts?.[1] ?? {}, parts?.[2] ?? {}]);
    // Written, then synced; the last write is lost with the power.
    expect(files).toContainEqual([{}, { value: 1 }]);
    expect(files).toContainEqual([{ value: 1 }, { value: 1 }]);
    expect(files).toContainEqual([{ value: 2 }, { value: 3 }]);
    expect(files.at(-1)).toEqual([{ value: 2 }, { value: 2 }]);
  });

  it('knows what became of messages', async () => {
    const { run, scenario } = await mirrorRun();
    const model = await modelOf(scenario, run);
    const with_ = (bit: number): number => [...model.fate].filter((fate) => (fate & bit) !== 0).length;
    expect([with_(Fate.Copy), with_(Fate.Delayed), with_(Fate.Damaged)]).toEqual([1, 1, 0]);
    expect(with_(Fate.Lost)).toBe((await traceOf(run)).filter(({ type }) => type === 'drop').length);
    expect(with_(Fate.Lost)).toBeGreaterThan(0);
  });

  it('knows cuts, stops, pauses and clocks', async () => {
    const { run, scenario } = await mirrorRun();
    const model = await modelOf(scenario, run);
    const inMs = ({ from, to }: { from: number; to: number }): number[] =>
      [from, to].map((event) => (model.timeUs[event] ?? 0) / 1000);
    expect(cutBands(model).map((band) => [band.gap, band.share, ...inMs(band)])).toEqual([[0, 1, 39, 54]]);
    const spans = statusSpans(model);
    expect(spans.map((span) => [laneName(model, span.lane), span.status, ...inMs(span)])).toEqual([
      ['b', 'paused', 62, 66],
      ['a', 'dark', 71.5, 81.5],
    ]);
    const event = (ms: number): number => model.timeUs.findIndex((us, index) => index > 0 && us >= ms * 1000);
    expect([statusAt(model, 0, event(75)), statusAt(model, 0, event(90))]).toEqual(['dark', 'up']);
    expect([
      clockErrorUs(model, 1, event(50)),
      clockErrorUs(model, 1, event(70)),
      clockErrorUs(model, 1, event(90)),
    ]).toEqual([0, 7000, 0]);
  });

  it('knows which message a node hears once it goes on', async () => {
    const scenario = shipped('replication/raft');
    const run = await simulate(scenario, {
      faults: [{ kind: 'pause', atMs: 500, durationMs: 300, node: 'n2' }],
    });
    const model = await modelOf(scenario, run);
    const resumed = model.timeUs.findIndex((us, event) => event > 0 && us >= 800_000);
    const late = [...model.message.keys()].filter(
      (event) =>
        (model.message[event] as number) >= 0 && model.arrived[model.message[event] as number] !== event,
    );
    expect(late.length).toBeGreaterThan(5);
    for (const event of late) {
      expect([laneName(model, model.lane[event] as number), model.timeUs[event]]).toEqual(['n2', 800_000]);
      expect(event).toBeGreaterThanOrEqual(resumed);
    }
  });

  it('has in flight what was sent and has not arrived', async () => {
    const { run, scenario } = await mirrorRun();
    const model = await modelOf(scenario, run);
    const flights = new Flights(model);
    for (let event = 1; event <= model.count; event++) {
      const expected = [...model.sent.keys()].filter((row) => {
        const isUnderWay =
          (model.recording.messages.flight[row] ?? -1) >= 0 && (model.sent[row] as number) <= event;
        return isUnderWay && ((model.arrived[row] as number) === 0 || (model.arrived[row] as number) > event);
      });
      expect(flights.at(event)).toEqual(expected);
    }
  });
});

it('a world driven by hand holds the same', async () => {
  const scenario = shipped('replication/raft');
  const model = await modelOf(scenario, await simulate(scenario, { seed: 7 }));
  const states = new States(model);
  const world = await createWorld(scenario, { seed: 7 });
  for (const stop of [500, 1777, 4000]) {
    world.step(stop - world.events);
    expect(world.events).toBe(stop);
    const own = world.nodes.map(({ state }) => JSON.parse(JSON.stringify(jsonOf(state) ?? null)) as unknown);
    expect(states.after(stop).map(([memory]) => memory ?? null)).toEqual(own);
    expect(world.nodes.map(({ status }) => status)).toEqual(
      world.nodes.map((_node, lane) => statusAt(model, lane, stop)),
    );
  }
});

it('a failed run comes with the nearest one that passes', async () => {
  const scenario = shipped('replication/quorum-register');
  const found = await firstFailure(scenario);
  const report = await reportOf(scenario, found);
  expect(report.checks.find(({ name }) => name === 'linearizable')).toMatchObject({ verdict: 'invalid' });
  const check = report.checks.find(({ verdict }) => verdict === 'invalid');
  expect(check?.attempt?.prefix.length).toBeGreaterThan(0);
  expect(check?.anomalies[0]?.operations.length).toBeGreaterThan(1);
  const { neighbour } = report;
  if (neighbour !== undefined) {
    expect(neighbour.recording.faults.length).toBeLessThan(report.recording.faults.length);
    expect(differences(report.recording, neighbour.recording)).toEqual({
      onlyHere: neighbour.onlyHere,
      onlyThere: neighbour.onlyThere,
    });
    expect(neighbour.onlyHere.length + neighbour.onlyThere.length).toBeGreaterThan(0);
  }
  expect(differences(report.recording, report.recording)).toEqual({ onlyHere: [], onlyThere: [] });
});

async function firstFailure(scenario: Scenario): Promise<Run> {
  for (let seed = 1; seed < 60; seed++) {
    const run = await simulate(scenario, { seed, bug: 'no-write-back' });
    if (run.verdict === 'invalid') return run;
  }
  throw new Error('the planted bug was not found');
}

it('a run that does not happen again as it did has no report', async () => {
  let starts = 0;
  const program = stateMachine<{ state: object; timer: 'late' }>({
    start: (node) => {
      // What no seed decides: it outlives the run.
      node.setTimer('late', ++starts);
      return {};
    },
    onTimer: () => undefined,
  });
  const scenario = tiny({ program }) as Scenario;
  await expect(reportOf(scenario, await simulate(scenario))).rejects.toThrow(
    /^report: test\/tiny did not happen again as it did: fingerprint \w+, not \w+; run it with --verify/,
  );
});
