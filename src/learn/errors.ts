// What makes a model or its examples unfit for learning.

/** The message says what was seen, where, and what to do. */
export class LearnError extends Error {
  override readonly name = "LearnError";
}
