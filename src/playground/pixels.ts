// How pixels become a float input: schemes by their names, and the fields that show and change the numbers.

import type { Preprocessing } from "../index.ts";
import { byId, element } from "./dom.ts";

export type Normalisation = Pick<Preprocessing, "mean" | "std">;

const OWN = "own numbers";
const SCHEMES: Readonly<Record<string, Normalisation>> = {
  "0 to 255": { mean: [0], std: [1] },
  "0 to 1": { mean: [0], std: [255] },
  "−1 to 1": { mean: [127.5], std: [127.5] },
  "ImageNet's": { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] },
};

const scheme = byId<HTMLSelectElement>("scheme");
const fields = { mean: byId<HTMLInputElement>("mean"), std: byId<HTMLInputElement>("std") };

const textOf = (values: readonly number[]) => values.map((value) => Number(value.toFixed(3))).join(", ");

/** Undefined unless it is `counts[…]` numbers with commas between. */
function parse(text: string, counts: readonly number[]): number[] | undefined {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values.every(Number.isFinite) && counts.includes(values.length) ? values : undefined;
}

/** Shows what the model does, or nothing where it takes no photos. */
export function showNormalisation(preprocessing: Preprocessing | undefined): void {
  byId("pixels").hidden = preprocessing === undefined;
  if (preprocessing === undefined) return;
  const { mean, std, color } = preprocessing;
  const names = Object.keys(SCHEMES).filter((name) => color !== "gray" || SCHEMES[name].mean.length === 1);
  const same = (name: string) =>
    textOf(SCHEMES[name].mean) === textOf(mean) && textOf(SCHEMES[name].std) === textOf(std);
  scheme.replaceChildren(...[...names, OWN].map((name) => element("option", {}, name)));
  scheme.value = names.find(same) ?? OWN;
  fields.mean.value = textOf(mean);
  fields.std.value = textOf(std);
}

/** `use` gets what the user has chosen; `refuse`, why that is no choice. */
export function onNormalisation(use: (chosen: Normalisation) => void, refuse: (why: string) => void): void {
  scheme.addEventListener("change", () => {
    if (scheme.value === OWN) fields.mean.focus();
    else use(SCHEMES[scheme.value]);
  });
  for (const field of Object.values(fields)) {
    field.addEventListener("change", () => {
      const [mean, std] = [parse(fields.mean.value, [1, 3]), parse(fields.std.value, [1, 3])];
      if (mean === undefined) refuse("The mean is one number, or three with commas.");
      else if (std === undefined || std.includes(0))
        refuse("The divisor is one number, or three with commas, none of them 0.");
      else use({ mean, std });
    });
  }
}
