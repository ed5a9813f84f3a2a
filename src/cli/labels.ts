// Lists of class names, one a line.

import { parseLabels } from "../tools.ts";
import { UserError } from "./errors.ts";
import { readText } from "./files.ts";

/** Lines that all begin with their number ("0 tench") lose it. Throws UserError. */
export async function readLabels(path: string): Promise<string[]> {
  const labels = parseLabels(await readText(path, "the labels"));
  if (labels.length === 0) throw new UserError(`the labels ${path} are empty: give one label a line`);
  return labels;
}
