// The one table of operators. Tests, documents, coverage, importers and the compiler iterate over it.

import { depthwise_conv_2d } from "./depthwise_conv_2d/index.ts";
import { hard_swish } from "./hard_swish.ts";
import type { Operator } from "./operator.ts";

const ALL: readonly Operator[] = [depthwise_conv_2d, hard_swish];

export const OPS: ReadonlyMap<string, Operator> = new Map(ALL.map((op) => [op.name, op]));
