/** What the functions of a scenario must give: said where it is given, not where the run stumbles over it. */
import type { Checker } from '../../checkers/history.js';
import type { PlannedOperation } from '../faults/plan.js';
import { ScenarioError } from '../input/callers-code.js';
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';
import type { FinalOperation } from './scenario.js';
import type { Workload } from '../workload/workload.js';

type Fields = Readonly<Record<string, unknown>>;

/** Checks that are the engine's own. */
const RESERVED_CHECKS = ['runtime', 'operations', 'unreachable', 'coverage', 'liveness'] as const;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ScenarioError unless they are names, and of members at least one */
export function checkedNames(path: 'nodes' | 'spares', given: unknown): readonly string[] {
  const expected = 'expected a list of names';
  if (!Array.isArray(given)) throw new ScenarioError(path, `${expected}, got ${shown(given)}`);
  if (given.length === 0 && path === 'nodes') throw new ScenarioError(path, `${expected}, got none`);
  const stranger: unknown = given.find((name) => typeof name !== 'string' || name === '');
  if (stranger !== undefined || given.includes(undefined))
    throw new ScenarioError(path, `${expected}, got ${shown(stranger)} among them`);
  return given as readonly string[];
}

/** @throws ScenarioError unless it has clients and operations */
export function checkedWorkload(given: unknown): Workload {
  const expected = 'expected what clients(…) gives, or { clients, operations }';
  if (!isObject(given) || typeof given['operations'] !== 'function' || !Array.isArray(given['clients']))
    throw new ScenarioError('workload', `${expected}, got ${given === undefined ? forgotten : shown(given)}`);
  return given as unknown as Workload;
}

/** What a workload drew. @throws ScenarioError for the first operation that no client could invoke */
export function checkedOperations(
  given: unknown,
  clients: readonly string[],
  nodes: readonly string[],
): PlannedOperation[] {
  if (!Array.isArray(given))
    throw new ScenarioError('workload', `operations: expected a list, got ${shown(given)}`);
  for (const [index, operation] of given.entries()) {
    const trouble = operationTrouble(operation, nodes) ?? timeTrouble(operation as PlannedOperation, clients);
    if (trouble !== undefined) throw new ScenarioError('workload', `operation ${index}: ${trouble}`);
  }
  return given as PlannedOperation[];
}

/** @throws ScenarioError for the first operation that could not be invoked */
export function checkedFinal(given: unknown, nodes: readonly string[]): readonly FinalOperation[] {
  if (!Array.isArray(given))
    throw new ScenarioError('final', `expected a list of operations, got ${shown(given)}`);
  for (const [index, operation] of given.entries()) {
    const trouble = operationTrouble(operation, nodes);
    if (trouble !== undefined) throw new ScenarioError(`final[${index}]`, trouble);
  }
  return given as readonly FinalOperation[];
}

/** @throws ScenarioError unless they are checkers, under names of their own */
export function checkedChecks(given: unknown, invariants: object): Readonly<Record<string, Checker>> {
  const trouble = checksTrouble(given, invariants);
  if (trouble !== undefined) throw new ScenarioError('check', trouble);
  return given as Readonly<Record<string, Checker>>;
}

/** What is wrong with checkers by name. */
export function checksTrouble(given: unknown, invariants: object = {}): string | undefined {
  const expected = 'expected checkers by name, such as { linearizable: linearizable(…) }';
  if (!isObject(given)) return `${expected}, got ${given === undefined ? forgotten : shown(given)}`;
  if (isChecker(given)) return `${expected}, got a checker without a name`;
  for (const [name, checker] of Object.entries(given)) {
    if (!isChecker(checker)) return `${name}: expected a checker, got ${noChecker(checker)}`;
    const taken = nameTrouble(name);
    if (taken !== undefined) return taken;
    if (Object.hasOwn(invariants, name))
      return `${name}: an invariant has that name; call one of them otherwise`;
  }
  return undefined;
}

/** Why a claim may not have this name. */
export function nameTrouble(name: string): string | undefined {
  return RESERVED_CHECKS.some((reserved) => reserved === name)
    ? `${name}: this name is taken by a check of the engine's own; choose another`
    : undefined;
}

function isChecker(value: unknown): boolean {
  return isObject(value) && typeof value['check'] === 'function';
}

function noChecker(value: unknown): string {
  if (typeof value === 'function') return 'a function: was it to be called, as in linearizable(model)?';
  if (isObject(value) && typeof value['step'] === 'function') return 'a model: it goes into linearizable(…)';
  return shown(value);
}

function operationTrouble(operation: unknown, nodes: readonly string[]): string | undefined {
  if (!isObject(operation)) return `expected an object, got ${shown(operation)}`;
  const { input, to } = operation;
  if (!isObject(input)) return `input: expected an object with f, got ${shown(input)}`;
  if (typeof input['f'] !== 'string')
    return `input: expected a field f, the name of the operation, got ${shown(input['f'])}`;
  if (to === undefined) return undefined;
  if (typeof to !== 'string') return `to: expected the name of a node, got ${shown(to)}`;
  return nodes.includes(to) ? undefined : `to: ${unknownName('node', to, nodes)}`;
}

function timeTrouble({ process, atMs }: PlannedOperation, clients: readonly string[]): string | undefined {
  if (!clients.includes(process)) return `process: ${unknownName('client', String(process), clients)}`;
  return typeof atMs === 'number' && atMs >= 0
    ? undefined
    : `atMs: expected a time in ms, got ${shown(atMs)}`;
}

const forgotten = 'nothing: was a return forgotten?';
