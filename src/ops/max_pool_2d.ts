import { sameQuantization } from "../graph/tensor.ts";
import { call, constant } from "../kernels/call.ts";
import { defineOperator, EXACT } from "./operator.ts";
import { inferPool, type PoolAttributes, poolParams, poolReference, poolSamples } from "./pool.ts";
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
  samples: poolSamples,
  lower(context) {
    const [x] = context.inputs;
    const [y] = context.outputs;
    if (x === undefined) throw new Error("max_pool_2d has no input");
    const { end, params } = poolParams(context, x, y);
    const kernel = `max_pool_2d_${x.dtype}`;
    if (x.dtype === "f32" || sameQuantization(x.quantization, y.quantization)) {
      return [call(kernel, "Pool", end, params)];
    }
    // The table that goes over to the output's quantisation keeps the order, so it may come last, and clamp too.
    const table = int8Table(x, y, (value) => value).map((q) => Math.min(Math.max(q, params.low), params.high));
    const count = end * params.outputWidth * params.channels;
    return [
      call(kernel, "Pool", end, { ...params, low: -128, high: 127 }),
      call("table_i8", "Table", count, { x: y.buffer, y: y.buffer, table: constant(table) }),
    ];
  },
});
