// Between element types by value, quantisation disregarded.

import { requireShape } from "../graph/op_def.ts";
import { clampInt, INT8_MAX, INT8_MIN } from "../graph/rounding.ts";
import { type DType, elementCount } from "../graph/tensor.ts";
import { call, constant, type KernelCall } from "../kernels/call.ts";
import { binaryCall } from "./binary.ts";
import { defineOperator, EXACT, type Operand, type Sample } from "./operator.ts";

interface CastAttributes {
  readonly [name: string]: string;
  /** Element type of the output. */
  readonly to: DType;
}

const TYPES: readonly DType[] = ["f32", "i8", "i32"];

export const cast = defineOperator<CastAttributes>({
  name: "cast",
  doc: "x in another element type: towards zero, saturated; NaN becomes 0",
  tolerance: EXACT,
  infer([x], { to }) {
    requireShape(x !== undefined && TYPES.includes(to), () => `cast goes to ${TYPES.join(", ")}, not ${to}`);
    return [{ dtype: to, shape: x.shape }];
  },
  reference([x], _outputs, { to }) {
    if (x === undefined) throw new Error("cast has no input");
    const whole = (low: number, high: number) => (value: number) =>
      Number.isNaN(value) ? 0 : clampInt(Math.trunc(value), low, high);
    if (to === "f32") return [Float32Array.from(x.data)];
    if (to === "i8") return [Int8Array.from(x.data, whole(INT8_MIN, INT8_MAX))];
    return [Int32Array.from(x.data, whole(-2147483648, 2147483647))];
  },
  samples() {
    const range = { f32: [-300, 300], i8: [-128, 127], i32: [-200, 200] } as const;
    const samples = TYPES.flatMap((from) =>
      TYPES.map((to): Sample<CastAttributes> => {
        const x = { dtype: from, shape: [19], range: range[from] };
        return { title: `to ${to}`, inputs: [x], outputs: [{ dtype: to, shape: [19] }], attributes: { to } };
      }),
    );
    const wide = { dtype: "f32", shape: [50], range: [-1e10, 1e10] } as const;
    samples.push({
      title: "wide",
      inputs: [wide],
      outputs: [{ dtype: "i32", shape: [50] }],
      attributes: { to: "i32" },
    });
    return samples;
  },
  lower({ inputs: [x], outputs: [y] }) {
    if (x === undefined) throw new Error("cast has no input");
    if (x.dtype === y.dtype) return [copy(x, y)];
    const kernel = x.dtype === "i8" && y.dtype === "f32" ? "dequantize_i8" : `cast_${x.dtype}_${y.dtype}`;
    const params = { x: x.buffer, y: y.buffer, scale: 1, zeroPoint: 0 };
    return [call(kernel, "Convert", elementCount(y.shape), params)];
  },
});

function copy(x: Operand, y: Operand): KernelCall {
  const end = elementCount(y.shape);
  const buffers = { x: x.buffer, y: y.buffer };
  if (x.dtype === "i8") return call("clip_i8", "ClampInt8", end, { ...buffers, low: INT8_MIN, high: INT8_MAX });
  if (x.dtype === "f32") return call("clip_f32", "Unary", end, { ...buffers, alpha: -Infinity, beta: Infinity });
  const zero: Operand = { dtype: "i32", shape: [], buffer: constant(Int32Array.of(0)) };
  return binaryCall("add_i32", x, zero, y);
}
