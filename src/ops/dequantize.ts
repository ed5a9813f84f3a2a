// int8 -> f32; of constants also int32.

import { requireShape } from "../graph/op_def.ts";
import { dequantizeValue } from "../graph/rounding.ts";
import { elementCount, perTensor, rowMajorStrides } from "../graph/tensor.ts";
import { call } from "../kernels/call.ts";
import { affineOf } from "./binary_int8.ts";
import { defineOperator, EXACT } from "./operator.ts";

export const dequantize = defineOperator<Record<never, never>>({
  name: "dequantize",
  doc: "scale · (x − zero point); per channel and of i32 for constants only",
  tolerance: EXACT,
  infer([x]) {
    requireShape(
      x !== undefined && x.dtype !== "f32",
      () => `dequantize takes i8 or i32, not ${x?.dtype ?? "nothing"}`,
    );
    return [{ dtype: "f32", shape: x.shape }];
  },
  reference([x]) {
    if (x === undefined) throw new Error("dequantize has no input");
    const { shape, quantization = perTensor(1, 0) } = x.type;
    const { scale, zeroPoint, axis } = quantization;
    const stride = rowMajorStrides(shape)[axis] ?? 1;
    const channel = (i: number) => (scale.length === 1 ? 0 : Math.floor(i / stride) % scale.length);
    return [Float32Array.from(x.data, (q, i) => dequantizeValue(q, scale[channel(i)], zeroPoint[channel(i)]))];
  },
  samples() {
    return [1, 3, 4, 7, 16, 300].map((n, i) => ({
      title: `${n}`,
      inputs: [{ dtype: "i8", shape: [n], quantization: perTensor(0.037, [-128, 0, 127][i % 3]) }],
      outputs: [{ dtype: "f32", shape: [n] }],
      attributes: {},
    }));
  },
  lower({ inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("dequantize has no input");
    requireShape(x.dtype === "i8", () => "dequantize of i32 takes constants only");
    const { scale, zeroPoint } = affineOf(x);
    return [call("dequantize_i8", "Convert", elementCount(y.shape), { x: x.buffer, y: y.buffer, scale, zeroPoint })];
  },
});
