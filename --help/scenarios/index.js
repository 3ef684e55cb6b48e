export { o as combined, s as measureTable, i as percentile, c as scenarios, a as summing, r as tableText } from "./scenarios.js";
