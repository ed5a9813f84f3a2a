// The arena as a picture: time goes right, addresses go up, each buffer is a letter.

import type { Placement } from "../index.ts";
import { bytes } from "./output.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ROWS = 16;
const MAX_COLUMNS = 72;
const LEGEND = 8;
const MAX_NAME = 60;

/** `steps` is the number of steps of the model. */
export function drawArena(placements: readonly Placement[], steps: number): string {
  const top = Math.max(0, ...placements.map(({ offset, bytes }) => offset + bytes));
  if (top === 0) return "arena: empty";
  const columns = Math.min(steps, MAX_COLUMNS);
  const named = [...placements]
    .sort((a, b) => a.first - b.first || a.offset - b.offset)
    .map((place, i) => ({ place, letter: LETTERS[i % LETTERS.length] }));
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const address = ((ROWS - row - 0.5) / ROWS) * top;
    const cells = Array.from({ length: columns }, (_, column) => {
      const step = Math.floor(((column + 0.5) / columns) * steps);
      return (
        named.find(
          ({ place: { offset, bytes, first, last } }) =>
            first <= step && step <= last && offset <= address && address < offset + bytes,
        )?.letter ?? "."
      );
    });
    const mark = row === 0 ? bytes(top) : row === ROWS - 1 ? "0" : "";
    return `${mark.padStart(10)} |${cells.join("")}`;
  });
  const largest = [...named].sort((a, b) => b.place.bytes - a.place.bytes).slice(0, LEGEND);
  const legend = largest.map(
    ({ place, letter }) => `  ${letter}  ${bytes(place.bytes).padStart(9)}  ${shorten(place.name)}`,
  );
  const axis = `${" ".repeat(11)}+${"-".repeat(columns)} steps 0..${steps - 1}`;
  return ["arena", ...lines, axis, "largest buffers", ...legend].join("\n");
}

function shorten(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}...` : name;
}
