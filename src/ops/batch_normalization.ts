// At inference a batch normalisation is one multiplication and one addition per channel.

import { requireShape } from "../graph/op_def.ts";
import { sameShape } from "../graph/tensor.ts";
import { constant } from "../kernels/call.ts";
import { binaryCall } from "./binary.ts";
import { close, defineOperator, type Operand, type Sample } from "./operator.ts";

type BatchNormalizationAttributes = { readonly epsilon: number };

const NAMES = ["gamma", "beta", "mean", "variance"] as const;

export const batch_normalization = defineOperator<BatchNormalizationAttributes>({
  name: "batch_normalization",
  doc: "gamma · (x − mean) / √(variance + epsilon) + beta, each [C], C the last dimension; constants",
  tolerance: close(2e-6, 1e-6),
  inPlace: [0],
  infer([x, ...channels]) {
    requireShape(x?.dtype === "f32", () => `batch_normalization takes f32, not ${x?.dtype ?? "nothing"}`);
    const count = x.shape.at(-1);
    for (const [i, name] of NAMES.entries()) {
      const tensor = channels[i];
      requireShape(
        count !== undefined && tensor?.dtype === "f32" && sameShape(tensor.shape, [count]),
        () => `batch_normalization: ${name} must be f32[${count}], is ${tensor?.dtype}[${tensor?.shape}]`,
      );
    }
    return [{ dtype: "f32", shape: x.shape }];
  },
  reference([x, ...channels], [y], { epsilon }) {
    if (x === undefined) throw new Error("batch_normalization has no input");
    const [gamma, beta, mean, variance] = channels.map((tensor) => tensor!.data);
    const count = y.shape.at(-1)!;
    return [
      Float32Array.from(x.data, (value, i) => {
        const c = i % count;
        return (gamma[c] * (value - mean[c])) / Math.sqrt(variance[c] + epsilon) + beta[c];
      }),
    ];
  },
  samples() {
    return [[3], [2, 8], [1, 3, 2, 5], [1, 4, 4, 17]].map((shape): Sample<BatchNormalizationAttributes> => {
      const channels = { dtype: "f32", shape: [shape.at(-1)!], constant: true } as const;
      const variance = { ...channels, range: [0.5, 2] } as const;
      const x = { dtype: "f32", shape } as const;
      const inputs = [x, channels, channels, channels, variance];
      return { title: `[${shape}]`, inputs, outputs: [x], attributes: { epsilon: 1e-3 } };
    });
  },
  lower({ attributes: { epsilon }, inputs: [x, ...channels], outputs: [y] }) {
    if (x === undefined) throw new Error("batch_normalization has no input");
    const [gamma, beta, mean, variance] = channels.map((tensor, i) => {
      requireShape(tensor?.data !== undefined, () => `batch_normalization: ${NAMES[i]} must be a constant`);
      return tensor.data;
    });
    const factors = Float32Array.from(gamma, (g, c) => g / Math.sqrt(variance[c] + epsilon));
    const offsets = Float32Array.from(beta, (b, c) => b - (gamma[c] * mean[c]) / Math.sqrt(variance[c] + epsilon));
    const perChannel = (values: Float32Array): Operand => ({
      dtype: "f32",
      shape: [values.length],
      buffer: constant(values),
    });
    return [binaryCall("mul_f32", x, perChannel(factors), y), binaryCall("add_f32", y, perChannel(offsets), y)];
  },
});
