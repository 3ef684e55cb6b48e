/** The package has no types of its own; `opossum.ts` says what we use of it. */
declare module 'opossum' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
declare module 'opossum-4.2.0' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
declare module 'opossum-4.2.1' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
