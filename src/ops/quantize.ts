// f32 -> int8, and int8 -> int8 of another scale.

import { requireShape } from "../graph/op_def.ts";
import { quantizeValue } from "../graph/rounding.ts";
import { elementCount, perTensor, type TensorType } from "../graph/tensor.ts";
import { call } from "../kernels/call.ts";
import { affineOf } from "./binary_int8.ts";
import { defineOperator, EXACT, type Sample } from "./operator.ts";
import { rescaleTable } from "./rescale_table.ts";
import { tableCall } from "./unary.ts";

export const quantize = defineOperator<Record<never, never>>({
  name: "quantize",
  doc: "rint(x / scale) + zero point of the output, saturated; NaN becomes the zero point",
  tolerance: EXACT,
  inPlace: [0],
  infer([x]) {
    requireShape(x !== undefined && x.dtype !== "i32", () => `quantize takes f32 or i8, not ${x?.dtype ?? "nothing"}`);
    return [{ dtype: "i8", shape: x.shape }];
  },
  reference([x], [y]) {
    if (x === undefined) throw new Error("quantize has no input");
    if (x.type.dtype === "i8") {
      const table = rescaleTable(x.type, y);
      return [Int8Array.from(x.data, (q) => table[q + 128])];
    }
    const { scale, zeroPoint } = affineOf(y);
    return [Int8Array.from(x.data, (value) => quantizeValue(value, scale, zeroPoint))];
  },
  samples() {
    const floats = [1, 3, 4, 7, 16, 33].map((n) => sample({ dtype: "f32", shape: [n] }, 0.02, 5));
    const wide = { dtype: "f32", shape: [200], range: [-1e9, 1e9] } as const;
    const from = { dtype: "i8", shape: [300], quantization: perTensor(0.05, -3) } as const;
    return [
      ...floats,
      sample(wide, 0.5, -128),
      sample(wide, 3e6, 127),
      sample(from, 0.03, 100),
      sample(from, 0.05, -3),
    ];
  },
  lower({ inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("quantize has no input");
    const end = elementCount(y.shape);
    if (x.dtype === "i8") return [tableCall(rescaleTable(x, y), end, x.buffer, y.buffer)];
    const { scale, zeroPoint } = affineOf(y);
    return [
      call("quantize_f32", "Convert", end, { x: x.buffer, y: y.buffer, scale: Math.fround(1 / scale), zeroPoint }),
    ];
  },
});

function sample(x: Sample["inputs"][number] & object, scale: number, zeroPoint: number): Sample<Record<never, never>> {
  const y: TensorType = { dtype: "i8", shape: x.shape, quantization: perTensor(scale, zeroPoint) };
  return { title: `to ${scale}, ${zeroPoint}`, inputs: [x], outputs: [y], attributes: {} };
}
