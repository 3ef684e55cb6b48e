/** The chapter shows a real failure block. `UPDATE_GOLDEN=1` writes down what comes out instead. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shrink, simulate, type Scenario } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';
import { failureBlock } from '../../cli/render/run-account.js';
import { storyOfFailure } from '../../report/story/tell.js';
import { asShrunk } from '../../explore/shrink/calm.js';
import { shrunkPartOf } from '../../sim/run/capsule/shrunk-part.js';
import { fakeTerminal } from '../cli/fake-terminal.js';

it('the failure block of the chapter is what comes out', async () => {
  const path = new URL('../../explore/README.md', import.meta.url);
  const chapter = readFileSync(path, 'utf8');
  const [, block = ''] = /```\n\$ seedstorm explore [^\n]+\n(.*?)```/s.exec(chapter) ?? [];
  const scenario = scenarios.find(({ name }) => name === 'replication/quorum-register') as Scenario;
  const found = await simulate(scenario, { seed: 1, bug: 'wall-clock-versions' });
  const shrunk = await shrink(scenario, found, { runs: 3000 });
  if (shrunk === undefined) throw new Error('expected a shrunk failure');
  const replay =
    'npx seedstorm replay .seedstorm/failures/replication+quorum-register,wall-clock-versions-1.json';
  const part = shrunkPartOf(shrunk);
  const story = await storyOfFailure(asShrunk(scenario, part), shrunk.run);
  const lines = failureBlock(shrunk.run, replay, fakeTerminal({ columns: 110 }), { shrunk: part, story });
  const printed = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN'] === undefined) expect(printed).toBe(block);
  else
    writeFileSync(
      path,
      chapter.replace(block, () => printed),
    );
});
