// A way in which arrays become empty that surprises people.

/** Why an array has no elements, most likely. */
export const TRANSFERRED =
  "its bytes are gone: the buffer was transferred to another thread (postMessage, structuredClone); pass a copy";
