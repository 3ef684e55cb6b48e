/** No exported checker without a planted bug that it finds: in a scenario that ships, in an example, or in this folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Scenario } from 'seedstorm';
import * as exported from 'seedstorm/checkers';
import type { Checker } from 'seedstorm/checkers';
import { scenarios } from 'seedstorm/scenarios';
import { examples } from '../../../examples/protocols/all.js';

/** What the makers of checkers need that need anything. */
const needed: Record<string, unknown> = {
  linearizable: exported.registerModel(),
  sagaAtomicity: { steps: [] },
  conservation: { total: 0 },
  rateLimit: { limit: 1, windowMs: 1 },
};

/** Of each checker that is exported: its maker and its own name. */
function checkersByMaker(): Map<string, string> {
  const made = Object.entries(exported).flatMap(([maker, make]): [string, string][] => {
    try {
      const checker = (make as (options: unknown) => Partial<Checker>)(needed[maker] ?? {});
      const isChecker = typeof checker.check === 'function' && typeof checker.name === 'string';
      return isChecker ? [[maker, checker.name!]] : [];
    } catch {
      return [];
    }
  });
  return new Map(made);
}

/** The name of the checker by which a scenario's bug is found; what is no checker, such as an invariant, has none. */
function finder(scenario: Scenario, bug: string, check: string | undefined): string | undefined {
  const asked = scenario.params.parse({ ...scenario.bugs?.[bug]?.params });
  const context = { bug, nodes: [], loaded: undefined };
  const checks = typeof scenario.check === 'function' ? scenario.check(asked, context) : scenario.check;
  return check === undefined ? undefined : checks[check]?.name;
}

it('finds a planted bug by every checker that is exported', () => {
  const shipped = scenarios.flatMap((scenario) =>
    Object.entries(scenario.bugs ?? {}).map(([bug, { shows }]) => finder(scenario, bug, shows?.check)),
  );
  const inExamples = examples.flatMap(({ scenario, bugs }) =>
    Object.entries(bugs).map(([bug, check]) => finder(scenario, bug, check)),
  );
  const elsewhere = new Set([...shipped, ...inExamples]);
  // In this folder a check has the name of the function that makes it.
  const folder = new URL('.', import.meta.url);
  const here = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const isHere = (maker: string) =>
    new RegExp(`shows: \\{ check: '${maker}'|'${maker}',\\s*${maker}\\(`).test(here);

  const checkers = checkersByMaker();
  expect(checkers.size).toBeGreaterThan(35);
  const unproven = [...checkers].filter(([maker, name]) => !elsewhere.has(name) && !isHere(maker));
  expect(unproven).toEqual([]);
});
