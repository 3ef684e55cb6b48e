/**
 * Consensus: agreement, validity and integrity (Chandra & Toueg 1996, uniform: they also bind nodes that fail later).
 */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import {
  type Fields,
  fieldsOf,
  nameOfFunction,
  selector,
  type Selector,
  whenInvoked,
  who,
  whoWhen,
} from '../selectors.js';

/** Where proposals and decisions stand, and which nodes must decide. */
export interface ConsensusOptions {
  /** The value proposed. Default: `value` of `propose`. */
  readonly proposed?: string | Selector;
  /** The value decided. Default: `value` of `decide`. */
  readonly decided?: string | Selector;
  /** Which of several decisions it is about. Default: the field `instance`. */
  readonly instance?: Selector;
  /** Nodes that must all have decided every instance that any of them decided. Default: none must. */
  readonly nodes?: readonly unknown[];
}

interface Instance {
  readonly name: unknown;
  readonly proposals: Map<unknown, Operation>;
  readonly decisions: { readonly value: unknown; readonly by: Operation }[];
  readonly answers: { readonly value: unknown; readonly by: Operation }[];
}

/**
 * All nodes decide one value, and somebody proposed it (Chandra & Toueg 1996).
 *
 * What it reads. `{f: 'propose', value, instance?}` of a client or a node offers a value (`fail`: certainly not
 * offered); its `ok` output, if there is one, is the decision that the client was told. A node records its decision as
 * `{f: 'decide', value, instance?}`, with `node.effect`.
 *
 * Anomalies: `agreement`, `validity`, `integrity`, and `termination` if `nodes` are given.
 */
export function consensus(options: ConsensusOptions = {}): Checker {
  const value = (fields: Fields) => fields['value'];
  const proposedBy = selector(options.proposed, 'propose', value);
  const decidedBy = selector(options.decided, 'decide', value);
  const instanceOf: Selector = options.instance ?? ((operation) => fieldsOf(operation)['instance']);
  return scanning({
    name: 'consensus',
    looksFor: `decisions (${nameOfFunction(options.decided, 'decide')} with value, or answers to ${nameOfFunction(options.proposed, 'propose')})`,
    scan(history, findings, meter) {
      const instances = new Map<unknown, Instance>();
      for (const operation of history) {
        meter.spend();
        const [proposed, decided] = [proposedBy(operation), decidedBy(operation)];
        if (proposed === undefined && decided === undefined) continue;
        const name = instanceOf(operation);
        const make = (): Instance => ({ name, proposals: new Map(), decisions: [], answers: [] });
        const instance = getOrMake(instances, identityOf(name), make);
        if (decided !== undefined) {
          if (operation.type === 'ok') instance.decisions.push({ value: decided, by: operation });
        } else if (operation.type !== 'fail') {
          const first = getOrMake(instance.proposals, identityOf(proposed), () => operation);
          if (operation.invoke < first.invoke) instance.proposals.set(identityOf(proposed), operation);
          if (operation.type === 'ok' && operation.output !== undefined) {
            instance.answers.push({ value: operation.output, by: operation });
          }
        }
      }
      let judged = 0;
      for (const { name, proposals, decisions, answers } of instances.values()) {
        judged += decisions.length + answers.length;
        const where = name === undefined ? '' : ` in instance ${show(name)}`;
        const [first] = [...decisions, ...answers];
        const deciders = new Map<unknown, Operation>();
        for (const { value: decision, by } of [...decisions, ...answers]) {
          if (identityOf(decision) !== identityOf(first!.value)) {
            const proposalsOf = [first!.value, decision].map((v) => proposals.get(identityOf(v)));
            findings.add('agreement', [...proposalsOf, first!.by, by], () => {
              return `${whoWhen(first!.by)} decided ${show(first!.value)}, ${whoWhen(by)} ${show(decision)}${where}`;
            });
          }
          const proposal = proposals.get(identityOf(decision));
          if (!proposal || proposal.invoke > by.complete) {
            findings.add('validity', [proposal, by], () => {
              return `${whoWhen(by)} decided ${show(decision)}${where}, which nobody had proposed`;
            });
          }
        }
        for (const { value: decision, by } of decisions) {
          const before = getOrMake(deciders, by.process, () => by);
          if (before === by) continue;
          findings.add('integrity', [proposals.get(identityOf(decision)), before, by], () => {
            return `${who(by)} decided twice${where}, at ${whenInvoked(before)} and at ${whenInvoked(by)}`;
          });
        }
        const silent = first && options.nodes?.find((node) => !deciders.has(node));
        if (silent !== undefined) {
          findings.add('termination', [proposals.get(identityOf(first!.value)), first!.by], () => {
            return `${show(silent)} never decided${where}, but ${whoWhen(first!.by)} did`;
          });
        }
      }
      return {
        judged,
        reason: `${counted(instances.size, 'instance')}${instances.size === 1 ? '' : ', each'} with one decision`,
      };
    },
  });
}
