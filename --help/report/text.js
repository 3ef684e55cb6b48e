import { zt as shorten } from "../checkers/checkers.js";
// report/story/wrap.ts
/** Text in rows. */
/** Rows of at most `columns` characters, broken at spaces where possible, each after `indent`. */
function wrap(text, columns, indent) {
	const lines = [];
	let rest = text;
	while (rest.length > columns) {
		const space = rest.lastIndexOf(" ", columns);
		const end = space > columns / 2 ? space : columns;
		lines.push(indent + rest.slice(0, end));
		rest = rest.slice(end).trimStart();
	}
	lines.push(indent + rest);
	return lines;
}
// report/story/text.ts
/** A story as rows of text: one line of it takes a row, or a few where the terminal is narrow. */
/** Rows of one line of the story at most; what is longer is cut so that it stays readable. */
const MOST_ROWS = 2;
/** Narrower than this nothing can be read. */
const LEAST_COLUMNS = 24;
/** Letters that some terminals lack. */
const PLAIN = {
	"→": "->",
	"↔": "<->",
	"…": "...",
	"✗": "x",
	"⋮": ":",
	"×": "x"
};
/** @param latencyMs how long every message takes, where that is fixed */
function storyRows({ lines, hum }, pen, latencyMs) {
	const width = Math.max(...lines.map(({ atMs }) => moment(atMs).length), 0);
	const aside = (text) => wrap(text, pen.columns - 2, "  ").map((row) => pen.paint?.("aside", row) ?? row);
	const rows = [
		...latencyMs === void 0 ? [] : aside(`every message takes ${latencyMs} ms unless stated otherwise`),
		...lines.flatMap((line) => rowsOf(line, width, pen).map((row) => pen.paint?.(line, row) ?? row)),
		...hum === 0 ? [] : aside(`also left out: ${hum} ${hum === 1 ? "message" : "messages"} like many others that changed nothing`)
	];
	return pen.unicode ? rows : rows.map(plain);
}
/** What shows the failure is marked, and so is what goes wrong: colours alone would tell nothing without colours. */
function rowsOf({ is, atMs, text, shows }, width, { columns, unicode }) {
	if (is === "gap") return [`   ${"⋮".padStart(width)}  ${text}`];
	const head = ` ${shows === true && is !== "ask" ? "✗" : is === "fault" ? "!" : " "} ${moment(atMs).padStart(width)}  `;
	const room = Math.max(LEAST_COLUMNS, columns - head.length);
	return wrap(shorten(unicode ? text : plain(text), MOST_ROWS * room - 12, { gap: unicode ? "…" : "..." }), room, " ".repeat(head.length)).map((row, index) => index === 0 ? head + row.trimStart() : row);
}
const plain = (text) => text.replace(/[→↔…✗⋮×]/g, (letter) => PLAIN[letter] ?? letter);
const moment = (ms) => `${ms.toFixed(1)} ms`;
export { wrap as n, storyRows as t };

//# sourceMappingURL=text.js.map