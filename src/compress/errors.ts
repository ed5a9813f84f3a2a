// What makes a model or its calibration data unfit for quantisation.

/** The message says what was seen, where, and what to do. */
export class QuantizeError extends Error {
  override readonly name = "QuantizeError";
}
