// Padding before a window goes into the window's own pads; padding before anything else stays.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fusePads } from "../../src/compile/passes/fuse_pads.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { GraphBuilder } from "../graphs.ts";

const test = suite("fuse pads");
const BORDER = { pads: [0, 0, 1, 2, 3, 4, 0, 0] };
const WINDOW = { strides: [1, 1], pads: [0, 1, 0, 0] };

function padded(finish: (builder: GraphBuilder, pad: number) => number, attributes = BORDER): Graph {
  const builder = new GraphBuilder();
  return builder.graph(finish(builder, builder.op("pad", [builder.input([1, 5, 6, 2])], attributes)));
}

function convolution(builder: GraphBuilder, pad: number): number {
  const weights = builder.constant([3, 2, 2, 2], new Float32Array(24).fill(1));
  return builder.op("conv_2d", [pad, weights], WINDOW);
}

/** The last node's operator and pads, and whether it reads the graph's input itself. */
function lastOf(graph: Graph) {
  const { nodes, inputs } = fusePads.run(graph);
  const last = nodes[nodes.length - 1];
  return { op: last.op.name, pads: last.attributes.pads, isFused: last.inputs[0] === inputs[0].tensor };
}

test("zeros around a convolution's image", () => {
  assert.equal(lastOf(padded(convolution)), { op: "conv_2d", pads: [1, 4, 2, 4], isFused: true });
});

test("another value, or a border of channels, stays", () => {
  assert.not(lastOf(padded(convolution, { ...BORDER, value: 1 } as typeof BORDER)).isFused);
  const channels = (builder: GraphBuilder, pad: number) => {
    const weights = builder.constant([1, 1, 1, 3], new Float32Array(3).fill(1));
    return builder.op("conv_2d", [pad, weights], WINDOW);
  };
  assert.not(lastOf(padded(channels, { pads: [0, 0, 0, 0, 0, 0, 0, 1] })).isFused);
});

test("zeros before a max pooling of values that may be negative stay", () => {
  const pooling = (builder: GraphBuilder, pad: number) =>
    builder.op("max_pool_2d", [pad], { kernel: [2, 2], strides: [1, 1], pads: [0, 0, 0, 0] });
  assert.not(lastOf(padded(pooling)).isFused);
});

test("operators without a window are left alone", () => {
  const relu = (builder: GraphBuilder, pad: number) => builder.op("relu", [pad]);
  assert.equal(lastOf(padded(relu)), { op: "relu", pads: undefined, isFused: false });
});

test.run();
