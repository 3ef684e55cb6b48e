/** The objects that ship with the linearizability checker: what each should answer. */
export { bankModel, type BankInput, type BankOptions, type BankOutput } from './bank.js';
export { counterModel, type CounterInput, type CounterOutput } from './counter.js';
export {
  casKeyValueModel,
  keyValueModel,
  type CasKeyValueInput,
  type KeyValueInput,
  type KeyValueOptions,
  type KeyValueOutput,
} from './key-value.js';
export { listAppendModel, type ListAppendInput, type ListAppendOutput } from './list-append.js';
export { multiRegisterModel, type MultiRegisterInput, type MultiRegisterOutput } from './multi-register.js';
export { multisetModel, type MultisetInput } from './multiset.js';
export { mutexModel, type MutexInput, type MutexOutput } from './mutex.js';
export { priorityQueueModel, type PriorityQueueInput, type PriorityQueueOptions } from './priority-queue.js';
export { queueModel, type QueueInput } from './queue.js';
export {
  casRegisterModel,
  registerModel,
  type CasRegisterInput,
  type CasRegisterOptions,
  type RegisterInput,
  type RegisterOutput,
} from './register.js';
export { setModel, type SetInput, type SetOptions } from './set.js';
export { stackModel, type StackInput } from './stack.js';
export { uniqueIdsModel, type UniqueIdsInput } from './unique-ids.js';
