export { t as reportHtml } from "../report/html.js";
