export { t as runReport } from "../report/run-report.js";
