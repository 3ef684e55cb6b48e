/** One client with a program: what it remembers, and what it asks because of what it heard. */
import { callersCode, ScenarioError } from '../input/callers-code.js';
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';
import { copyPlain } from '../kernel/copy.js';
import { stream, type Seed } from '../kernel/random.js';
import { toMicros, type Micros } from '../kernel/time.js';
import type {
  BeginningOperation,
  ClientInput,
  ClientProgram,
  EndedOperation,
  FollowUp,
  ReactingClient,
} from './client-program.js';

export interface ReactionsPort {
  readonly seed: Seed;
  members(): readonly string[];
  /** Whether there is a node of this name. */
  readonly nodeNames: readonly string[];
}

export interface ReactionsSnapshot {
  readonly memory: unknown;
  readonly attempt: number;
  readonly rootMs: number;
  readonly following: BeginningOperation | undefined;
}

export class Reactions {
  /** Which of those that follow a planned operation this is; 0: that one itself. */
  attempt = 0;
  private memory: unknown;
  /** Time of the planned operation that all this follows: its draws go by that, not by its number. */
  private rootMs = 0;
  private following: BeginningOperation | undefined;

  constructor(
    private readonly port: ReactionsPort,
    private readonly name: string,
    private readonly program: ClientProgram<unknown>,
  ) {
    this.memory = callersCode('workload.memory', () => copyPlain(program.memory?.(), 'memory'));
  }

  /** It has something to ask before the next operation of the plan. */
  get follows(): boolean {
    return this.following !== undefined;
  }

  /** A planned operation begins. @returns what is really asked */
  begins(planned: {
    readonly input: unknown;
    readonly to?: string;
    readonly atMs: number;
  }): BeginningOperation {
    const { program } = this;
    this.attempt = 0;
    this.rootMs = planned.atMs;
    const { to } = planned;
    const operation = { input: planned.input as ClientInput, ...(to === undefined ? {} : { to }) };
    if (program.begins === undefined) return operation;
    return callersCode('workload.begins', () => {
      const changed = program.begins?.(operation, this.client());
      return changed === undefined ? operation : this.checked({ ...operation, ...changed }, 'begins');
    });
  }

  /** What was to follow begins, or never will. */
  takeFollowing(): BeginningOperation | undefined {
    const { following } = this;
    this.following = undefined;
    return following;
  }

  /** An operation ended. @returns how long the client thinks before it asks again; undefined: it does not */
  ended(operation: Omit<EndedOperation, 'attempt'>): Micros | undefined {
    const { program, attempt } = this;
    if (program.ended === undefined) return undefined;
    return callersCode('workload.ended', () => {
      const next: FollowUp | undefined = program.ended?.({ ...operation, attempt }, this.client());
      if (next === undefined) return undefined;
      const { afterMs = 0 } = next;
      this.following = this.checked(next, 'ended');
      this.attempt++;
      if (typeof afterMs !== 'number' || !(afterMs >= 0 && afterMs < 1e9))
        throw refusal('ended', `afterMs: expected a time in ms, got ${shown(afterMs)}`);
      return toMicros(afterMs);
    });
  }

  save(): ReactionsSnapshot {
    const { attempt, rootMs, following } = this;
    const memory = callersCode('workload.memory', () => copyPlain(this.memory, 'memory'));
    return { memory, attempt, rootMs, following };
  }

  restore({ memory, ...saved }: ReactionsSnapshot): void {
    Object.assign(this, saved, { memory: copyPlain(memory) });
  }

  private client(): ReactingClient<unknown> {
    const { port, name, memory, rootMs, attempt } = this;
    return {
      name,
      nodes: port.members(),
      memory,
      get random() {
        return stream(port.seed, `client/${name}@${rootMs}/${attempt}`);
      },
    };
  }

  private checked({ input, to }: BeginningOperation, where: string): BeginningOperation {
    if (typeof input !== 'object' || input === null || typeof input.f !== 'string')
      throw refusal(where, `input: expected an object with f, the function asked for, got ${shown(input)}`);
    if (to !== undefined && !this.port.nodeNames.includes(to))
      throw refusal(where, unknownName('node', String(to), this.port.nodeNames));
    return { input: copyPlain(input, 'input'), ...(to === undefined ? {} : { to }) };
  }
}

function refusal(where: string, sentence: string): ScenarioError {
  return new ScenarioError(`workload.${where}`, sentence);
}
