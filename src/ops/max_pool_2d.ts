import { elementCount, sameQuantization } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { inferPool, type PoolAttributes, type PoolCase, poolReference, poolSamples } from "./pool.ts";
import { poolCalls, poolValues } from "./pool_calls.ts";
import { int8Table } from "./unary.ts";

export const max_pool_2d = defineOperator<PoolAttributes>({
  name: "max_pool_2d",
  doc: "y = clamp(the largest value in the window, min, max); padding does not count",
  tolerance: EXACT,
  infer: inferPool,
  reference: (inputs, outputs, attributes) =>
    poolReference(inputs, outputs, attributes, (values, x, y) => {
      const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
      return x.dtype === "f32" || sameQuantization(x.quantization, y.quantization)
        ? largest
        : int8Table(x, y, (value) => value)[largest + 128];
    }),
  samples: () => poolSamples(DILATED),
  lower(context) {
    const [x] = context.inputs;
    const [y] = context.outputs;
    if (x === undefined) throw new Error("max_pool_2d has no input");
    const values = poolValues(y, context.attributes);
    const kernel = `max_pool_2d_${x.dtype}`;
    if (x.dtype === "f32" || sameQuantization(x.quantization, y.quantization)) {
      return poolCalls(kernel, context, [x, y], values);
    }
    // The table that goes over to the output's quantisation keeps the order, so it may come last, and clamp too.
    const table = int8Table(x, y, (value) => value).map((q) => Math.min(Math.max(q, values.low), values.high));
    return [
      ...poolCalls(kernel, context, [x, y], { ...values, low: -128, high: 127 }),
      call("table_i8", "Table", elementCount(y.shape), { x: y.buffer, y: y.buffer, table: constant(table) }),
    ];
  },
});

/** Dilations alone and with strides of one, a common and no common divisor; phases without outputs of their own. */
const DILATED: readonly PoolCase[] = [
  { kernel: [3, 3], dilations: [2, 2], shape: [2, 7, 8, 19], same: true },
  { kernel: [2, 3], dilations: [3, 2], strides: [2, 2], shape: [1, 9, 10, 5], pads: [2, 1, 1, 2] },
  { kernel: [2, 2], dilations: [4, 6], strides: [2, 4], shape: [1, 11, 13, 4], pads: [0, 1, 0, 1], min: 0.1 },
  { kernel: [3, 1], dilations: [4, 5], shape: [1, 9, 3, 16] },
  { kernel: [2, 2], dilations: [2, 2], strides: [3, 3], shape: [1, 8, 8, 3], overhang: [2, 2] },
];
