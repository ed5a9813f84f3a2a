// The one table of operators. Tests, documents, coverage, importers and the compiler iterate over it.

import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { arg_max } from "./arg_max.ts";
import { arg_min } from "./arg_min.ts";
import { average_pool_2d } from "./average_pool_2d.ts";
import { batch_normalization } from "./batch_normalization.ts";
import { batch_to_space } from "./batch_to_space.ts";
import { broadcast_to } from "./broadcast_to.ts";
import { cast } from "./cast.ts";
import { ceil } from "./ceil.ts";
import { clip } from "./clip.ts";
import { concat } from "./concat.ts";
import { conv_2d } from "./conv_2d/index.ts";
import { conv_2d_transpose } from "./conv_2d_transpose.ts";
import { cos } from "./cos.ts";
import { depth_to_space } from "./depth_to_space.ts";
import { depthwise_conv_2d } from "./depthwise_conv_2d/index.ts";
import { dequantize } from "./dequantize.ts";
import { div } from "./div.ts";
import { elu } from "./elu.ts";
import { equal } from "./equal.ts";
import { erf } from "./erf.ts";
import { exp } from "./exp.ts";
import { floor } from "./floor.ts";
import { fully_connected } from "./fully_connected.ts";
import { gather } from "./gather.ts";
import { gelu } from "./gelu.ts";
import { hard_sigmoid } from "./hard_sigmoid.ts";
import { hard_swish } from "./hard_swish.ts";
import { l2_normalization } from "./l2_normalization.ts";
import { leaky_relu } from "./leaky_relu.ts";
import { less } from "./less.ts";
import { less_equal } from "./less_equal.ts";
import { log } from "./log.ts";
import { log_softmax } from "./log_softmax.ts";
import { matmul } from "./matmul.ts";
import { max_pool_2d } from "./max_pool_2d.ts";
import { maximum } from "./maximum.ts";
import { mean } from "./mean.ts";
import { minimum } from "./minimum.ts";
import { mirror_pad } from "./mirror_pad.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import type { Operator } from "./operator.ts";
import { pack } from "./pack.ts";
import { pad } from "./pad.ts";
import { pow } from "./pow.ts";
import { prelu } from "./prelu.ts";
import { quantize } from "./quantize.ts";
import { reduce_max } from "./reduce_max.ts";
import { reduce_min } from "./reduce_min.ts";
import { reduce_prod } from "./reduce_prod.ts";
import { relu } from "./relu.ts";
import { relu_n1_to_1 } from "./relu_n1_to_1.ts";
import { relu6 } from "./relu6.ts";
import { resample } from "./resample.ts";
import { reshape } from "./reshape.ts";
import { resize_bilinear } from "./resize_bilinear.ts";
import { resize_nearest } from "./resize_nearest.ts";
import { reverse } from "./reverse.ts";
import { round } from "./round.ts";
import { rsqrt } from "./rsqrt.ts";
import { sigmoid } from "./sigmoid.ts";
import { sign } from "./sign.ts";
import { silu } from "./silu.ts";
import { sin } from "./sin.ts";
import { slice } from "./slice.ts";
import { softmax } from "./softmax.ts";
import { softplus } from "./softplus.ts";
import { space_to_batch } from "./space_to_batch.ts";
import { space_to_depth } from "./space_to_depth.ts";
import { split } from "./split.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { squared_difference } from "./squared_difference.ts";
import { sub } from "./sub.ts";
import { sum } from "./sum.ts";
import { tanh } from "./tanh.ts";
import { tile } from "./tile.ts";
import { top_k } from "./top_k.ts";
import { transpose } from "./transpose.ts";
import { unpack } from "./unpack.ts";
import { where } from "./where.ts";

const ALL: readonly Operator[] = [
  abs,
  add,
  arg_max,
  arg_min,
  average_pool_2d,
  batch_normalization,
  batch_to_space,
  broadcast_to,
  cast,
  ceil,
  clip,
  concat,
  conv_2d,
  conv_2d_transpose,
  cos,
  depth_to_space,
  depthwise_conv_2d,
  dequantize,
  div,
  elu,
  equal,
  erf,
  exp,
  floor,
  fully_connected,
  gather,
  gelu,
  hard_sigmoid,
  hard_swish,
  l2_normalization,
  leaky_relu,
  less,
  less_equal,
  log,
  log_softmax,
  matmul,
  max_pool_2d,
  maximum,
  mean,
  minimum,
  mirror_pad,
  mul,
  neg,
  pack,
  pad,
  pow,
  prelu,
  quantize,
  reduce_max,
  reduce_min,
  reduce_prod,
  relu,
  relu6,
  relu_n1_to_1,
  resample,
  reshape,
  resize_bilinear,
  resize_nearest,
  reverse,
  round,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  slice,
  softmax,
  softplus,
  space_to_batch,
  space_to_depth,
  split,
  sqrt,
  square,
  squared_difference,
  sub,
  sum,
  tanh,
  tile,
  top_k,
  transpose,
  unpack,
  where,
];

export const OPS: ReadonlyMap<string, Operator> = new Map(ALL.map((op) => [op.name, op]));
