export { t as storyRows } from "../report/text.js";
