// Transposes around image operators cancel: in each situation of real models, and never to a graph's harm.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LAYOUT_BARRIERS, LAYOUT_RULES } from "../../src/compile/layout/rules.ts";
import { optimizeGraph } from "../../src/compile/optimize.ts";
import { cancelLayoutTransposes } from "../../src/compile/passes/cancel_layout_transposes.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import { ABSENT, type Graph } from "../../src/graph/graph.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { OPS } from "../../src/ops/index.ts";
import { random, randomData } from "../support.ts";
import { NchwBuilder, TO_NCHW, TO_NHWC, transposes } from "./layout_graphs.ts";

const test = suite("cancel layout transposes");

/** The graph stays legal and computes the same; afterwards so many transposes move elements. Returns the graph. */
function assertLeaves(graph: Graph, count: number, run = cancelLayoutTransposes.run): Graph {
  verifyGraph(graph);
  const after = run(graph);
  verifyGraph(after);
  const next = random(5);
  const inputs = graph.inputs.map(({ tensor }) => randomData(graph.tensors[tensor], next));
  const [expected, actual] = [executeGraph(graph, inputs), executeGraph(after, inputs)];
  graph.outputs.forEach(({ tensor, name }, i) => {
    const port = after.outputs[i];
    assert.equal(after.tensors[port.tensor].shape, graph.tensors[tensor].shape);
    const [e, a] = [expected.get(tensor)!, actual.get(port.tensor)!];
    const allowed = e instanceof Float32Array ? 1e-5 * Math.max(...e.map(Math.abs)) : 0;
    e.forEach((value, at) => {
      assert.ok(Math.abs(value - a[at]) <= allowed, `${name}[${at}]: ${a[at]} instead of ${value}`);
    });
  });
  const left = transposes(after);
  assert.is(left.count, count, describe(after));
  assert.ok(left.elements <= transposes(graph).elements);
  const again = cancelLayoutTransposes.run(after);
  assert.ok(again === after, `a second run finds nothing to do: ${describe(after)}\n\n${describe(again)}`);
  return after;
}

function describe({ nodes, tensors }: Graph): string {
  return nodes
    .map(
      ({ op, inputs, outputs, attributes }) =>
        `${op.name} ${JSON.stringify(attributes)} ${inputs.map((id) => `[${tensors[id]?.shape}]`)} -> ${outputs.map((id) => `[${tensors[id].shape}]`)}`,
    )
    .join("\n");
}

const names = ({ nodes }: Graph) => nodes.map(({ op }) => op.name);

test("every operator has a rule or a reason to have none", () => {
  for (const name of OPS.keys()) {
    const isBarrier = Object.hasOwn(LAYOUT_BARRIERS, name);
    assert.is(LAYOUT_RULES.has(name) !== isBarrier, true, `${name}: a rule or a reason, not both`);
  }
});

test("a chain of layers with activations and pools", () => {
  const g = new NchwBuilder();
  let x = g.conv(g.input([1, 3, 8, 6]), 3, 5, 3);
  x = g.op("hard_swish", [x]);
  x = g.maxPool(g.op("relu", [x]));
  x = g.op("clip", [g.depthwise(x, 5)], { min: 0.1, max: 6 });
  const after = assertLeaves(g.graph(x), 2); // the graph's input and its output
  assert.equal(names(after).at(0), "transpose");
  assert.equal(names(after).at(-1), "transpose");
});

test("activations end up beside their layers", () => {
  const g = new NchwBuilder();
  const y = g.op("relu", [g.conv(g.input([2, 3, 4, 5]), 3, 7)]);
  assert.equal(names(assertLeaves(g.graph(y), 2, optimizeGraph)), ["transpose", "conv_2d", "transpose"]);
});

test("constants that broadcast are stored anew", () => {
  for (const shape of [[5, 1, 1], [1, 5, 1, 1], [5, 4, 6], [6], [4, 1], [], [1], [1, 1, 1, 1], [2, 5, 4, 6]]) {
    for (const isLeft of [false, true]) {
      const g = new NchwBuilder();
      const x = g.conv(g.input([2, 3, 4, 6]), 3, 5);
      const c = g.weights(...shape);
      assertLeaves(g.graph(g.conv(g.op("sub", isLeft ? [c, x] : [x, c]), 5, 2)), 2);
    }
  }
  const g = new NchwBuilder();
  const y = g.op("prelu", [g.conv(g.input([2, 3, 4, 6]), 3, 5), g.weights(5, 1, 1)]);
  assertLeaves(g.graph(g.conv(y, 5, 2)), 2);
});

