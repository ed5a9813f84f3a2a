// Lists of class names, one a line.

import { UserError } from "./errors.ts";
import { readText } from "./files.ts";

/** Lines that all begin with their number ("0 tench") lose it. Throws UserError. */
export async function readLabels(path: string): Promise<string[]> {
  const lines = (await readText(path, "the labels")).split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) throw new UserError(`the labels ${path} are empty: give one label a line`);
  const isNumbered = lines.every((line, i) => new RegExp(`^${i}[\\s:,]`).test(line));
  return isNumbered ? lines.map((line) => line.replace(/^\d+[\s:,]+/, "")) : lines;
}
