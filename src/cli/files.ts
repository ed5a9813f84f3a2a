// Reading and writing files with messages for people. Outputs appear whole or not at all: they are written beside their
// place under a temporary name, then renamed.

import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describeIo, UserError } from "./errors.ts";

/** `what` is for the message: "the model". */
export async function readBytes(path: string, what: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, length } = await readFile(path);
    // A plain array: a Buffer's slice does not copy.
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    throw new UserError(`cannot read ${what} ${path}: ${describeIo(error)}`);
  }
}

export async function readText(path: string, what: string): Promise<string> {
  const bytes = await readBytes(path, what);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${what} ${path} is not a text file in UTF-8`);
  }
}

export interface OutputFile {
  readonly path: string;
  readonly data: Uint8Array | string;
}

/** Fails early, before long work, where files could not be written: the folder must exist and take a file. */
export async function checkWritable(path: string): Promise<void> {
  const temporary = temporaryName(path);
  try {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    await writeFile(temporary, "");
    await rm(temporary);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** All files or none; with `folder`, that folder is made first. */
export async function writeOutputs(files: readonly OutputFile[], folder?: string): Promise<void> {
  let current = folder ?? files[0].path;
  try {
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    for (const { path, data } of files) {
      current = path;
      await writeFile(temporaryName(path), data);
    }
    for (const { path } of files) {
      current = path;
      await rename(temporaryName(path), path);
    }
  } catch (error) {
    for (const { path } of files) await rm(temporaryName(path), { force: true }).catch(() => undefined);
    throw cannotWrite(current, error);
  }
}

function temporaryName(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

function cannotWrite(path: string, error: unknown): UserError {
  const hint = (error as NodeJS.ErrnoException).code === "ENOENT" ? `: make the folder ${dirname(path)} first` : "";
  return new UserError(`cannot write ${path}: ${describeIo(error)}${hint}`);
}
