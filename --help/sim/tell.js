export { t as storyOfFailure } from "../report/tell.js";
