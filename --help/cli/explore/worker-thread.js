import { n as serve } from "../../explore/serve.js";
import { a as scenarioOfCapsule, t as tellStory } from "../tell-story.js";
// cli/explore/worker-thread.ts
const known = /* @__PURE__ */ new Map();
const find = ({ name, file }) => {
	const key = `${file ?? ""}#${name}`;
	const found = known.get(key) ?? scenarioOfCapsule({
		scenario: name,
		...file === void 0 ? {} : { file }
	});
	known.set(key, found);
	return found;
};
serve(find, tellStory);
export {};

//# sourceMappingURL=worker-thread.js.map