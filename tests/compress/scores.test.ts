// Which tensors classes are ranked by.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { scoresOf } from "../../src/compress/scores.ts";
import { GraphBuilder } from "../graphs.ts";

const test = suite("scores");

test("an output that nothing squashes is the score, seen through moves of its values", () => {
  const g = new GraphBuilder();
  const y = g.op("relu", [g.input([1, 4])]);
  assert.equal([...scoresOf(g.graph(y, g.op("reshape", [y], { shape: [4] })))], [y]);
});

test("behind a soft-max its input is, also where a reshape follows, not squashing functions within the network", () => {
  const g = new GraphBuilder();
  const x = g.input([1, 4]);
  const gate = g.op("mul", [x, g.op("sigmoid", [x])]);
  const probabilities = g.op("softmax", [gate]);
  assert.equal([...scoresOf(g.graph(g.op("reshape", [probabilities], { shape: [4] })))], [gate]);
});

test("several heads have a score each; constants and integers are none", () => {
  const g = new GraphBuilder();
  const a = g.op("relu", [g.input([1, 2])]);
  const b = g.op("neg", [g.input([1, 2])]);
  const constant = g.constant([1, 2], new Float32Array(2));
  const heads = g.op("concat", [g.op("sigmoid", [a]), b, constant], { axis: 1 });
  assert.equal([...scoresOf(g.graph(heads, g.op("arg_max", [a], { axis: 1 })))].sort(), [a, b].sort());
});

test.run();
