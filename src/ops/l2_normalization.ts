import { requireShape } from "../graph/op_def.ts";
import { elementCount } from "../graph/tensor.ts";
import { call } from "../kernels/call.ts";
import { close, defineOperator } from "./operator.ts";
import { mapRows, requireRows } from "./softmax.ts";

/** Norms below this divide as this: TFLite's constant. */
const LEAST_NORM = 1e-6;

export const l2_normalization = defineOperator<Record<never, never>>({
  name: "l2_normalization",
  doc: "x / max(√Σx², 1e-6) over the last axis",
  tolerance: close(0, 2e-7),
  inPlace: [0],
  infer([x]) {
    requireShape(x?.dtype !== "i8", () => "l2_normalization of i8 is not supported: dequantise before it");
    return [requireRows("l2_normalization", x)];
  },
  reference([x], [y]) {
    if (x === undefined) throw new Error("l2_normalization has no input");
    const normalize = (row: Float32Array) => {
      const norm = Math.sqrt(row.reduce((sum, v) => sum + v * v, 0));
      return row.map((v) => v / Math.max(norm, LEAST_NORM));
    };
    return [mapRows(x.data as Float32Array, y.shape, normalize)];
  },
  samples() {
    const small = [-1e-8, 1e-8] as const;
    return [[1], [3], [2, 4], [5, 7], [1, 2, 2, 33]].flatMap((shape) =>
      [small, [-2, 2] as const].map((range) => ({
        title: `in [${range}]`,
        inputs: [{ dtype: "f32" as const, shape, range }],
        outputs: [{ dtype: "f32" as const, shape }],
        attributes: {},
      })),
    );
  },
  lower({ inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("l2_normalization has no input");
    const columns = y.shape.at(-1)!;
    const params = { x: x.buffer, y: y.buffer, columns, alpha: LEAST_NORM };
    return [call("l2_normalization_f32", "Rows", elementCount(y.shape) / columns, params)];
  },
});
