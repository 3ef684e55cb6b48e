/** One scenario of a campaign: what is kept of it first, then new seeds, then the failures made small. */
import type { ScenarioCampaign } from './scenario-campaign.js';
import { chosen } from '../../sim/run/chosen.js';
import { variedParams } from '../../sim/run/swarm-params.js';
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import { addTally, countRun } from '../../explore/tally.js';
import { NotLoaded } from '../../explore/workers/crew.js';
import { CoverageSum } from '../../explore/campaign-coverage.js';
import type { Given } from '../replay-command.js';
import { givenFlags } from '../run-options.js';
import type { Unrepeated } from '../../explore/unrepeated.js';
import { confirmed } from './confirm.js';
import { firstSeed } from './repeats.js';
import { capsulesFor, isRegression, replayCapsule, type Replayed } from './corpus.js';
import { reportOf, type CoverageReport } from './coverage-report.js';
import { placeOf } from './crew.js';
import { exploreGuided } from './guided.js';
import { replayCommand, type Failure, type FailureLog, type WholeFailure } from './failures.js';
import type { NotRun } from './result.js';
import { shrinkFirst } from './shrink-first.js';

export interface Found {
  readonly scenario: string;
  readonly runs: number;
  readonly seconds: number;
  readonly coverage: CoverageReport;
  readonly failures: readonly Failure[];
  /** Runs that others of the same seed did not repeat. */
  readonly unrepeated: readonly Unrepeated[];
  readonly notRun: readonly NotRun[];
  readonly gone: readonly { readonly capsule: string; readonly note: string }[];
}

