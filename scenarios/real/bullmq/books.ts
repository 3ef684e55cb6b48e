/** The books of bullmq in the end: each acknowledged order is completed, once, and paid once; what was worked on again had stalled. */
import { nothingToJudge, type Checker, type Operation } from 'seedstorm/checkers';

/** As the shop reads them. */
export interface Books {
  readonly jobs: readonly BookedJob[];
  /** How much was paid for what. */
  readonly paid: Readonly<Record<string, string>>;
}

interface BookedJob {
  /** What it was about. */
  readonly value: string;
  readonly state: string;
  /** How often bullmq told so. */
  readonly completed: number;
  readonly stalled: number;
}

interface Input {
  readonly f: string;
  readonly value: string;
}

interface Wrong {
  readonly kind: string;
  readonly message: string;
  readonly operations: readonly Operation[];
}

const inputOf = ({ input }: Operation): Input => input as Input;

export function books(): Checker {
  return {
    name: 'books',
    check(history) {
      const read = history.findLast((one) => inputOf(one).f === 'books' && one.type === 'ok');
      if (read === undefined) return nothingToJudge('nobody read the books');
      const { jobs, paid } = read.output as Books;
      const told = (f: string, value: string) =>
        history.filter(({ input }) => (input as Input).f === f && (input as Input).value === value);
      const values = new Set([
        ...history.filter((one) => inputOf(one).f === 'send').map((one) => inputOf(one).value),
        ...jobs.map(({ value }) => value),
      ]);
      const anomalies = [...values].flatMap((value) => {
        const account: Account = {
          value,
          jobs: jobs.filter((job) => job.value === value),
          paid: Number(paid[value] ?? 0),
          sends: told('send', value),
          works: [...told('process', value), ...told('pack', value)],
        };
        return wrongs(account).map((wrong) => ({ ...wrong, operations: [...wrong.operations, read] }));
      });
      const [first] = anomalies;
      if (first !== undefined) return { verdict: 'invalid', reason: first.message, anomalies };
      const again = jobs.filter(({ stalled }) => stalled > 0).length;
      return {
        verdict: 'valid',
        reason: `${jobs.length} jobs, each completed once; ${again} of them had stalled`,
      };
    },
  };
}

/** All that is known of one order, or of one parcel of it. */
interface Account extends Pick<BookedJob, 'value'> {
  readonly jobs: readonly BookedJob[];
  readonly paid: number;
  readonly sends: readonly Operation[];
  readonly works: readonly Operation[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function wrongs({ value, jobs, paid, sends, works }: Account): Wrong[] {
  const completed = sum(jobs.map((job) => job.completed));
  const stalled = sum(jobs.map((job) => job.stalled));
  const acknowledged = sends.filter(({ type }) => type === 'ok').slice(0, 1);
  const found: Wrong[] = [];
  const add = (kind: string, operations: readonly Operation[], message: string): void => {
    found.push({ kind, operations, message: `${value} ${message}` });
  };
  if (acknowledged.length > 0 && completed === 0)
    add(
      'not-completed',
      acknowledged,
      `was acknowledged, and in the end it is ${jobs[0]?.state ?? 'not there'}`,
    );
  if (completed > 1) add('completed-twice', sends, `was completed ${completed} times`);
  if (works.length > 1 + stalled)
    add('worked-again', works, `was worked on ${works.length} times, and had stalled ${stalled} times`);
  if (paid > 1) add('paid-twice', works, `was paid ${paid} times`);
  if (completed > 0 && paid === 0) add('not-paid', sends, 'was completed, and was not paid');
  return found;
}