test("single values of several shapes", () => {
  const g = new NchwBuilder();
  const x = g.reshape(g.op("mean", [g.input([2, 3])], { axes: [0, 1], keepDims: true }));
  assertLeaves(g.graph(g.reshape(g.op("add", [g.reshape(x, 1), x]), 1, 1, 1)), 0);
});

test("a scale, a shift and a batch normalisation of channels fold into the layer before", () => {
  const g = new NchwBuilder();
  let x = g.conv(g.input([1, 3, 4, 6]), 3, 5);
  x = g.op("add", [g.op("mul", [x, g.weights(1, 5, 1, 1)]), g.weights(5, 1, 1)]);
  x = g.image(
    "batch_normalization",
    x,
    [1, 2, 3, 4].map(() => g.weights(5)),
    { epsilon: 1e-3 },
  );
  const after = assertLeaves(g.graph(g.op("relu", [x])), 2, optimizeGraph);
  assert.equal(names(after), ["transpose", "conv_2d", "transpose"]);
});

test("residual additions", () => {
  const g = new NchwBuilder();
  let x = g.op("relu", [g.conv(g.input([1, 3, 6, 6]), 3, 4)]);
  for (let i = 0; i < 4; i++) {
    const y = g.conv(g.op("relu", [g.conv(x, 4, 4, 3)]), 4, 4, 3);
    x = g.op("relu", [g.op("add", [x, y])]);
  }
  assertLeaves(g.graph(x), 2);
});

test("squeeze and excite", () => {
  for (const keepDims of [true, false]) {
    const g = new NchwBuilder();
    const x = g.conv(g.input([2, 3, 6, 6]), 3, 8);
    const mean = g.op("mean", [x], { axes: [2, 3], keepDims });
    const small = g.op("relu", [g.conv(keepDims ? mean : g.reshape(mean, 2, 8, 1, 1), 8, 2)]);
    const gate = g.op("hard_sigmoid", [g.conv(small, 2, 8)], { alpha: 1 / 6, beta: 0.5 });
    const after = assertLeaves(g.graph(g.conv(g.op("mul", [gate, x]), 8, 4)), 2, optimizeGraph);
    assert.is(names(after).includes("relu"), false);
  }
});

test("global pooling, flatten, matrix", () => {
  for (const pool of ["mean", "image"]) {
    const g = new NchwBuilder();
    const x = g.conv(g.input([2, 3, 6, 6]), 3, 8);
    const plain = { kernel: [6, 6], strides: [1, 1], pads: [0, 0, 0, 0] };
    const mean =
      pool === "mean" ? g.op("mean", [x], { axes: [2, 3], keepDims: true }) : g.image("average_pool_2d", x, [], plain);
    const y = g.op("fully_connected", [g.reshape(mean, 2, 8), g.weights(5, 8), g.weights(5)]);
    assertLeaves(g.graph(g.op("softmax", [y])), 1);
  }
});

test("an image flattened for a matrix moves the weights' columns instead", () => {
  for (const between of ["none", "relu", "mul", "batch_normalization", "no bias"]) {
    const g = new NchwBuilder();
    let x = g.reshape(g.conv(g.input([2, 3, 4, 5]), 3, 6), 2, 120);
    if (between === "relu") x = g.op("relu", [x]);
    if (between === "mul") x = g.op("mul", [x, g.weights(120)]);
    if (between === "batch_normalization") {
      x = g.op(between, [x, ...[1, 2, 3, 4].map(() => g.weights(120))], { epsilon: 1e-3 });
    }
    const bias = between === "no bias" ? ABSENT : g.weights(7);
    const y = g.op("fully_connected", [x, g.weights(7, 120), bias]);
    assertLeaves(g.graph(y), 1);
  }
});

