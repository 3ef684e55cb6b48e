export { h as freshModules, m as nodeProgram } from "./programs.js";
