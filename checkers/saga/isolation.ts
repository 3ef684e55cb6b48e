/** What goes wrong between sagas, because they have no isolation (Garcia-Molina & Salem 1987). */
import { counted } from '../counted.js';
import type { Checker, History, Operation } from '../history.js';
import { type Findings, scanning } from '../findings.js';
import { identityOf, show } from '../identity.js';
import { fieldsOf } from '../selectors.js';

/** Where the accesses of sagas stand, and what a history calls its functions. */
export interface SagaIsolationOptions {
  /** Reads an access out of an operation. Default: `saga-read` and `saga-write` as described above. */
  readonly access?: (operation: Operation) => SagaAccess | undefined;
  /** Function names of accesses, where `access` is absent. Defaults: `saga-read`, `saga-write`. */
  readonly read?: string;
  readonly write?: string;
  /** Function name of the end of a saga. Default: `saga-end`. */
  readonly end?: string;
}

/** One access of a saga to an object that others use as well. */
export interface SagaAccess {
  readonly kind: 'read' | 'write';
  readonly saga: unknown;
  readonly object: unknown;
  readonly value: unknown;
  /** A write that takes back what this saga wrote before. */
  readonly compensates?: boolean;
}

interface Step extends SagaAccess {
  readonly operation: Operation;
  readonly sagaId: unknown;
}

/**
 * Sagas do not disturb each other (Garcia-Molina & Salem 1987; names after Richardson, "Microservices Patterns", 2018,
 * chapter 4).
 *
 * What it reads. The node that owns an object records each access of a saga, with `node.effect`: `{f: 'saga-read' |
 * 'saga-write', saga, object, value}`, where `value` is what was read or written. A write that only takes back an own
 * write carries `compensates: true`. A saga ends with `{f: 'saga-end', saga, outcome}`. The owner orders the accesses.
 *
 * Anomalies: `lost-update` (a saga overwrites what another wrote since it last looked), `dirty-read` (a saga reads what
 * another later takes back), `fuzzy-read` (a saga reads an object twice and finds another's write).
 */
export function sagaIsolation(options: SagaIsolationOptions = {}): Checker {
  return scanning({
    name: 'saga-isolation',
    looksFor: `${options.read ?? 'saga-read'} and ${options.write ?? 'saga-write'} with saga, object and value`,
    scan(history, findings, meter) {
      const { objects, compensated } = collect(history, options, () => meter.spend());
      for (const steps of objects.values()) {
        reportLostUpdates(steps, findings);
        reportDirtyReads(steps, compensated, findings);
        reportFuzzyReads(steps, findings);
      }
      return {
        judged: objects.size,
        reason: `${counted(objects.size, 'object')} shared by sagas, no update lost and nothing read that was taken back`,
      };
    },
  });
}

function collect(history: History, options: SagaIsolationOptions, spend: () => void) {
  const accessOf = options.access ?? accessBy(options);
  const endName = options.end ?? 'saga-end';
  const objects = new Map<unknown, Step[]>();
  const compensated = new Map<unknown, Operation>();
  for (const operation of history) {
    spend();
    if (operation.type !== 'ok') continue;
    const fields = fieldsOf(operation);
    if (fields.f === endName && fields['outcome'] === 'compensated') {
      compensated.set(identityOf(fields['saga']), operation);
    }
    const access = accessOf(operation);
    if (!access) continue;
    const id = identityOf(access.object);
    let steps = objects.get(id);
    if (!steps) objects.set(id, (steps = []));
    steps.push({ ...access, operation, sagaId: identityOf(access.saga) });
  }
  for (const steps of objects.values()) steps.sort((a, b) => a.operation.invoke - b.operation.invoke);
  return { objects, compensated };
}

const accessBy =
  ({ read = 'saga-read', write = 'saga-write' }: SagaIsolationOptions) =>
  (operation: Operation): SagaAccess | undefined => {
    const fields = fieldsOf(operation);
    if (fields.f !== read && fields.f !== write) return undefined;
    return {
      kind: fields.f === read ? 'read' : 'write',
      saga: fields['saga'],
      object: fields['object'],
      value: fields['value'],
      compensates: fields['compensates'] === true,
    };
  };

/** A saga knew the object (by reading or writing it), another wrote it, and the first writes without looking. */
function reportLostUpdates(steps: readonly Step[], findings: Findings): void {
  const lastKnown = new Map<unknown, Step>();
  let lastWrite: Step | undefined;
  for (const step of steps) {
    const known = lastKnown.get(step.sagaId);
    const other = lastWrite;
    // A saga knows what it wrote itself, so what came after all that it knows is another's.
    if (step.kind === 'write' && known && other && isAfter(other, known)) {
      findings.add('lost-update', [known.operation, other.operation, step.operation], () => {
        const how = step.compensates ? 'by its compensation' : `with ${show(step.value)}`;
        return `saga ${show(step.saga)} overwrote ${show(other.value)}, written to ${show(step.object)} by saga ${show(other.saga)}, ${how} without having seen it`;
      });
    }
    lastKnown.set(step.sagaId, step);
    if (step.kind === 'write') lastWrite = step;
  }
}

/** A saga read what another had written and then took back. */
function reportDirtyReads(
  steps: readonly Step[],
  compensated: ReadonlyMap<unknown, Operation>,
  findings: Findings,
): void {
  let lastWrite: Step | undefined;
  for (const step of steps) {
    if (step.kind === 'write') {
      lastWrite = step;
      continue;
    }
    const write = lastWrite;
    if (!write || write.compensates || write.sagaId === step.sagaId) continue;
    const end = compensated.get(write.sagaId);
    if (!end || end.complete < step.operation.invoke) continue;
    findings.add('dirty-read', [write.operation, step.operation, end], () => {
      return `saga ${show(step.saga)} read ${show(step.value)} from ${show(step.object)}, which saga ${show(write.saga)} wrote and took back later`;
    });
  }
}

/** A saga read the object twice, and another's write came between. */
function reportFuzzyReads(steps: readonly Step[], findings: Findings): void {
  const lastRead = new Map<unknown, Step>();
  let lastWrite: Step | undefined;
  for (const step of steps) {
    if (step.kind === 'write') {
      lastWrite = step;
      continue;
    }
    const before = lastRead.get(step.sagaId);
    const write = lastWrite;
    lastRead.set(step.sagaId, step);
    if (!before || !write || write.sagaId === step.sagaId || !isAfter(write, before)) continue;
    if (identityOf(before.value) === identityOf(step.value)) continue;
    findings.add('fuzzy-read', [before.operation, write.operation, step.operation], () => {
      return `saga ${show(step.saga)} read ${show(before.value)}, then ${show(step.value)} from ${show(step.object)}: saga ${show(write.saga)} wrote in between`;
    });
  }
}

function isAfter(a: Step, b: Step): boolean {
  return a.operation.invoke > b.operation.invoke;
}
