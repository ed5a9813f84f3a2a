// The one table of operators. Tests, documents, coverage, importers and the compiler iterate over it.

import { average_pool_2d } from "./average_pool_2d.ts";
import { depthwise_conv_2d } from "./depthwise_conv_2d/index.ts";
import { hard_swish } from "./hard_swish.ts";
import { max_pool_2d } from "./max_pool_2d.ts";
import type { Operator } from "./operator.ts";

const ALL: readonly Operator[] = [average_pool_2d, depthwise_conv_2d, hard_swish, max_pool_2d];

export const OPS: ReadonlyMap<string, Operator> = new Map(ALL.map((op) => [op.name, op]));
