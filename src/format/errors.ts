// Every error a user of the runtime can meet: a code for programs, a message that says what was seen and what to do.

export type ErrorCode =
  | "NOT_A_MODEL" /* the bytes are not a .wren file */
  | "HTML_INSTEAD_OF_MODEL" /* a server sent a page where the model should be */
  | "UNSUPPORTED_VERSION" /* written by a newer or older compiler */
  | "CORRUPT_MODEL" /* truncated, or a checksum, size, offset or field is wrong */
  | "MISSING_KERNEL" /* the model needs a kernel this runtime does not have */
  | "NO_WEBASSEMBLY" /* the host has none */
  | "BUILD_UNAVAILABLE" /* the build asked for does not run here */
  | "WASM_NOT_FOUND" /* bitwren/slim: the file of the build is not where it should be */
  | "CODE_FORBIDDEN" /* the host compiles no wasm: a Content-Security-Policy, or a host that takes only modules */
  | "OUT_OF_MEMORY" /* the host refused the model's memory */
  | "FETCH_FAILED" /* the model could not be read from where it was said to be */
  | "INTEGRITY_FAILED" /* the model is not the file whose SHA-256 was given, or it cannot be checked */
  | "WORKER_FAILED" /* bitwren/worker: the worker cannot start, or has ended */
  | "BAD_INPUT" /* wrong name, element type, length or value given to run or classify */
  | "NOT_A_CLASSIFIER" /* classify needs one image input and one output of scores */
  | "NOT_FINITE" /* the model's scores are NaN or infinite */
  | "DISPOSED" /* the model was used after dispose() */
  | "WORKER_LOST" /* a thread of the model was ended from outside during a run */
  | "KERNEL_TRAP"; /* a kernel left its memory: the model file lies about its sizes */

/** Thrown by everything in the runtime; `code` is stable, the text is for people. */
export class WrenError extends Error {
  override readonly name = "WrenError";
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
