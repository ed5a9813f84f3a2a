// Activations that exporters write as products of simpler operators are recognised, in any order, and only where they are.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nameActivations } from "../../src/compile/passes/name_activations.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { GraphBuilder } from "../graphs.ts";
import { random, randomData } from "../support.ts";

const test = suite("name activations");

/** A graph over x [1, 2, 3, 5], built by `spell` of (builder, x, number). */
function graphOf(spell: (b: GraphBuilder, x: number, number: (value: number) => number) => number): Graph {
  const b = new GraphBuilder();
  const x = b.input([1, 2, 3, 5]);
  return b.graph(spell(b, x, (value) => b.constant([], Float32Array.of(value))));
}

function assertNames(op: string, graph: Graph): void {
  const named = nameActivations.run(graph);
  verifyGraph(named);
  assert.equal(
    named.nodes.map((node) => node.op.name),
    [op],
  );
  const inputs = [randomData({ dtype: "f32", shape: [1, 2, 3, 5] }, random(3)).map((v) => 3 * v)] as const;
  const [before, after] = [graph, named].map((g) => executeGraph(g, inputs).get(g.outputs[0].tensor)!);
  before.forEach((value, i) => {
    assert.ok(Math.abs(value - after[i]) <= 1e-6 * Math.max(1, Math.abs(value)), `${value} became ${after[i]}`);
  });
}

function assertLeaves(graph: Graph): void {
  assert.equal(
    nameActivations.run(graph).nodes.map((node) => node.op.name),
    graph.nodes.map((node) => node.op.name),
  );
}

test("silu, from either side", () => {
  assertNames(
    "silu",
    graphOf((b, x) => b.op("mul", [x, b.op("sigmoid", [x])])),
  );
  assertNames(
    "silu",
    graphOf((b, x) => b.op("mul", [b.op("sigmoid", [x]), x])),
  );
});

test("hard_swish of hard_sigmoid", () => {
  const spelled = graphOf((b, x) =>
    b.op("mul", [x, b.op("hard_sigmoid", [x], { alpha: Math.fround(1 / 6), beta: 0.5 })]),
  );
  assertNames("hard_swish", spelled);
});

test("hard_swish of relu6, the sixth in any place", () => {
  const gate = (b: GraphBuilder, x: number, number: (value: number) => number) =>
    b.op("relu6", [b.op("add", [x, number(3)])]);
  assertNames(
    "hard_swish",
    graphOf((b, x, n) => b.op("div", [b.op("mul", [x, gate(b, x, n)]), n(6)])),
  );
  assertNames(
    "hard_swish",
    graphOf((b, x, n) => b.op("mul", [x, b.op("mul", [gate(b, x, n), n(1 / 6)])])),
  );
  assertNames(
    "hard_swish",
    graphOf((b, x, n) => b.op("mul", [b.op("div", [x, n(6)]), gate(b, x, n)])),
  );
});

test("hard_sigmoid of clip", () => {
  assertNames(
    "hard_sigmoid",
    graphOf((b, x, n) => b.op("div", [b.op("clip", [b.op("add", [n(3), x])], { min: 0, max: 6 }), n(6)])),
  );
});

test("gelu, the half in any place", () => {
  const gate = (b: GraphBuilder, x: number, n: (value: number) => number) =>
    b.op("add", [b.op("erf", [b.op("div", [x, n(Math.SQRT2)])]), n(1)]);
  assertNames(
    "gelu",
    graphOf((b, x, n) => b.op("mul", [b.op("mul", [x, gate(b, x, n)]), n(0.5)])),
  );
  assertNames(
    "gelu",
    graphOf((b, x, n) => b.op("mul", [b.op("mul", [n(0.5), x]), gate(b, x, n)])),
  );
});

test("leaves what only looks alike", () => {
  assertLeaves(
    graphOf((b, x) => b.op("mul", [x, b.op("sigmoid", [b.op("neg", [x])])])), // another gate
  );
  assertLeaves(
    graphOf((b, x) => b.op("mul", [x, b.op("hard_sigmoid", [x], { alpha: 0.2, beta: 0.5 })])), // Keras 2's slope
  );
  assertLeaves(
    graphOf((b, x, n) => b.op("div", [b.op("mul", [x, b.op("relu6", [b.op("add", [x, n(2)])])]), n(6)])), // another shift
  );
  assertLeaves(
    graphOf((b, x) => b.op("mul", [x, b.op("sigmoid", [x])], { min: 0 })), // clamped
  );
});

test("leaves gates that others read, and bytes", () => {
  const b = new GraphBuilder();
  const x = b.input([4]);
  const gate = b.op("sigmoid", [x]);
  assertLeaves(b.graph(b.op("mul", [x, gate]), gate));

  const bytes = new GraphBuilder();
  const q = bytes.input([4], { dtype: "i8", quantization: perTensor(0.05, 0) });
  assertLeaves(bytes.graph(bytes.op("mul", [q, bytes.op("sigmoid", [q])])));
});

test.run();
