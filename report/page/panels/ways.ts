/** Where clicks in the views lead: into the space-time diagram. */

export interface Ways {
  /** To the operation at hand. */
  readonly toDiagram: () => void;
  /** To an event, and what is around it. */
  readonly toEvent: (event: number) => void;
  /** To one of some events, all of them in view. */
  readonly toEvents: (event: number, all: readonly number[]) => void;
}
