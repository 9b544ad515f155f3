/** Throws when an invariant of our own code is broken. Never for what users or files can cause. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${message}`);
}

/** Ends every `switch` over a union, so that a new member is a type error. */
export function unreachable(value: never): never {
  throw new Error(`broken invariant: unhandled ${JSON.stringify(value)}`);
}