export async function exploreScenario(campaign: ScenarioCampaign): Promise<Found> {
  const { scenario, options, args, terminal, crew, line, log, total, interrupt } = campaign;
  const given: Given = { params: options.params ?? {}, flags: givenFlags(args) };
  const coverage = new CoverageSum();
  const keepGoing = args.on('keep-going');
  const runsBefore = total.runs;
  const varied = Object.keys(variedParams(scenario, options));
  const replayed = await replayKept(campaign, varied);
  const known = replayed.flatMap((one) => knownFailure(one, log, varied));
  const startedAt = performance.now();
  const fresh: Failure[] = [];
  const unrepeated: Unrepeated[] = [];
  const notRun: NotRun[] = [];
  if (known.length === 0 || keepGoing) {
    const { seed = 1, ...rest } = options;
    const ending = endingOf(interrupt, campaign.timeMs);
    const [one] = campaign.extent.seedsOf(scenario, seed).seeds;
    try {
      const first = one && (await firstSeed(crew, scenario.name, { ...rest, seed: one.seed }, ending.signal));
      void first?.there.then((found) => found !== undefined && !keepGoing && ending.end());
      if (first?.here !== undefined && !keepGoing) ending.end();
      else if (args.on('guided'))
        fresh.push(
          ...(await exploreGuided({ ...campaign, interrupt: ending.signal }, given, varied, coverage)),
        );
      else
        await crew.explore({
          scenario: placeOf(scenario.name),
          options: rest,
          ...campaign.extent.seedsOf(scenario, seed),
          keepGoing,
          signal: ending.signal,
          heard: ({ tally }) =>
            line.add(
              scenario.name,
              tally.runs,
              tally.verdicts.invalid,
              coverage.states > 0 ? `${coverage.states} states` : '',
            ),
          commit({ tally, coverage: reached, failure }) {
            addTally(total, tally);
            coverage.add(reached);
            // At once: whatever happens later, this one is kept.
            const kept = failure && log.keep(failure, given, varied);
            if (kept !== undefined) fresh.push({ ...kept, number: total.runs - runsBefore });
          },
          givenUp: (seeds, why) => notRun.push({ scenario: scenario.name, seeds, why }),
        });
      const parted = first?.here ?? (await first?.there);
      if (parted !== undefined) unrepeated.push(parted);
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      notRun.push({ scenario: scenario.name, seeds: null, why: error.message });
    } finally {
      ending.done();
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  line.clear();
  const again = new Set(fresh.map(({ run }) => run.seed));
  const alone = known.filter(({ run }) => !again.has(run.seed));
  for (const { run } of alone) countRun(total, run);
  const { failures, unrepeated: others } = await confirmed(crew, [...alone, ...fresh], interrupt);
  return {
    scenario: scenario.name,
    runs: total.runs - runsBefore,
    seconds,
    coverage: reportOf(scenario, coverage.total()),
    failures:
      args.on('no-shrink') || interrupt.aborted
        ? failures
        : await shrinkFirst(crew, failures, terminal, interrupt),
    unrepeated: [...unrepeated, ...others],
    notRun,
    gone: replayed.flatMap((one) => (one.kind === 'fails' ? [] : [{ capsule: one.path, note: one.note }])),
  };
}

/** Runs the capsules that belong to this scenario and shard. */
async function replayKept(
  { scenario, options, crew, corpus, extent, interrupt }: ScenarioCampaign,
  varied: readonly string[],
): Promise<Replayed[]> {
  if (corpus.kept.length === 0) return [];
  const { params } = chosen(scenario, options);
  const { seed: first = 1 } = options;
  const { shard, runs } = extent;
  const replayed: Replayed[] = [];
  // One failure of a kind is enough, unless a person wants each of them seen.
  const failing = new Set<string>();
  for (const kept of capsulesFor(corpus, scenario.name, options.bug, params, varied)) {
    if (interrupt.aborted) break;
    const { seed, check, anomaly } = kept.capsule;
    const kind = JSON.stringify([check, anomaly]);
    if (failing.has(kind) && !isRegression(kept.path)) continue;
    // A seed that one of the shards runs anyway is that shard's, others are the first one's.
    const number = numberOf(seed, first);
    const own = number === undefined || number >= runs ? 0 : number % shard.of;
    if (own !== shard.index) continue;
    const one = await replayCapsule(crew, kept);
    if (one.kind === 'fails') failing.add(kind);
    replayed.push(one);
  }
  return replayed;
}

/** Which of the campaign's seeds it is, from 0. */
function numberOf(seed: string | number, first: string | number): number | undefined {
  if (typeof first === 'number') return typeof seed === 'number' && seed >= first ? seed - first : undefined;
  const rest = String(seed).startsWith(`${first}/`) ? String(seed).slice(first.length + 1) : '';
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}

function knownFailure(one: Replayed, log: FailureLog, varied: readonly string[]): WholeFailure[] {
  if (one.kind === 'gone' || one.kind === 'unfit') return [];
  const { path, run } = one;
  log.knows(run, path, varied);
  const { shrunk, story } = one.kind === 'fails' ? one : {};
  const failed = failedCheck(run);
  if (failed === undefined) return [];
  return [
    {
      run,
      capsule: path,
      first: true,
      replay: replayCommand(path),
      ...(one.kind === 'fails' && isAsKept(one) ? { repeats: true as const } : {}),
      ...(shrunk === undefined
        ? {}
        : { shrunk: { run, part: shrunk, ...(story === undefined ? {} : { story }) } }),
    },
  ];
}

function isAsKept({ run, capsule, shrunk }: Extract<Replayed, { kind: 'fails' }>): boolean {
  return run.fingerprint !== '' && run.fingerprint === (shrunk ?? capsule).fingerprint;
}

/** Ends when the command does, or after so long. */
function endingOf(
  interrupt: AbortSignal,
  timeMs: number,
): { signal: AbortSignal; end(): void; done(): void } {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const timer = timeMs === Infinity ? undefined : setTimeout(end, timeMs);
  interrupt.addEventListener('abort', end, { once: true });
  if (interrupt.aborted) end();
  return {
    signal: ending.signal,
    end,
    done() {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', end);
    },
  };
}
