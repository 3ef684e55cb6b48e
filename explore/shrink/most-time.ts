/** How long a failure is shrunk where nobody says, in ms: the number of runs bounds it, the clock only where runs are slow. */
export const MOST_TIME_MS = 60_000;
