/** A model that cannot be exported as it was asked for; the message says what can. */
export class ExportError extends Error {
  override readonly name = "ExportError";
}
