export { t as casHistory } from "../cas-histories.js";
