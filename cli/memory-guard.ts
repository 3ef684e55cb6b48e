/** Stops reading in a sentence before Node stops in a stack trace: a history that does not fit into memory. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Heap {
  readonly limit: number;
  /** Bytes in use, with or without garbage. */
  used(): number;
  collect(): void;
}

/** Above this share of the heap garbage is collected, to see what is left … */
const LOOK_ABOVE = 0.85;
/** … and above this there is no room to go on. */
const FULL_ABOVE = 0.8;

/** Whether the heap is full of what is needed; looks at no more garbage than it must. */
export function memoryGuard(heap: Heap = nodeHeap): () => boolean {
  return () => {
    if (heap.used() <= LOOK_ABOVE * heap.limit) return false;
    heap.collect();
    return heap.used() > FULL_ABOVE * heap.limit;
  };
}

/** What the limit of Node's heap has for objects that do not last. */
const YOUNG_BYTES = 48 << 20;

const nodeHeap: Heap = {
  limit: getHeapStatistics().heap_size_limit - YOUNG_BYTES,
  used: () => process.memoryUsage().heapUsed,
  collect() {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
  },
};
