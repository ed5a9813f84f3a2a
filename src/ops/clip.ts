import type { ClampAttributes } from "./clamp.ts";
import { EXACT } from "./operator.ts";
import { unary } from "./unary.ts";

type ClipAttributes = Pick<ClampAttributes, "min" | "max">;

export const clip = unary<ClipAttributes>({
  name: "clip",
  doc: "clamp(x, min, max); an absent bound does not bind",
  reference: (x, { min = -Infinity, max = Infinity }) => Math.min(Math.max(x, Math.fround(min)), Math.fround(max)),
  domain: [-4, 4],
  tolerance: EXACT,
  attributes: [{ min: -1.3, max: 2.7 }, { min: 0.1 }, { max: 0.5 }, {}],
  constants: ({ min = -Infinity, max = Infinity }) => ({ alpha: min, beta: max }),
});
