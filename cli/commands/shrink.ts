/** `seedstorm shrink`: cuts a saved failure down to what matters, and writes it back. */
import { parseCapsule } from '../../sim/explore/capsule.js';
import { isHostile } from '../../sim/explore/workers/hostile.js';
import { signatureOf } from '../../sim/explore/shrink/signature.js';
import { shrink as shrinkFailure, type Shrunk } from '../../sim/explore/shrink/shrink.js';
import { shrunkPartOf } from '../../sim/explore/shrunk-part.js';
import { simulate } from '../../sim/run.js';
import { scenarioOfCapsule } from '../catalogue.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { writeWhole } from '../output-file.js';
import { failureBlock } from '../render/run-account.js';
import { shrinkLine } from '../render/shrink-line.js';
import { quoted } from '../replay-command.js';
import { inFileAsync, readText, inFile, capsuleOptions } from '../run-options.js';

export const shrink: Command = {
  usage: 'shrink <capsule>',
  summary: 'Cut a saved failure down to the faults and operations that matter',
  positionals: { capsule: { summary: 'The file that explore wrote; the result is written back to it' } },
  flags: {
    time: { summary: 'Stop after this long, with what there is: 30s, 5m', kind: 'text', value: 'length' },
    runs: { summary: 'Runs at most; default 3000', kind: 'text', value: 'N' },
    json: { summary: 'Print one JSON object', kind: 'switch' },
  },
  examples: [['seedstorm shrink .seedstorm/failures/quorum-register-7.json', 'a failure that explore found']],
  async run(args, terminal) {
    const path = args.required('capsule');
    const runs = args.count('runs');
    const timeMs = args.durationMs('time') ?? Infinity;
    const capsule = inFile(path, () => parseCapsule(readText(path, 'capsule')));
    const scenario = await scenarioOfCapsule(capsule);
    if (capsule.verdict !== 'invalid')
      throw new UsageError(`${path}: only a violation can be shrunk, and this run was ${capsule.verdict}`);
    if (isHostile(capsule.anomaly))
      throw new UsageError(
        `${path}: a run that ends its own thread (${capsule.anomaly}) cannot be shrunk: nothing is left to compare`,
      );
    const stopAt = performance.now() + timeMs;
    const line = shrinkLine(terminal, capsule.scenario, capsule.plan);
    let shrunk: Shrunk | undefined;
    try {
      shrunk = await inFileAsync(path, () =>
        shrinkFailure(scenario, capsule, {
          goesOn: () => performance.now() < stopAt,
          onProgress: (progress) => line.update(progress),
          ...(runs === undefined ? {} : { runs }),
        }),
      );
    } finally {
      line.clear();
    }
    if (shrunk === undefined) {
      const run = await simulate(scenario, capsuleOptions(capsule));
      const { check, anomaly } = signatureOf(run) ?? {};
      const now = check === undefined ? run.verdict : `failed by ${check} (${anomaly})`;
      const note = `This capsule no longer reproduces: it was failed by ${capsule.check} (${capsule.anomaly}), now the run is ${now}. The file is as it was.`;
      if (args.on('json')) terminal.out(`${JSON.stringify({ capsule: path, reproduced: false, note })}\n`);
      terminal.note(`${note}\n`);
      return EXIT.valid;
    }
    const part = shrunkPartOf(shrunk);
    writeWhole(path, JSON.stringify({ ...capsule, shrunk: part }, undefined, 1));
    const replay = `npx seedstorm replay ${quoted(path)}`;
    if (args.on('json')) {
      const { plan: _, ...told } = part;
      const { scenario: name, seed, check, anomaly } = capsule;
      terminal.out(
        `${JSON.stringify({ scenario: name, seed, check, anomaly, capsule: path, reproduced: true, ...told, runs: shrunk.runs, replay })}\n`,
      );
    } else terminal.out(`${failureBlock(shrunk.run, replay, terminal, part).join('\n')}\n`);
    return EXIT.invalid;
  },
};