test("int8: a flattened image keeps its bits and the weights their scales", () => {
  const g = new NchwBuilder();
  const Q = perTensor(0.05, 3);
  const x = g.input([1, 4, 5, 3], { dtype: "i8", quantization: Q });
  const flat = g.reshape(g.op("transpose", [g.op("relu", [x])], TO_NCHW), 1, 60);
  const scales = { scale: Float32Array.from([0.1, 0.2, 0.3]), zeroPoint: new Int32Array(3), axis: 0 };
  const w = g.constant([3, 60], randomData({ dtype: "i8", shape: [3, 60] }, random(3)) as Int8Array, scales);
  const y = g.op("fully_connected", [flat, w], {}, { quantization: perTensor(2, 1) });
  const after = assertLeaves(g.graph(y), 0);
  assert.equal(after.tensors[after.nodes.at(-1)!.inputs[1]].quantization, scales);
});

test("weights that are dequantised and transposed at run time are stored as they are read", () => {
  const g = new NchwBuilder();
  const scales = { scale: Float32Array.from([0.1, 0.2, 0.3, 0.4]), zeroPoint: new Int32Array(4), axis: 0 };
  const w = g.constant([4, 3, 3, 3], randomData({ dtype: "i8", shape: [4, 3, 3, 3] }, random(3)) as Int8Array, scales);
  const plain = { strides: [1, 1], pads: [0, 0, 0, 0] };
  const weights = g.op("transpose", [g.op("dequantize", [w])], TO_NHWC);
  const after = assertLeaves(g.graph(g.op("conv_2d", [g.input([1, 6, 6, 3]), weights], plain)), 0);
  assert.equal(names(after), ["dequantize", "conv_2d"]);
});

test("quantize and dequantize between layers", () => {
  const g = new NchwBuilder();
  const bytes = g.op(
    "quantize",
    [g.conv(g.input([1, 3, 6, 6]), 3, 4)],
    {},
    { dtype: "i8", quantization: perTensor(0.1, 3) },
  );
  assertLeaves(g.graph(g.conv(g.op("dequantize", [bytes]), 4, 2)), 2);
});

function shuffle(g: NchwBuilder, x: number, [n, c, h, w]: readonly number[], groups: number): number {
  const split = g.reshape(x, n, groups, c / groups, h, w);
  return g.reshape(g.transpose(split, 0, 2, 1, 3, 4), n, c, h, w);
}

test("a channel shuffle is one transpose in NHWC", () => {
  const g = new NchwBuilder();
  const x = g.op("relu", [g.conv(g.input([1, 3, 4, 5]), 3, 6)]);
  const after = assertLeaves(g.graph(g.conv(shuffle(g, x, [1, 6, 4, 5], 2), 6, 4)), 3);
  const [shuffled] = after.nodes
    .filter(({ op, attributes }) => op.name === "transpose" && attributes.perm !== undefined)
    .slice(1);
  assert.equal(after.tensors[shuffled.outputs[0]].shape, [20, 3, 2]);
});

test("units of ShuffleNet v2: split, branch, concat, shuffle", () => {
  const g = new NchwBuilder();
  const shape = [1, 8, 4, 4];
  let x = g.conv(g.input([1, 3, 4, 4]), 3, 8);
  for (let i = 0; i < 3; i++) {
    const [a, b] = g.ops("split", [x], { axis: 1, sizes: [4, 4] });
    const branch = g.op("relu", [g.conv(g.depthwise(g.op("relu", [g.conv(b, 4, 4)]), 4), 4, 4)]);
    x = shuffle(g, g.op("concat", [a, branch], { axis: 1 }), shape, 2);
  }
  assertLeaves(g.graph(g.conv(x, 8, 2)), 3 + 2);
});

test("dense blocks: chains of concatenations", () => {
  const g = new NchwBuilder();
  const parts = [g.conv(g.input([1, 3, 4, 4]), 3, 4)];
  for (let i = 0; i < 4; i++) {
    const all = g.op("concat", [...parts], { axis: 1 });
    const scaled = g.op("add", [g.op("mul", [all, g.weights(4 + 2 * i, 1, 1)]), g.weights(4 + 2 * i, 1, 1)]);
    parts.push(g.conv(g.op("relu", [scaled]), 4 + 2 * i, 2, 3));
  }
  assertLeaves(g.graph(g.op("concat", parts, { axis: 1 })), 2);
});

