// A user's mistake is one line on stderr and exit code 2; only our own mistakes show a stack trace.

import { PhotoError } from "../image/decode.ts";
import { WrenError } from "../index.ts";
import { LearnError } from "../learn.ts";
import { ExportError, FormatError, GraphError, ImportError, OptionError, QuantizeError } from "../tools.ts";

export const EXIT_FAILED_CHECK = 1;
export const EXIT_BAD_INPUT = 2;
const EXIT_INTERNAL = 70;

/** Says what is wrong with an argument or a file, and what to do. */
export class UserError extends Error {
  override readonly name = "UserError";
}

const MISTAKES = [
  UserError,
  WrenError,
  GraphError,
  ImportError,
  FormatError,
  OptionError,
  QuantizeError,
  ExportError,
  LearnError,
  PhotoError,
];

/** Prints the error; returns the exit code. */
export function reportError(error: unknown): number {
  if (MISTAKES.some((kind) => error instanceof kind)) {
    process.stderr.write(`bitwren: ${(error as Error).message}\n`);
    return EXIT_BAD_INPUT;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`bitwren: internal error, please report it: ${details}\n`);
  return EXIT_INTERNAL;
}

/** A file system error in words: `permission denied (EACCES)`. */
export function describeIo(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "no such file or folder",
    EACCES: "permission denied",
    EPERM: "not permitted",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of the path is a file",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
    EEXIST: "a file is in the way",
  };
  return code !== undefined && words[code] !== undefined ? `${words[code]} (${code})` : message;
}
