export { t as recordedHistories } from "../recorded.js";
