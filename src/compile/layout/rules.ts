// Which rule moves layouts through which operator, and which operators stop them.

import {
  alongAxes,
  alongAxis,
  argOfAxis,
  gathering,
  matrixProduct,
  numberEach,
  packing,
  padsEach,
  reduction,
  unpacking,
} from "./axis_rules.ts";
import { broadcasting, broadcastTo, elementwise } from "./elementwise_rules.ts";
import { fullyConnected, perColumn, wholeRows } from "./row_rules.ts";
import type { Rule } from "./rule.ts";

const named = (rule: Rule, ...names: readonly string[]) => names.map((name) => [name, rule] as const);

export const LAYOUT_RULES: ReadonlyMap<string, Rule> = new Map([
  ...named(
    elementwise,
    "abs",
    "ceil",
    "clip",
    "cos",
    "elu",
    "erf",
    "exp",
    "floor",
    "gelu",
    "hard_sigmoid",
    "hard_swish",
  ),
  ...named(
    elementwise,
    "leaky_relu",
    "log",
    "neg",
    "relu",
    "relu6",
    "relu_n1_to_1",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
  ),
  ...named(elementwise, "silu", "sin", "softplus", "sqrt", "square", "tanh"),
  ...named(elementwise, "cast", "dequantize", "quantize"),
  ...named(broadcasting, "add", "div", "maximum", "minimum", "mul", "pow", "prelu", "squared_difference", "sub"),
  ...named(broadcasting, "equal", "less", "less_equal", "where"),
  ...named(broadcastTo, "broadcast_to"),
  ...named(alongAxis, "concat", "resample", "split"),
  ...named(alongAxes, "reverse"),
  ...named(numberEach("begin", "strides", "size"), "slice"),
  ...named(numberEach("multiples"), "tile"),
  ...named(padsEach, "mirror_pad", "pad"),
  ...named(packing, "pack"),
  ...named(unpacking, "unpack"),
  ...named(gathering, "gather"),
  ...named(reduction, "mean", "reduce_max", "reduce_min", "reduce_prod", "sum"),
  ...named(argOfAxis, "arg_max", "arg_min"),
  ...named(wholeRows, "l2_normalization", "log_softmax", "softmax", "top_k"),
  ...named(perColumn, "batch_normalization"),
  ...named(fullyConnected, "fully_connected"),
  ...named(matrixProduct, "matmul"),
]);

const IMAGES = "its kernels read NHWC";
const BLOCKS = "it moves values between channels and places of an NHWC image, in an order of its own";
const CHANGES_BYTES = "only one that changes the quantisation is a node; the others are orders and shapes";

/** Operators without a rule -> why. */
export const LAYOUT_BARRIERS: Readonly<Record<string, string>> = {
  average_pool_2d: IMAGES,
  batch_to_space: BLOCKS,
  conv_2d: IMAGES,
  conv_2d_transpose: IMAGES,
  depth_to_space: BLOCKS,
  depthwise_conv_2d: IMAGES,
  max_pool_2d: IMAGES,
  reshape: CHANGES_BYTES,
  resize_bilinear: IMAGES,
  resize_nearest: IMAGES,
  space_to_batch: BLOCKS,
  space_to_depth: BLOCKS,
  transpose: CHANGES_BYTES,
};
