import { Mt as linearizable, Ot as keyValueModel, l as parseHistory, r as makeJudge, yt as casRegisterModel } from "../checkers/checkers.js";
import { join } from "node:path";
import { existsSync, readFileSync } from "node:fs";
// bench/checkers/recorded.ts
/** Histories recorded from real systems, read from beside the project where they are. */
/** The histories under `../shared/histories`, seen from the project; none where that is absent. */
function recordedHistories(folder = join(process.cwd(), "../shared/histories")) {
	const manifest = join(folder, "manifest.json");
	if (!existsSync(manifest)) return [];
	return JSON.parse(readFileSync(manifest, "utf8")).map(({ file, verdict }) => {
		const [kind] = file.split("/");
		const { adapter, independent } = makeJudge(kind === "kv" ? "key-value" : "cas-register", kind === "cas-register" ? { initial: 0 } : {});
		return {
			file,
			verdict,
			history: parseHistory(readFileSync(join(folder, file), "utf8"), adapter, { independent }),
			checker: checkerFor(kind)
		};
	});
}
function checkerFor(kind) {
	if (kind === "kv") return linearizable(keyValueModel());
	if (kind === "etcd") return linearizable(casRegisterModel({ failedCas: "observe" }));
	return linearizable(casRegisterModel({
		initial: 0,
		nullRead: "anything"
	}));
}
export { recordedHistories as t };

//# sourceMappingURL=recorded.js.map