/** What a user may name: workloads, topologies, claims. Apart from all that runs, for help and completion. */

export const WORKLOADS = [
  ...(['broadcast', 'echo', 'g-counter', 'g-set', 'kafka', 'lin-kv', 'pn-counter'] as const),
  ...(['txn-list-append', 'txn-rw-register', 'unique-ids'] as const),
] as const;

export const TOPOLOGIES = ['grid', 'line', 'tree', 'tree2', 'tree3', 'tree4', 'total'] as const;

export const LATENCIES = ['constant', 'uniform', 'exponential'] as const;

export const CONSISTENCY = ['strict-serializable', 'strong-session-serializable', 'serializable'] as const;
