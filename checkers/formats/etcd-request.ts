/**
 * The requests of etcd as its robustness tests report them (`client-…/operations.json`), key by key: what each put, deleted
 * and read. That is less than etcd promises: revisions and conditions are not judged, and keys of one transaction are judged
 * apart; what is found wrong is wrong all the same.
 */
import { counted } from '../counted.js';
import { HistoryError, shown } from './events.js';
import type { Note, Value } from './events.js';
import type { Asked } from './porcupine-request.js';

type Fields = { readonly [name: string]: Value };

export interface EtcdRequests {
  /** What a request did to each key; `isBack`: whether it returned. */
  read(request: Value, response: Value, isBack: boolean, line: number): readonly Asked[];
  /** The same, once all requests are read: the end of a lease may have deleted each key that was put under it. */
  known(asked: Asked): readonly Asked[];
  /** Tells what was left out, of operations of so many clients. */
  end(clients: number): void;
}

export const isEtcdRequest = (input: Value): boolean => {
  const { Type, ...rest } = fieldsOf(input);
  return typeof Type === 'string' && ['Range', 'Txn', 'LeaseGrant'].some((name) => name in rest);
};

export function etcdRequests(note: Note): EtcdRequests {
  let requests = 0;
  let leftOut = 0;
  /** The keys that were put under each lease, by its number. */
  const leased = new Map<string, Set<string>>();

  const range = (asked: Fields, answer: Fields, unknown: boolean): Asked[] => {
    const found = new Map(
      listOf(answer['KVs']).map((pair) => {
        const { Key, Value } = fieldsOf(pair);
        return [String(Key), textOf(Value)] as const;
      }),
    );
    const { Start, End, Revision } = asked;
    // A read of the past, or one that nobody saw, says nothing of what a key holds.
    if (isSet(Revision) || unknown) leftOut++;
    if (isSet(Revision) || unknown) return [];
    const keys = isSet(End) ? [...found.keys()] : [String(Start)];
    return keys.map((key) => ({
      f: 'get',
      key,
      value: null,
      answer: found.get(key) ?? null,
      unknown: false,
    }));
  };

  const write = (operation: Fields, unknown: boolean, line: number): Asked[] => {
    const type = String(operation['Type']).replace('-operation', '');
    if (type === 'put') {
      const { Key, Value, LeaseID } = fieldsOf(operation['Put'] ?? operation);
      if (isSet(LeaseID)) keysOf(LeaseID).add(String(Key));
      return [{ f: 'put', key: String(Key), value: textOf(Value), answer: null, unknown }];
    }
    if (type === 'delete') {
      const { Key } = fieldsOf(operation['Delete'] ?? operation);
      return [{ f: 'delete', key: String(Key), value: null, answer: null, unknown }];
    }
    throw new HistoryError(
      `an operation of a transaction of etcd is put, delete or range, not ${shown(operation['Type'])}`,
      line,
    );
  };

  const transaction = (asked: Fields, answer: Fields, unknown: boolean, line: number): Asked[] => {
    const [onSuccess, onFailure] = [
      listOf(asked['OperationsOnSuccess'] ?? asked['Ops']),
      listOf(asked['OperationsOnFailure']),
    ];
    // Where nobody knows, each branch may have run.
    const ran = unknown ? [...onSuccess, ...onFailure] : answer['Failure'] === true ? onFailure : onSuccess;
    const results = listOf(answer['Results']);
    return ran.flatMap((one, index) => {
      const operation = fieldsOf(one);
      return String(operation['Type']).startsWith('range')
        ? range(fieldsOf(operation['Range'] ?? operation), fieldsOf(results[index]), unknown)
        : write(operation, unknown, line);
    });
  };

  const keysOf = (lease: Value): Set<string> => {
    const keys = leased.get(String(lease)) ?? new Set();
    leased.set(String(lease), keys);
    return keys;
  };

  return {
    read(request, response, isBack, line) {
      requests++;
      const input = fieldsOf(request);
      const output = fieldsOf(response);
      if (isSet(output['ClientError'])) return []; // refused: nothing happened
      const answer = output[ANSWERS[String(input['Type'])] ?? ''] ?? null;
      const unknown = !isBack || isSet(output['Error']) || answer === null;
      switch (input['Type']) {
        case 'range':
          // Reads that need not see the last write have no revision.
          return range(
            fieldsOf(input['Range'] ?? null),
            fieldsOf(answer),
            unknown || output['Revision'] === -1,
          );
        case 'txn':
          return transaction(fieldsOf(input['Txn']), fieldsOf(answer), unknown, line);
        case 'leaseRevoke': {
          const { LeaseID = null } = fieldsOf(input['LeaseRevoke']);
          return [{ f: LEASE_END, key: String(LeaseID), value: null, answer: null, unknown: true }];
        }
        case 'leaseGrant':
        case 'defragment':
        case 'compact':
          return [];
        default:
          throw new HistoryError(
            `a request of etcd is range, txn, leaseGrant, leaseRevoke, defragment or compact, not ${shown(input['Type'])}`,
            line,
          );
      }
    },
    known(asked) {
      if (asked.f !== LEASE_END) return [asked];
      // Perhaps: a key may have been put again since, under another lease.
      return [...keysOf(asked.key ?? null)].map((key) => ({ ...asked, f: 'delete', key }));
    },
    end(clients) {
      if (requests === 0) return;
      const without =
        leftOut === 0
          ? ''
          : `; ${counted(leftOut, 'read')} ${leftOut === 1 ? 'says nothing of that and is' : 'say nothing of that and are'} left out`;
      note(
        `requests of etcd are judged key by key: what they put, deleted and read, not revisions${without}`,
      );
      if (clients === 1)
        note('all operations are of one client; a report of etcd has a file for each: judge them together');
    },
  };
}

const LEASE_END = 'leaseRevoke';

/** Where the answer to a request stands. */
const ANSWERS: Readonly<Record<string, string>> = { range: 'Range', txn: 'Txn' };

const fieldsOf = (value: Value | undefined): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

/** Go writes what is not set as zero. */
const isSet = (value: Value | undefined): value is Value =>
  value !== undefined && value !== null && value !== '' && value !== 0;

/** Long values are kept as a hash. */
function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  const { Value: text, Hash } = fieldsOf(value);
  return isSet(Hash) ? `hash ${String(Hash)}` : typeof text === 'string' ? text : '';
}
