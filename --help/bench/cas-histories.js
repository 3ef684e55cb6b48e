// bench/checkers/cas-histories.ts
const VALUES = 5;
/** Clients invoke, take effect and return at random; as many reads as writes as compare-and-sets, as Jepsen draws them. */
function casHistory({ clients, operations, crashedPerMille = 0, lies = 0, seed }) {
	const below = generator(seed);
	const history = [];
	const open = [];
	const idle = Array.from({ length: clients }, (_, client) => client);
	let held = null;
	let position = 0;
	let nextClient = clients;
	const execute = (input) => {
		if (input.f === "read") return held;
		if (input.f === "cas" && held !== input.from) return false;
		held = input.f === "cas" ? input.to : input.value;
		return input.f === "cas" ? true : void 0;
	};
	while (history.length < operations || open.length > 0) {
		const choice = below(open.length + (history.length < operations ? idle.length : 0));
		const running = open[choice];
		if (!running) {
			const process = idle.splice(choice - open.length, 1)[0];
			open.push({
				index: history.length,
				done: false,
				output: void 0
			});
			history.push({
				process,
				input: draw(below),
				type: "info",
				invoke: position++,
				complete: Infinity
			});
			continue;
		}
		const operation = history[running.index];
		const crashes = below(2e3) < crashedPerMille;
		if (!crashes && !running.done) {
			running.output = execute(operation.input);
			running.done = true;
			continue;
		}
		if (crashes) idle.push(nextClient++);
		else {
			const { output } = running;
			history[running.index] = {
				...operation,
				type: "ok",
				complete: position++,
				...output === void 0 ? {} : { output }
			};
			idle.push(operation.process);
		}
		open[choice] = open[open.length - 1];
		open.pop();
	}
	for (let lie = 0; lie < lies; lie++) spoil(history, below);
	return history;
}
function draw(below) {
	const kind = below(3);
	if (kind === 0) return { f: "read" };
	return kind === 1 ? {
		f: "write",
		value: below(VALUES)
	} : {
		f: "cas",
		from: below(VALUES),
		to: below(VALUES)
	};
}
/** Lets one read answer another value. */
function spoil(history, below) {
	for (;;) {
		const index = Math.floor(history.length / 3) + below(Math.ceil(2 * history.length / 3));
		const operation = history[index];
		if (operation?.type !== "ok" || operation.input.f !== "read") continue;
		history[index] = {
			...operation,
			output: below(VALUES)
		};
		return;
	}
}
/** xorshift32 (Marsaglia 2003). */
function generator(seed) {
	let state = Math.imul(seed + 1, 2654435761) | 1;
	return (bound) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return Math.floor((state >>> 0) / 4294967296 * bound);
	};
}
export { casHistory as t };

//# sourceMappingURL=cas-histories.js.map