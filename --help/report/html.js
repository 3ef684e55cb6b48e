import { fileURLToPath } from "node:url";
import { existsSync, readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
// report/html.ts
/** A report as one HTML file: the built page with the document inside, compressed, so that none of it can be markup. */
/** Where the built page has its document. */
const PLACE = "<!-- the document -->";
let template;
/**
* The file's whole text. Only letters, digits, `+`, `/` and `=` of the document enter it.
* @throws Error in one sentence when the page was not built
*/
function reportHtml(document) {
	const packed = deflateRawSync(JSON.stringify(document), { level: 7 }).toString("base64");
	template ??= readTemplate();
	const at = template.indexOf(PLACE);
	return `${template.slice(0, at)}${packed}${template.slice(at + 21)}`;
}
/** Beside this file when built; in `dist` when run from the sources. */
function readTemplate() {
	const found = ["./template.html", "../dist/report/template.html"].map((place) => fileURLToPath(new URL(place, new URL("./html.js", import.meta.url).href))).find((place) => existsSync(place));
	if (found === void 0) throw new Error("the page of the report, template.html, is not in the package: install seedstorm again, or in its own checkout run npm run build");
	const text = readFileSync(found, "utf8");
	if (!text.includes(PLACE)) throw new Error(`${found} is no page of a report`);
	return text;
}
export { reportHtml as t };

//# sourceMappingURL=html.js.map