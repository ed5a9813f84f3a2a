// The one table of `fuse quantization`: every operator with its rule, or with the reason why it works on floats. The reason
// is for people.

import { layer, matmul } from "./layers.ts";
import {
  asMuch,
  binary,
  exactly,
  fillsOnGrid,
  isUnbounded,
  keepsGrid,
  plain,
  table,
  times,
  withinOne,
} from "./operands.ts";
import type { Rule } from "./rule.ts";

const always = () => true;

/** Values change places, or the largest is picked. */
const moves: Rule = { passes: always, admits: true };
/** Values of several tensors come together: where their quantisations differ, the operator requantises. */
const joins: Rule = { ...moves, fuse: plain };
const bounds: Rule = { passes: keepsGrid, admits: true, fuse: table };
const byTable: Rule = { fuse: table };
const arithmetic: Rule = { fuse: plain };

export const NO_KERNEL = "has no int8 kernel";

export const RULES: Readonly<Record<string, Rule | string>> = {
  abs: byTable,
  add: { fuse: binary(asMuch) },
  arg_max: { passes: always },
  arg_min: { passes: always },
  average_pool_2d: arithmetic,
  batch_normalization: "its int8 kernel goes through floats, too, and a fold into weights is worth more",
  batch_to_space: moves,
  broadcast_to: moves,
  cast: "is of the floats themselves",
  ceil: byTable,
  clip: bounds,
  concat: joins,
  conv_2d: { fuse: layer("first") },
  conv_2d_transpose: { fuse: layer("first") },
  cos: byTable,
  depth_to_space: moves,
  depthwise_conv_2d: { fuse: layer("last") },
  dequantize: "is what the others are fused with",
  div: { fuse: binary(exactly) },
  elu: byTable,
  equal: NO_KERNEL,
  erf: byTable,
  exp: byTable,
  floor: byTable,
  fully_connected: { fuse: layer("first") },
  gather: moves,
  gelu: byTable,
  hard_sigmoid: byTable,
  hard_swish: byTable,
  l2_normalization: NO_KERNEL,
  leaky_relu: byTable,
  less: NO_KERNEL,
  less_equal: NO_KERNEL,
  log: byTable,
  log_softmax: arithmetic,
  matmul: { fuse: matmul },
  max_pool_2d: { passes: isUnbounded, admits: true, fuse: plain },
  maximum: { fuse: binary(asMuch) },
  mean: arithmetic,
  minimum: { fuse: binary(asMuch) },
  mirror_pad: moves,
  mul: { fuse: binary(times) },
  neg: byTable,
  pack: joins,
  pad: { passes: fillsOnGrid, admits: true, fuse: plain },
  pow: NO_KERNEL,
  prelu: { fuse: binary(times) },
  quantize: "is what the others are fused with",
  reduce_max: moves,
  reduce_min: moves,
  reduce_prod: NO_KERNEL,
  relu: bounds,
  relu6: bounds,
  relu_n1_to_1: bounds,
  resample: NO_KERNEL,
  reshape: moves,
  resize_bilinear: { fuse: withinOne },
  resize_nearest: moves,
  reverse: moves,
  round: byTable,
  rsqrt: byTable,
  sigmoid: byTable,
  sign: byTable,
  silu: byTable,
  sin: byTable,
  slice: moves,
  softmax: arithmetic,
  softplus: byTable,
  space_to_batch: moves,
  space_to_depth: moves,
  split: moves,
  sqrt: byTable,
  square: byTable,
  squared_difference: { fuse: binary(exactly) },
  sub: { fuse: binary(asMuch) },
  sum: arithmetic,
  tanh: byTable,
  tile: moves,
  top_k: { passes: always },
  transpose: moves,
  unpack: moves,
  where: joins,
};

export function ruleOf(operator: string): Rule | undefined {
  const rule = RULES[operator];
  return typeof rule === "object" ? rule : undefined;
}
