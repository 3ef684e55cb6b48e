export { c as effect, l as incarnation, u as log, d as name, f as nodes, p as onRequest } from "./programs.js";
