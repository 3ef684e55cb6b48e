export { r as endChildren, t as maelstromScenarios, n as runWithFigures } from "../programs/programs.js";
