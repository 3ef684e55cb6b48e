/**
 * Sequential consistency (Lamport 1979): one order of all operations, legal for the object, that keeps the order
 * of each session. Real time does not count, which is all that tells it from linearizability; and unlike that it
 * is not compositional, so keys cannot be judged apart.
 *
 * Deciding it is NP-complete (Gibbons & Korach 1997). Reads and writes of distinct values are first saturated,
 * which refutes most bad histories in polynomial time and leaves little to choose for the search.
 */
import { counted } from '../counted.js';
import { BudgetMeter, BudgetSpent } from '../budget.js';
import { checkWithCore, Findings } from '../findings.js';
import { getOrMake } from '../grouping.js';
import { identityOf } from '../identity.js';
import {
  nothingToJudge,
  type Budget,
  type Checker,
  type History,
  type Input,
  type Operation,
  type Verdict,
} from '../history.js';
import type { Model } from '../model.js';
import { whoWhen } from '../selectors.js';
import { addReadsFrom, contradictionAnomaly } from './causal-patterns.js';
import { interleave, type Placeable, type Sessions } from './interleave.js';
import { LatestWrites } from './latest-writes.js';
import { modelSessions } from './model-sessions.js';
import { Precedence } from './precedence.js';
import { thinAirReads } from './reads-from.js';
import {
  type Access,
  foreignFunction,
  type RegisterHistory,
  registerHistory,
  type RegisterOptions,
} from './registers.js';
import { saturate } from './saturation.js';

/** The object that is judged, and what it holds at first. */
export interface SequentialOptions extends RegisterOptions {
  /** The object. Default: a read-write register per key. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a model of any state and output will do
  readonly model?: Model<any, any, any>;
}

/** Where the caller sets none. */
const DEFAULT_BUDGET: Budget = { steps: 5_000_000 };

/**
 * Sequential consistency: one order of all operations explains them and keeps the order of each session; real time does
 * not count (Lamport 1979).
 *
 * Without `model` it reads `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?,
 * value}`.
 *
 * Anomalies: `ThinAirRead`, `sequential-cycle`, `not-sequential`. A valid verdict carries the order found.
 */
export function sequential(options: SequentialOptions = {}): Checker {
  const judge = (history: History, budget: Budget | undefined): Verdict => {
    const meter = new BudgetMeter(budget ?? DEFAULT_BUDGET);
    try {
      meter.spend(history.length);
      return options.model
        ? search(modelSessions(history, options.model as Model<unknown, Input>), meter)
        : judgeRegisters(history, options, meter);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      const reason = `stopped at ${error.detail}, ${meter.steps} steps into the search for one order of ${counted(history.length, 'operation')}`;
      return { verdict: 'unknown', reason };
    }
  };
  return { name: 'sequential', check: (history, budget) => checkWithCore(judge, history, budget) };
}

function judgeRegisters(history: History, options: RegisterOptions, meter: BudgetMeter): Verdict {
  const foreign = foreignFunction(history);
  if (foreign !== undefined) {
    return {
      verdict: 'unknown',
      reason: `without a model only reads and writes are understood, not ${foreign}`,
    };
  }
  const registers = registerHistory(history, options);
  const findings = new Findings();
  for (const { kind, operations, message } of thinAirReads(registers))
    findings.add(kind, operations, () => message);
  if (!findings.empty) return findings.verdict('');

  const order = new Precedence(registers, meter);
  const distinct = registers.sources.every((sources) => sources.length <= 1);
  if (!distinct) order.close();
  else {
    const readsFrom = new Map(
      registers.sources.flatMap(([source], id) => (source === undefined ? [] : [[id, source]])),
    );
    addReadsFrom(order, readsFrom);
    const latest = new LatestWrites(registers);
    const reads = registers.accesses.filter(({ kind }) => kind === 'read');
    const source = ({ id }: { id: number }) => readsFrom.get(id)!;
    const contradiction = saturate({ history: registers, order, latest, reads, source, singleOrder: true });
    if (contradiction) {
      const text =
        'no single order of all operations explains the reads: each of these would have to precede the next';
      const kinds = ['sequential-cycle', 'sequential-cycle'] as const;
      const anomaly = contradictionAnomaly(registers, readsFrom, order, contradiction, [], kinds, text);
      findings.add(anomaly.kind, anomaly.operations, () => anomaly.message);
      return findings.verdict('');
    }
  }
  return search(registerSessions(registers, order, options, distinct), meter);
}

/** Each key is a part of the object, and its state the number of the value it holds. */
function registerSessions(
  registers: RegisterHistory,
  order: Precedence,
  options: RegisterOptions,
  distinct: boolean,
): Sessions {
  const numbers = new Map<unknown, number>([[identityOf(options.initial ?? null), 0]]);
  const readers = registers.keys.map(() => new Map<number, Access[]>());
  const chains = registers.chains.map((members) =>
    members.map((access): Placeable => {
      const { operation, key, kind, value } = access;
      const number = getOrMake(numbers, value, () => numbers.size);
      if (kind === 'read') getOrMake(readers[key]!, number, () => []).push(access);
      const after = [number];
      const step = kind === 'write' ? () => after : (state: number) => (state === number ? after : []);
      return { operation, part: key, observes: kind === 'read', step };
    }),
  );
  return {
    chains,
    optional: registers.chains.map(([first]) => first?.operation.type === 'info'),
    initial: registers.keys.map(() => 0),
    ready(chain, placed, state) {
      const access = registers.chains[chain]![placed[chain]!]!;
      for (let other = 0; other < chains.length; other++) {
        if (other !== chain && order.countBefore(access, other) > placed[other]!) return false;
      }
      // A value that is written once never returns: whoever reads it must do so before it is overwritten.
      const waiting =
        distinct && access.kind === 'write' ? readers[access.key]!.get(state[access.key]!) : undefined;
      return !waiting?.some((read) => read.seq >= placed[read.chain]!);
    },
  };
}

function search(sessions: Sessions, meter: BudgetMeter): Verdict {
  const total = sessions.chains.reduce((sum, chain) => sum + chain.length, 0);
  if (total === 0) return nothingToJudge('nothing to judge: no operation took place for certain');
  const result = interleave(sessions, meter);
  if (result.found) {
    return {
      verdict: 'valid',
      reason: `one order explains ${total === 1 ? 'the' : 'all'} ${counted(total, 'operation')}`,
      witness: result.order,
    };
  }
  const operations: Operation[] = sessions.chains.flat().map(({ operation }) => operation);
  const stuck = result.blocked[0] ? `; then ${whoWhen(result.blocked[0])} cannot be next` : '';
  const message = `no order of the operations keeps every session's order and explains what was read: at most ${result.placed} of ${total} can be placed${stuck}`;
  return {
    verdict: 'invalid',
    reason: message,
    anomalies: [{ kind: 'not-sequential', message, operations }],
  };
}
