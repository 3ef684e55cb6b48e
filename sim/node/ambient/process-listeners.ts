/** Who listens to the `process` of one incarnation. */

/** What Node keeps of who listens to a process. */
export class ProcessListeners {
  listeners: object = Object.create(null) as object;
  capture: ((error: unknown) => void) | null = null;
}
