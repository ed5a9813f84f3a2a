// The one table of operators. Tests, documents, coverage, importers and the compiler iterate over it.

import { average_pool_2d } from "./average_pool_2d.ts";
import { batch_to_space } from "./batch_to_space.ts";
import { broadcast_to } from "./broadcast_to.ts";
import { concat } from "./concat.ts";
import { conv_2d } from "./conv_2d/index.ts";
import { conv_2d_transpose } from "./conv_2d_transpose.ts";
import { depth_to_space } from "./depth_to_space.ts";
import { depthwise_conv_2d } from "./depthwise_conv_2d/index.ts";
import { fully_connected } from "./fully_connected.ts";
import { gather } from "./gather.ts";
import { hard_swish } from "./hard_swish.ts";
import { max_pool_2d } from "./max_pool_2d.ts";
import { mirror_pad } from "./mirror_pad.ts";
import type { Operator } from "./operator.ts";
import { pack } from "./pack.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import { resize_bilinear } from "./resize_bilinear.ts";
import { resize_nearest } from "./resize_nearest.ts";
import { reverse } from "./reverse.ts";
import { slice } from "./slice.ts";
import { space_to_batch } from "./space_to_batch.ts";
import { space_to_depth } from "./space_to_depth.ts";
import { split } from "./split.ts";
import { tile } from "./tile.ts";
import { transpose } from "./transpose.ts";
import { unpack } from "./unpack.ts";

const ALL: readonly Operator[] = [
  average_pool_2d,
  batch_to_space,
  broadcast_to,
  concat,
  conv_2d,
  conv_2d_transpose,
  depth_to_space,
  depthwise_conv_2d,
  fully_connected,
  gather,
  hard_swish,
  max_pool_2d,
  mirror_pad,
  pack,
  pad,
  reshape,
  resize_bilinear,
  resize_nearest,
  reverse,
  slice,
  space_to_batch,
  space_to_depth,
  split,
  tile,
  transpose,
  unpack,
];

export const OPS: ReadonlyMap<string, Operator> = new Map(ALL.map((op) => [op.name, op]));
