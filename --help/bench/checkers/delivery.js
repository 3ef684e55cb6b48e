import { J as orderPerKey, K as kafka, Q as exactlyOnce, q as orderPerPartition } from "../../checkers/checkers.js";
// bench/checkers/delivery.ts
/**
* What judging a million delivered messages costs. Run: `node dist/bench/checkers/delivery.js`.
*
* A Kafka-style log: 16 partitions, 8 producers that send one message at a time, 4 consumers that poll batches of
* 100; and the same log with a thousand faults of each kind planted.
*/
const MESSAGES = 1e6;
const PARTITIONS = 16;
const PRODUCERS = 8;
const CONSUMERS = 4;
const BATCH = 100;
const REPETITIONS = 3;
/** The target for all anomalies of the log. */
const TARGET_MS = 5e3;
/** Sends round-robin over partitions; each consumer polls its own partitions. `faulty` plants a fault per thousand messages. */
function kafkaHistory(faulty) {
	const history = [];
	const logs = Array.from({ length: PARTITIONS }, () => []);
	const polled = new Array(PARTITIONS).fill(0);
	let clock = 0;
	const record = (process, input, output) => {
		history.push({
			process,
			input,
			output,
			type: "ok",
			invoke: clock++,
			complete: clock++
		});
	};
	const poll = (partition) => {
		const from = polled[partition];
		const log = logs[partition];
		const batch = [];
		for (let offset = from; offset < log.length; offset++) batch.push([offset, log[offset]]);
		polled[partition] = log.length;
		if (faulty && from % 1e3 < BATCH) {
			batch.splice(50, 1);
			batch.push([batch[0][0], batch[0][1]]);
		}
		record(`consumer ${partition % CONSUMERS}`, { f: "poll" }, { [partition]: batch });
	};
	for (let message = 0; message < MESSAGES; message++) {
		const partition = message % PARTITIONS;
		const log = logs[partition];
		log.push(message);
		const input = {
			f: "send",
			key: partition,
			value: message
		};
		record(`producer ${message % PRODUCERS}`, input, log.length - 1);
		if (log.length - polled[partition] >= BATCH) poll(partition);
	}
	for (let partition = 0; partition < PARTITIONS; partition++) if (polled[partition] < logs[partition].length) poll(partition);
	return history;
}
/** One effect per message, recorded by the consumer that processed it. */
function processedHistory() {
	const history = [];
	let clock = 0;
	for (let message = 0; message < MESSAGES; message++) {
		const partition = message % PARTITIONS;
		const ends = () => ({
			type: "ok",
			invoke: clock++,
			complete: clock++
		});
		history.push({
			process: `producer ${message % PRODUCERS}`,
			input: {
				f: "send",
				key: partition,
				value: message
			},
			...ends()
		});
		const effect = {
			f: "process",
			value: message,
			partition,
			offset: Math.floor(message / PARTITIONS)
		};
		history.push({
			process: `consumer ${partition % CONSUMERS}`,
			input: effect,
			...ends()
		});
	}
	return history;
}
function measure(name, checker, history, expected) {
	let best = Infinity;
	let reason = "";
	for (let repetition = 0; repetition < REPETITIONS; repetition++) {
		const start = performance.now();
		const verdict = checker.check(history);
		best = Math.min(best, performance.now() - start);
		reason = verdict.reason;
		if (verdict.verdict !== expected) throw new Error(`${name}: ${verdict.verdict} instead of ${expected}: ${reason}`);
	}
	const size = `${history.length} operations`;
	console.log(`${name.padEnd(34)} ${best.toFixed(0).padStart(6)} ms   ${size}   ${reason.slice(0, 90)}`);
}
console.log(`best of ${REPETITIONS}; target for the log: ${TARGET_MS} ms`);
measure("kafka, healthy", kafka(), kafkaHistory(false), "valid");
measure("kafka, with faults", kafka(), kafkaHistory(true), "invalid");
const processed = processedHistory();
measure("exactly-once", exactlyOnce(), processed, "valid");
measure("order-per-key", orderPerKey(), processed, "valid");
measure("order-per-partition", orderPerPartition(), processed, "valid");
export {};

//# sourceMappingURL=delivery.js.map