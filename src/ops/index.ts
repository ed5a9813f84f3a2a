// The one table of operators. Tests, documents, coverage, importers and the compiler iterate over it.

import { average_pool_2d } from "./average_pool_2d.ts";
import { conv_2d } from "./conv_2d/index.ts";
import { conv_2d_transpose } from "./conv_2d_transpose.ts";
import { depthwise_conv_2d } from "./depthwise_conv_2d/index.ts";
import { fully_connected } from "./fully_connected.ts";
import { hard_swish } from "./hard_swish.ts";
import { max_pool_2d } from "./max_pool_2d.ts";
import type { Operator } from "./operator.ts";

const ALL: readonly Operator[] = [
  average_pool_2d,
  conv_2d,
  conv_2d_transpose,
  depthwise_conv_2d,
  fully_connected,
  hard_swish,
  max_pool_2d,
];

export const OPS: ReadonlyMap<string, Operator> = new Map(ALL.map((op) => [op.name, op]));
