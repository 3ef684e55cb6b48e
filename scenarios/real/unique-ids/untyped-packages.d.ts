/** The package has no types of its own; what we use of it. */
declare module 'flake-idgen' {
  const FlakeId: new () => { next(): Buffer };
  export default FlakeId;
}
