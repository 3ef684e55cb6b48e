/**
 * Transactions on lists by what must come before what: a cycle proves that there is no order, and where there is none, the
 * order found is replayed from the definition before it counts. Linear in what was recorded.
 */
import type { BudgetMeter } from '../budget.js';
import type { FastPath, FastVerdict, Model } from '../model.js';
import type { History, Input, Operation } from '../history.js';
import { identityOf, sameValue } from '../identity.js';
import { invalidBy, validBy } from '../fast-paths/verdicts.js';
import { isImpossible } from '../linearizability/confirm.js';
import { DATA, Edges, REAL_TIME } from './edges.js';
import { componentsOf, graphOf, shortCycle } from './graph.js';
import type { Graph } from './graph.js';
import { replaysLists } from './list-replay.js';
import { linksOf, nameOfCycle, sentenceOf } from './list-sentences.js';
import { ran, readLists } from './lists.js';
import type { ListFault, Lists } from './lists.js';
import { comesBefore } from './precedes.js';
import { addRealTime } from './real-time.js';

type AnyModel = Model<unknown, Input, unknown>;

/** Larger cores are not made smaller. */
const MOST_CONFIRMED = 8;
const BYTES_PER_EDGE = 26;
const BYTES_PER_NODE = 48;

export const listPath =
  (model: () => AnyModel): FastPath =>
  (history, budget, failed) => {
    const edges = new Edges(history.length);
    const lists = readLists(history, edges, budget);
    if (lists === undefined) return undefined;
    if (lists.fault) return byFault(lists.fault, lists, history, failed, model(), budget);
    addRealTime(edges, history, lists.happened, budget);
    const bytes = BYTES_PER_EDGE * edges.count + BYTES_PER_NODE * edges.nodes;
    budget.hold(bytes);
    const graph = graphOf(edges, budget);
    const components = componentsOf(graph, DATA | REAL_TIME, budget);
    const found = components.isCyclic
      ? byCycle(cycleOf(graph, budget), lists, graph, history, model(), budget)
      : byOrder(components.finished, lists, history, budget);
    budget.hold(-bytes);
    return found;
  };

/** The first in the order are those on which nothing else waits. */
function byOrder(
  finished: Int32Array,
  { happened }: Lists,
  history: History,
  budget: BudgetMeter,
): FastVerdict | undefined {
  const order = finished.filter((node) => node < history.length && happened[node] === 1).reverse();
  return replaysLists(history, order, budget) ? validBy(history, () => order) : undefined;
}

/** A short cycle, if possible of what was done to data alone: that tells more than one that also goes by time. */
function cycleOf(graph: Graph, budget: BudgetMeter): readonly number[] {
  const byData = componentsOf(graph, DATA, budget);
  const ofData = byData.isCyclic ? shortCycle(graph, byData, DATA, budget) : [];
  if (ofData.length === 2) return ofData;
  const all = componentsOf(graph, DATA | REAL_TIME, budget);
  const ofAll = shortCycle(graph, all, DATA | REAL_TIME, budget);
  const transactions = (cycle: readonly number[]): number =>
    cycle.filter((edge) => graph.edges.from[edge]! < graph.edges.transactions).length;
  return ofData.length > 0 && transactions(ofData) <= transactions(ofAll) ? ofData : ofAll;
}

function byCycle(
  cycle: readonly number[],
  lists: Lists,
  { edges }: Graph,
  history: History,
  model: AnyModel,
  budget: BudgetMeter,
): FastVerdict | undefined {
  const links = linksOf(cycle, edges, lists, history);
  const core = [...new Set(links.flatMap(({ from, evidence }) => [from, ...evidence]))];
  const part = passingOver(core, lists, history, model);
  const isTrue = links.every(({ from, to, evidence }) =>
    comesBefore(
      history[from]!,
      history[to]!,
      evidence.map((op) => history[op]!),
      passingOver([from, to, ...evidence], lists, history, model),
      budget,
    ),
  );
  if (!isTrue) return undefined;
  const kind = nameOfCycle(links);
  const reason = `${kind}: ${links.length} transactions must each come before the next, and the last before the first`;
  return {
    ...invalidBy(history, kind, reason, core, part),
    because: links.map(({ because }) => because),
  };
}

function byFault(
  fault: ListFault,
  lists: Lists,
  history: History,
  failed: History = [],
  model: AnyModel,
  budget: BudgetMeter,
): FastVerdict {
  const { reader, key, value, other, kind } = fault;
  const appends = (operation: Operation, its: unknown): boolean =>
    ran(operation).some((micro) => micro[0] !== 'r' && micro[1] === key.key && sameValue(micro[2], its));
  const writersOf = (its: unknown): number[] =>
    [...history.keys()].filter((op) => appends(history[op]!, its));
  const aborted =
    kind === 'unwritten-value' ? failed.find((operation) => appends(operation, value)) : undefined;
  let core = [reader];
  if (kind === 'duplicate-elements') core.push(...writersOf(value));
  if (kind === 'inverted-appends') core.push(key.reader);
  if (kind === 'incompatible-order') core.push(key.reader, ...writersOf(value), ...writersOf(other));
  // Often the reads alone contradict each other, whoever appended what they show.
  for (const writer of core.slice(kind === 'incompatible-order' ? 2 : core.length)) {
    const rest = core.filter((op) => op !== writer);
    const without = passingOver(rest, lists, history, model, fault);
    const judged = [...new Set(rest)].sort((a, b) => a - b).map((op) => history[op]!);
    if (judged.length < MOST_CONFIRMED && isImpossible(judged, without, budget)) core = rest;
  }
  const part = passingOver(core, lists, history, model, fault);
  const reason = sentenceOf(fault, history, aborted);
  const name = aborted ? 'aborted-read' : kind === 'inverted-appends' ? 'incompatible-order' : kind;
  return { ...invalidBy(history, name, reason, core, part), because: [] };
}

/** The lists as somebody knows them who passes over what others appended, in all that was read. */
function passingOver(
  core: readonly number[],
  { keyOf }: Lists,
  history: History,
  model: AnyModel,
  fault?: ListFault,
): AnyModel {
  const known = new Map<string | number, Set<unknown>>();
  const count = (key: string | number, value: unknown): void => {
    const values = known.get(key) ?? new Set<unknown>();
    known.set(key, values.add(identityOf(value)));
  };
  for (const op of core)
    for (const [kind, key, value] of ran(history[op]!))
      if (kind !== 'r' && (!keyOf.get(key)!.isAmbiguous || key === fault?.key.key)) count(key, value);
  if (fault?.kind === 'unwritten-value') count(fault.key.key, fault.value);
  const { name, initial, key, printState, printOperation } = model;
  return {
    ...{ name: name!, initial, key: key!, printState: printState!, printOperation: printOperation! },
    partition: 'whole',
    step(state, input, output, outcome) {
      const operation = { input, output, type: outcome } as Operation;
      const counts = (its: string | number, value: unknown): boolean =>
        known.get(its)?.has(identityOf(value)) === true;
      const ops = ran(operation);
      const kept = ops.map(([kind, its, value]) => kind === 'r' || counts(its, value));
      const seen = (output as typeof ops | undefined)?.map(([kind, its, value]) =>
        kind === 'r' && Array.isArray(value)
          ? ([kind, its, value.filter((element) => counts(its, element))] as const)
          : ([kind, its, value] as const),
      );
      return model.step(
        state,
        { f: input.f, ops: ops.filter((_, index) => kept[index]) } as Input,
        seen?.filter((_, index) => kept[index]),
        outcome,
      );
    },
  };
}
