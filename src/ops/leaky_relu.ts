import { close } from "./operator.ts";
import { rescaleTable } from "./rescale_table.ts";
import { unary } from "./unary.ts";

export const leaky_relu = unary<{ readonly alpha: number }>({
  name: "leaky_relu",
  doc: "x < 0 ? alpha · x : x",
  reference: (x, { alpha }) => (x < 0 ? x * alpha : x),
  domain: [-4, 4],
  tolerance: close(0, 1.2e-7),
  table: (x, y, { alpha }) => rescaleTable(x, y, alpha),
  attributes: [{ alpha: 0.2 }, { alpha: 1.5 }, { alpha: -0.5 }],
  constants: ({ alpha }) => ({ alpha }),
});
