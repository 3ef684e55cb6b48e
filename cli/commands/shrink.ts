/** `seedstorm shrink`: cuts a saved failure down to what matters, and writes it back. */
import { leftNoRun, reasonOf } from '../../explore/workers/hostile.js';
import type { Answer, ShrunkRun, Task } from '../../explore/workers/task.js';
import type { Loss } from '../../explore/workers/worker.js';
import { signatureOf } from '../../sim/run/capsule/signature.js';
import type { Unrepeated } from '../../explore/unrepeated.js';
import { simulate, type Run } from '../../sim/run/run.js';
import { readCapsule } from '../capsule-file.js';
import { scenarioOfCapsule } from '../catalogue.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { crewOf, LIMIT_FLAGS, placeOf } from '../explore/crew.js';
import { onInterrupt } from '../explore/interrupt.js';
import { changedOf, unrepeated } from '../explore/repeats.js';
import { writeWhole } from '../output-file.js';
import { failureBlock } from '../render/run-account.js';
import { shrinkLine } from '../render/shrink-line.js';
import { tellUnrepeated } from '../render/unrepeated.js';
import { quoted } from '../replay-command.js';
import { inFileAsync, capsuleOptions } from '../run-options.js';

export const shrink: Command = {
  usage: 'shrink <capsule>',
  summary: 'Cut a saved failure down to the faults and operations that matter',
  positionals: { capsule: { summary: 'The file that explore wrote; the result is written back to it' } },
  flags: {
    time: {
      summary: 'Stop after this long, with the best result so far: 30s, 5m',
      kind: 'text',
      value: 'length',
    },
    runs: { summary: 'At most so many runs; default 3000, fewer if they are long', kind: 'text', value: 'N' },
    ...LIMIT_FLAGS,
    json: { summary: 'Print one JSON object', kind: 'switch' },
  },
  examples: [
    [
      'seedstorm shrink .seedstorm/failures/replication+quorum-register-7.json',
      'a failure that explore found',
    ],
  ],
  async run(args, terminal) {
    const path = args.required('capsule');
    const runs = args.count('runs');
    const timeMs = args.durationMs('time') ?? Infinity;
    const capsule = readCapsule(path);
    const scenario = await scenarioOfCapsule(capsule);
    if (capsule.verdict !== 'invalid')
      throw new UsageError(`${path}: only a violation can be shrunk, and this run was ${capsule.verdict}`);
    if (leftNoRun(capsule))
      throw new UsageError(
        `${path}: a run that does not come to its end (${capsule.anomaly}) cannot be shrunk: nothing is left to compare`,
      );
    const crew = crewOf(args, terminal, 1);
    const interrupt = onInterrupt(() =>
      terminal.note('ending with what there is; Ctrl-C again ends at once\n'),
    );
    const line = shrinkLine(terminal, capsule.scenario, capsule.plan);
    const { params, bug, seed, plan, check, anomaly } = capsule;
    let shrunk: ShrunkRun | undefined;
    let lost: Loss | undefined;
    let now: Run | undefined;
    let parted: Unrepeated | undefined;
    try {
      const task: Task = {
        kind: 'shrink',
        scenario: placeOf(scenario.name),
        failure: { params, bug, seed, plan, check, anomaly },
        untilMs: timeMs,
        ...(runs === undefined ? {} : { runs }),
      };
      const hear = (answer: Answer): void => {
        if (answer.kind === 'progress') line.update(answer.progress);
        else if (answer.kind === 'shrunk') ({ shrunk } = answer);
      };
      lost = await inFileAsync(path, () => crew.perform(task, hear, interrupt.signal));
      if (shrunk === undefined && lost === undefined) now = await simulate(scenario, capsuleOptions(capsule));
      parted =
        now !== undefined
          ? await changedOf(crew, capsule, now)
          : shrunk && (await unrepeated(crew, shrunk.run, interrupt.signal, shrunk.part));
    } finally {
      line.clear();
      interrupt.done();
      crew.close();
    }
    if (lost !== undefined && shrunk === undefined) {
      terminal.note(`Not shrunk: with less in it, ${reasonOf(lost)}. The file is as it was.\n`);
      return EXIT.invalid;
    }
    if (parted !== undefined)
      return tellUnrepeated(
        parted,
        'This capsule does not repeat, so it cannot be shrunk. The file is as it was.',
        args,
        terminal,
      );
    if (shrunk === undefined) {
      const failed = now && signatureOf(now);
      const ended = failed === undefined ? now?.verdict : `failed by ${failed.check} (${failed.anomaly})`;
      const note = `This capsule no longer reproduces: it was failed by ${check} (${anomaly}), now the run is ${ended}. The file is as it was.`;
      if (args.on('json')) terminal.out(`${JSON.stringify({ capsule: path, reproduced: false, note })}\n`);
      terminal.note(`${note}\n`);
      return EXIT.valid;
    }
    const { part } = shrunk;
    writeWhole(path, JSON.stringify({ ...capsule, shrunk: part }, undefined, 1));
    const replay = `npx seedstorm replay ${quoted(path)}`;
    if (args.on('json')) {
      const { plan: _, ...told } = part;
      terminal.out(
        `${JSON.stringify({ scenario: scenario.name, seed, check, anomaly, capsule: path, reproduced: true, ...told, runs: shrunk.runs, replay })}\n`,
      );
    } else
      terminal.out(
        `${failureBlock(shrunk.run, replay, terminal, { shrunk: part, story: shrunk.story }).join('\n')}\n`,
      );
    return EXIT.invalid;
  },
};
