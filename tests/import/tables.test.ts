// The importers' tables: what they declare exists, and nothing else can be added to a graph.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Assembler } from "../../src/import/assembler.ts";
import { checkDeclared, NodeBuilder, PLUMBING } from "../../src/import/node_builder.ts";
import { operatorName } from "../../src/import/tflite/operator_names.ts";
import { IMPORTERS } from "../../src/import/tflite/operators/index.ts";
import { OPS } from "../../src/ops/index.ts";

const test = suite("import tables");

const LIMITS = { constantBytes: 1e6, constantHint: "", foldedElements: 0, keepDequantize: false };

test("what tables declare are operators of the graph", () => {
  for (const op of PLUMBING) assert.ok(OPS.has(op), op);
  for (const [name, { makes }] of IMPORTERS) {
    assert.equal(
      makes.filter((op) => !OPS.has(op)),
      [],
      name,
    );
    assert.is(new Set(makes).size, makes.length, `${name} declares an operator twice`);
  }
});

test("TFLite's table has TFLite's names", () => {
  const names = new Set(Array.from({ length: 210 }, (_, code) => operatorName(code)));
  for (const name of IMPORTERS.keys()) assert.ok(names.has(name), name);
});

test("an operator that is not declared cannot be added", () => {
  const assembler = new Assembler(LIMITS);
  const x = assembler.add({ name: "x", dtype: "f32", shape: [2] });
  const builder = new NodeBuilder(assembler, "#0 Relu", "y", ["relu"]);
  builder.emit("relu", [x]);
  builder.emit("reshape", [x], { shape: [1, 2] });
  assert.throws(() => builder.emit("elu", [x]), "#0 Relu does not declare elu");
  assert.throws(() => checkDeclared("elu", ["relu"], "#0 RELU"), "#0 RELU does not declare elu");
});

test.run();