test("movement along any axis", () => {
  const shape = [1, 4, 5, 6];
  const links: Record<string, (g: NchwBuilder, x: number) => number> = {
    pad: (g, x) => g.op("pad", [x], { pads: [0, 0, 1, 2, 0, 3, 2, 0], value: 1 }),
    mirror_pad: (g, x) => g.op("mirror_pad", [x], { pads: [0, 0, 1, 2, 0, 3, 2, 0], mode: "reflect" }),
    slice: (g, x) => g.op("slice", [x], { begin: [0, 1, 4, 0], strides: [1, 2, -1, 1], size: [1, 2, 3, 6] }),
    reverse: (g, x) => g.op("reverse", [x], { axes: [1, 3] }),
    tile: (g, x) => g.op("tile", [x], { multiples: [2, 1, 3, 1] }),
    gather: (g, x) => g.op("gather", [x, g.constant([3], Int32Array.of(3, 0, 1))], { axis: 1 }),
    pack: (g, x) => g.reshape(g.op("pack", [x, g.op("neg", [x])], { axis: 1 }), 1, 8, 5, 6),
    unpack: (g, x) => g.op("mul", g.ops("unpack", [g.reshape(x, 2, 2, 5, 6)], { axis: 0 }).slice(0, 2)),
    concat: (g, x) => g.op("concat", [x, g.op("abs", [x])], { axis: 2 }),
    broadcast_to: (g, x) =>
      g.op("broadcast_to", [g.op("mean", [x], { axes: [1], keepDims: true })], { shape: [1, 3, 5, 6] }),
  };
  for (const [name, link] of Object.entries(links)) {
    const g = new NchwBuilder();
    const y = link(g, g.conv(g.input([1, 3, 5, 6]), 3, shape[1]));
    const { shape: result } = g.graph(y).tensors[y];
    const image = result.length === 4 ? y : g.reshape(y, 1, ...result);
    const channels = g.graph(y).tensors[image].shape[1];
    const graph = g.graph(g.conv(image, channels, 2));
    assertLeaves(graph, 2);
    assert.ok(name);
  }
});

test("reductions and the index of the largest, with and without their axes", () => {
  for (const keepDims of [true, false]) {
    for (const axes of [[1], [2, 3], [1, 3], [1, 2, 3]]) {
      const g = new NchwBuilder();
      const x = g.conv(g.input([2, 3, 5, 6]), 3, 4);
      const y = g.op("reduce_max", [x], { axes, keepDims });
      assertLeaves(g.graph(y), 1); // of the input: at most two axes are left, in the same order in NHWC
    }
    const g = new NchwBuilder();
    const y = g.op("arg_max", [g.conv(g.input([1, 3, 5, 6]), 3, 4)], { axis: 1, keepDims });
    assertLeaves(g.graph(y), 1); // segmentation: of the scores of every pixel the largest
  }
});

test("softmax of every pixel", () => {
  const g = new NchwBuilder();
  const x = g.conv(g.input([1, 3, 5, 6]), 3, 4);
  const last = g.op("transpose", [x], TO_NHWC); // as importers write a softmax over axis 1
  const after = assertLeaves(g.graph(g.op("transpose", [g.op("softmax", [last])], TO_NCHW)), 2);
  assert.equal(names(after).slice(-2), ["softmax", "transpose"]);
});

test("rows of channels: [N, C, H, W] -> [N, H·W, C] is what NHWC is", () => {
  const g = new NchwBuilder();
  const x = g.transpose(g.reshape(g.conv(g.input([1, 3, 4, 5]), 3, 6), 1, 6, 20), 0, 2, 1);
  const y = g.op("fully_connected", [g.op("l2_normalization", [x]), g.weights(8, 6)], { keepDims: true });
  assertLeaves(g.graph(y), 1);
});

test("heads of detectors: [N, A·K, H, W] -> [N, H·W·A, K]", () => {
  const g = new NchwBuilder();
  const backbone = g.op("relu", [g.conv(g.input([1, 3, 4, 5]), 3, 6)]);
  const scores = [2, 3].map((anchors) => {
    const split = g.reshape(g.conv(backbone, 6, anchors * 7), 1, anchors, 7, 4, 5);
    return g.reshape(g.transpose(split, 0, 3, 4, 1, 2), 1, 20 * anchors, 7);
  });
  assertLeaves(g.graph(g.op("sigmoid", [g.op("concat", scores, { axis: 1 })])), 1);
});

