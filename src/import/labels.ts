// Lists of class names, one a line.

/** Lines that all begin with their number ("0 tench") lose it. None where the text has no lines. */
export function parseLabels(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  const isNumbered = lines.every((line, i) => new RegExp(`^${i}[\\s:,]`).test(line));
  return isNumbered ? lines.map((line) => line.replace(/^\d+[\s:,]+/, "")) : lines;
}
