// bench/checkers/large-histories.ts
/** xorshift32 (Marsaglia 2003). */
function generator(seed) {
	let state = seed | 0 || 1;
	return (bound) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return Math.floor((state >>> 0) / 4294967296 * bound);
	};
}
/** Runs `load` with `clients` clients until all operations have completed; the same seed, the same history. */
function largeHistory(load, clients, seed = 1) {
	const below = generator(seed);
	const history = [];
	const open = new Array(clients).fill(void 0);
	const executed = new Uint8Array(clients);
	let clock = 0;
	let running = 0;
	while (history.length < load.operations || running > 0) {
		const client = below(clients);
		const operation = open[client];
		if (!operation) {
			if (history.length === load.operations) continue;
			const begun = {
				process: client,
				input: load.next(history.length, below),
				output: null,
				type: "ok",
				invoke: clock++,
				complete: 0
			};
			open[client] = begun;
			executed[client] = 0;
			running++;
			history.push(begun);
		} else if (!executed[client]) {
			operation.output = load.execute(operation.input);
			executed[client] = 1;
		} else {
			operation.complete = clock++;
			open[client] = void 0;
			running--;
		}
	}
	return history;
}
/** The same history, where `percent` of a hundred operations took effect and nobody was told. */
function withUnknownOutcomes(history, percent, seed = 1) {
	const below = generator(seed);
	let client = history.reduce((most, { process }) => Math.max(most, process), 0);
	return history.map((op) => {
		if (below(1e4) >= 100 * percent) return op;
		const { input, invoke } = op;
		return {
			process: ++client,
			input,
			type: "info",
			invoke,
			complete: Infinity
		};
	});
}
/** The same history, but for one read in its middle. */
function withWrongRead(history, wrong) {
	const changed = history.slice();
	const at = changed.findIndex(({ type, input }, index) => index >= history.length / 2 && type === "ok" && input.f === "read");
	changed[at] = {
		...changed[at],
		output: wrong(changed[at].output)
	};
	return changed;
}
/** Elements added one after the other, `percent` of a hundred with an unknown outcome, and then read by everybody. */
function finalReads(elements, percent, missing) {
	const history = withUnknownOutcomes(Array.from({ length: elements }, (_, value) => ({
		process: value % 10,
		input: {
			f: "add",
			value
		},
		type: "ok",
		invoke: 2 * value,
		complete: 2 * value + 1
	})), percent);
	const read = history.filter(({ type, input }) => type === "ok" || input.value % 2 === 0).slice(missing).map(({ input }) => input.value);
	for (let reader = 0; reader < 5; reader++) {
		const invoke = 2 * (elements + reader);
		history.push({
			process: reader,
			input: { f: "read" },
			output: read,
			type: "ok",
			invoke,
			complete: invoke + 1
		});
	}
	return history;
}
/** Each reads the keys of all others and writes its own, and none has seen another. */
function writeSkew(transactions) {
	return Array.from({ length: transactions }, (_, own) => {
		const ops = (value) => [...Array.from({ length: transactions }, (_, key) => [
			"r",
			key,
			value
		]).filter((_, key) => key !== own), [
			"w",
			own,
			own + 1
		]];
		return {
			process: own,
			input: {
				f: "txn",
				ops: ops(null)
			},
			output: ops(null),
			type: "ok",
			invoke: own,
			complete: transactions + own
		};
	});
}
/** Reads, writes of values that all differ, and compare-and-sets of what was there a moment ago; refused ones fail. */
function registerLoad(operations) {
	let held = null;
	let written = 0;
	return {
		operations,
		next(_serial, below) {
			const kind = below(10);
			if (kind < 5) return { f: "read" };
			return kind < 8 ? {
				f: "write",
				value: ++written
			} : {
				f: "cas",
				from: held,
				to: ++written
			};
		},
		execute({ f, value, from, to }) {
			if (f === "read") return held;
			if (f === "write") return void (held = value);
			if (held !== from) return false;
			held = to;
			return true;
		}
	};
}
/** Each value goes in once; `take` removes one and answers it, `null` if there is none. */
function containerLoad(values, names, object) {
	let inserted = 0;
	let left = 0;
	return {
		operations: 2 * values,
		next(serial, below) {
			const remaining = 2 * values - serial;
			const insert = inserted < values && (values - inserted >= remaining || below(2) === 0 || left < 1);
			left += insert ? 1 : -1;
			return insert ? {
				f: names[0],
				value: ++inserted * 7919 % 1048576
			} : { f: names[1] };
		},
		execute({ f, value }) {
			return f === names[0] ? void object.put(value) : object.take();
		}
	};
}
/** Every element is added, looked for and removed, by whoever comes along. */
function setLoad(values) {
	const elements = /* @__PURE__ */ new Set();
	return {
		operations: 2 * values,
		next(serial, below) {
			const value = serial >> 1;
			if ((serial & 1) === 0) return {
				f: "add",
				value
			};
			const earlier = Math.max(0, value - below(100));
			return earlier === value ? {
				f: "remove",
				value
			} : {
				f: "contains",
				value: earlier
			};
		},
		execute({ f, value }) {
			if (f === "contains") return elements.has(value);
			if (f === "remove") return elements.delete(value);
			const size = elements.size;
			return elements.add(value).size > size;
		}
	};
}
/** Additions of amounts from `least` to `most`, and reads of the total: `percent` of a hundred. */
function counterLoad(operations, [least, most], percent) {
	let total = 0;
	return {
		operations,
		next: (_serial, below) => below(100) < percent ? { f: "read" } : {
			f: "add",
			by: least + below(most - least + 1)
		},
		execute: (input) => input.f === "read" ? total : void (total += input.by)
	};
}
/** Transfers between accounts, and reads of all balances. */
function bankLoad(operations, initial) {
	const held = { ...initial };
	const accounts = Object.keys(initial);
	return {
		operations,
		next: (_serial, below) => {
			if (below(2) === 0) return { f: "read" };
			const from = below(accounts.length);
			const to = (from + 1 + below(accounts.length - 1)) % accounts.length;
			return {
				f: "transfer",
				from: accounts[from],
				to: accounts[to],
				amount: 1 + below(5)
			};
		},
		execute(input) {
			if (input.f === "read") return { ...held };
			const { from, to, amount } = input;
			if (held[from] < amount) return false;
			held[from] -= amount;
			held[to] += amount;
			return true;
		}
	};
}
export { largeHistory as a, withUnknownOutcomes as c, finalReads as i, withWrongRead as l, containerLoad as n, registerLoad as o, counterLoad as r, setLoad as s, bankLoad as t, writeSkew as u };

//# sourceMappingURL=large-histories.js.map