test("compositions: hard_swish, local response, instance and layer normalisation", () => {
  const compositions: readonly ((g: NchwBuilder, x: number) => number)[] = [
    (g, x) => {
      const gate = g.op("clip", [g.op("add", [x, g.constant([], Float32Array.of(3))])], { min: 0, max: 6 });
      return g.op("mul", [g.op("mul", [x, gate]), g.constant([1], Float32Array.of(1 / 6))]);
    },
    (g, x) => {
      const sums = g.conv(g.op("square", [x]), 6, 6);
      const scale = g.op("add", [
        g.op("mul", [sums, g.constant([], Float32Array.of(0.1))]),
        g.constant([], Float32Array.of(1)),
      ]);
      return g.op("mul", [x, g.op("pow", [scale, g.constant([], Float32Array.of(-0.75))])]);
    },
    ...[[2, 3], [1], [1, 2, 3]].map((axes) => (g: NchwBuilder, x: number) => {
      const difference = g.op("sub", [x, g.op("mean", [x], { axes, keepDims: true })]);
      const variance = g.op("mean", [g.op("square", [difference])], { axes, keepDims: true });
      const inverse = g.op("rsqrt", [g.op("add", [variance, g.constant([], Float32Array.of(1e-5))])]);
      const scaled = g.op("mul", [g.op("mul", [difference, inverse]), g.weights(6, 1, 1)]);
      return g.op("add", [scaled, g.weights(6, 1, 1)]);
    }),
  ];
  for (const composition of compositions) {
    const g = new NchwBuilder();
    const x = g.conv(g.input([2, 3, 5, 5]), 3, 6);
    assertLeaves(g.graph(g.conv(composition(g, x), 6, 2)), 2);
  }
});

test("group normalisation reduces parts of the channels", () => {
  const g = new NchwBuilder();
  const x = g.conv(g.input([1, 3, 4, 4]), 3, 6);
  const groups = g.reshape(x, 1, 2, 48);
  const difference = g.op("sub", [groups, g.op("mean", [groups], { axes: [2], keepDims: true })]);
  const y = g.op("mul", [g.reshape(difference, 1, 6, 4, 4), g.weights(6, 1, 1)]);
  assertLeaves(g.graph(g.conv(y, 6, 2)), 2);
});

test("an operand that comes untransposed is transposed where fewest elements move", () => {
  const g = new NchwBuilder();
  const x = g.conv(g.input([1, 3, 8, 8]), 3, 4);
  const mask = g.op("sigmoid", [g.input([1, 4, 8, 1])]);
  const after = assertLeaves(g.graph(g.conv(g.op("mul", [x, mask]), 4, 2)), 3);
  assert.is(transposes(after).elements, 3 * 64 + 32 + 2 * 64);
});

test("what many read in NCHW stays there", () => {
  const g = new NchwBuilder();
  const x = g.input([1, 4, 8, 8]);
  const sums = [1, 2, 3].map((i) =>
    g.op("reduce_max", [g.op("mul", [x, g.weights(8 * i > 8 ? 8 : 1)])], { axes: [3] }),
  );
  const y = g.conv(g.op("abs", [x]), 4, 2);
  assertLeaves(g.graph(...sums, y), 2);
});

test("the transpose of an input moves up over what makes it larger, that of an output down over what makes it smaller", () => {
  const g = new NchwBuilder();
  const x = g.op("pad", [g.input([1, 3, 4, 4])], { pads: [0, 0, 0, 0, 1, 1, 1, 1] });
  const y = g.op("slice", [g.conv(x, 3, 5)], { begin: [0, 0, 1, 1], strides: [1, 1, 1, 1], size: [1, 5, 2, 2] });
  const after = assertLeaves(g.graph(y), 2);
  assert.is(transposes(after).elements, 48 + 20);
});

test("shared transposes are paid once", () => {
  const g = new NchwBuilder();
  const x = g.op("relu", [g.input([1, 3, 4, 4])]);
  const after = assertLeaves(g.graph(g.conv(x, 3, 2), g.conv(x, 3, 4), x), 3);
  assert.ok(after);
});

test("a graph without layouts to cancel stays as it is", () => {
  const g = new NchwBuilder();
  const x = g.input([2, 3, 4]);
  const graph = g.graph(g.op("softmax", [g.transpose(g.op("softmax", [x]), 2, 0, 1)]));
  assert.is(cancelLayoutTransposes.run(graph), graph);
});

test.run();
