// At inference a batch normalisation is one multiplication and one addition per channel; int8 goes through f32.

import { requireShape } from "../graph/op_def.ts";
import { dequantizeValue, quantizeValue } from "../graph/rounding.ts";
import { elementCount, perTensor, sameShape, type TensorType, type TensorValue } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { binaryCall } from "./binary.ts";
import { affineOf } from "./binary_int8.ts";
import { close, defineOperator, type Operand, type Sample } from "./operator.ts";

type BatchNormalizationAttributes = { readonly epsilon: number };

const NAMES = ["gamma", "beta", "mean", "variance"] as const;

export const batch_normalization = defineOperator<BatchNormalizationAttributes>({
  name: "batch_normalization",
  doc: "gamma · (x − mean) / √(variance + epsilon) + beta, each [C], C the last dimension; constants",
  tolerance: close(2e-6, 1e-6),
  inPlace: [0],
  infer([x, ...channels]) {
    requireShape(
      x !== undefined && x.dtype !== "i32",
      () => `batch_normalization takes f32 or i8, not ${x?.dtype ?? "nothing"}`,
    );
    const count = x.shape.at(-1);
    for (const [i, name] of NAMES.entries()) {
      const tensor = channels[i];
      requireShape(
        count !== undefined && tensor?.dtype === "f32" && sameShape(tensor.shape, [count]),
        () => `batch_normalization: ${name} must be f32[${count}], is ${tensor?.dtype}[${tensor?.shape}]`,
      );
    }
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  reference([x, ...channels], [y], { epsilon }) {
    if (x === undefined) throw new Error("batch_normalization has no input");
    const parameters = channels.map((tensor) => tensor!.data);
    const count = y.shape.at(-1)!;
    if (x.type.dtype === "i8") return [normalizeInt8(x, y, scaleAndShift(parameters, epsilon))];
    const [gamma, beta, mean, variance] = parameters;
    return [
      Float32Array.from(x.data, (value, i) => {
        const c = i % count;
        return (gamma[c] * (value - mean[c])) / Math.sqrt(variance[c] + epsilon) + beta[c];
      }),
    ];
  },
  samples() {
    return [[3], [2, 8], [1, 3, 2, 5], [1, 4, 4, 17]].flatMap((shape) => {
      const floats = { dtype: "f32", shape } as const;
      const bytes = { dtype: "i8", shape, quantization: perTensor(0.03, -7) } as const;
      return [sample(floats, floats), sample(bytes, { ...bytes, quantization: perTensor(0.05, 11) })];
    });
  },
  lower({ attributes: { epsilon }, inputs: [x, ...channels], outputs: [y], scratch }) {
    if (x === undefined) throw new Error("batch_normalization has no input");
    const parameters = channels.map((tensor, i) => {
      requireShape(tensor?.data !== undefined, () => `batch_normalization: ${NAMES[i]} must be a constant`);
      return tensor.data;
    });
    const { scale, shift } = scaleAndShift(parameters, epsilon);
    const perChannel = (values: Float32Array): Operand => ({
      dtype: "f32",
      shape: [values.length],
      buffer: constant(values),
    });
    const normalize = (from: Operand, to: Operand) => [
      binaryCall("mul_f32", from, perChannel(scale), to),
      binaryCall("add_f32", to, perChannel(shift), to),
    ];
    if (x.dtype === "f32") return normalize(x, y);
    const count = elementCount(x.shape);
    const real: Operand = { dtype: "f32", shape: x.shape, buffer: scratch(4 * count) };
    const convert = (kernel: string, from: Operand, to: Operand, affine: { scale: number; zeroPoint: number }) =>
      call(kernel, "Convert", count, { x: from.buffer, y: to.buffer, ...affine });
    const { scale: step, zeroPoint } = affineOf(y);
    return [
      convert("dequantize_i8", x, real, affineOf(x)),
      ...normalize(real, real),
      convert("quantize_f32", real, y, { scale: Math.fround(1 / step), zeroPoint }),
    ];
  },
});

/** What normalising multiplies by and then adds, one f32 a channel. `parameters`: gamma, beta, mean, variance. */
export function scaleAndShift(parameters: readonly ArrayLike<number>[], epsilon: number) {
  const [gamma, beta, mean, variance] = parameters;
  const factor = (c: number) => gamma[c] / Math.sqrt(variance[c] + epsilon);
  return {
    scale: Float32Array.from(gamma, (_, c) => factor(c)),
    shift: Float32Array.from(beta, (b, c) => b - mean[c] * factor(c)),
  };
}

/** In f32, every step rounded, as the kernels do it. */
function normalizeInt8(x: TensorValue, y: TensorType, { scale, shift }: ReturnType<typeof scaleAndShift>): Int8Array {
  const from = affineOf(x.type);
  const to = affineOf(y);
  return Int8Array.from(x.data, (q, i) => {
    const c = i % scale.length;
    const product = Math.fround(dequantizeValue(q, from.scale, from.zeroPoint) * scale[c]);
    return quantizeValue(Math.fround(product + shift[c]), to.scale, to.zeroPoint);
  });
}

function sample(x: TensorType, y: TensorType): Sample<BatchNormalizationAttributes> {
  const channels = { dtype: "f32", shape: [x.shape.at(-1)!], constant: true } as const;
  const variance = { ...channels, range: [0.5, 2] } as const;
  const inputs = [x, channels, channels, channels, variance];
  return { title: `[${x.shape}]`, inputs, outputs: [y], attributes: { epsilon: 1e-3 } };
}
