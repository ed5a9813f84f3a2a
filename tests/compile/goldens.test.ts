// Golden vectors: stored at compile time, found again in the file, and a wrong one is noticed.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileGraph } from "../../src/compile/compile.ts";
import { readModel, writeModel } from "../../src/format/container.ts";
import { goldenCases, withGoldens } from "../../src/format/golden.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { verifyModel } from "../../src/verify.ts";
import { GraphBuilder } from "../graphs.ts";
import { availableBuilds } from "../support.ts";

const test = suite("golden vectors");

function twoPorts(): Graph {
  const g = new GraphBuilder();
  const bytes = g.input([1, 2, 2, 3], { dtype: "i8", quantization: perTensor(1 / 16, -3), as: "u8" });
  const floats = g.input([5]);
  return g.graph(g.op("hard_swish", [bytes]), g.op("hard_swish", [floats]), floats);
}

test("every case passes on every build", async () => {
  const file = compileGraph(twoPorts(), { goldens: 3 });
  for (const build of await availableBuilds()) {
    const report = await verifyModel(file, build.name);
    assert.is(report.pass, true);
    assert.is(report.cases, 3);
    assert.is(report.build, build.name);
    assert.equal(
      report.outputs.map(({ case: i, output, elements }) => [i, output, elements]),
      [0, 1, 2].flatMap((i) => [
        [i, "y0", 12],
        [i, "y1", 5],
        [i, "y2", 5],
      ]),
    );
  }
});

test("given inputs are stored as they are", () => {
  const inputs = [Uint8Array.from({ length: 12 }, (_, i) => i * 20), Float32Array.of(-9, 0, 1, 2, 9)];
  const [golden, ...others] = goldenCases(readModel(compileGraph(twoPorts(), { goldens: [inputs] })));
  assert.is(others.length, 0);
  assert.equal(golden.inputs, inputs);
  assert.equal(golden.outputs[2], inputs[1]);
  assert.equal(golden.outputs[1], Float32Array.of(0, 0, 4 / 6, 10 / 6, 9));
});

test("a golden that is off by one is a failure with its place", async () => {
  const model = readModel(compileGraph(twoPorts()));
  const [golden] = goldenCases(model);
  golden.outputs[0][7] = Number(golden.outputs[0][7]) + 1;
  const report = await verifyModel(writeModel(withGoldens(model, [golden])));
  assert.is(report.pass, false);
  assert.equal(
    report.outputs.map(({ output, different, worst, pass }) => ({ output, different, worst, pass })),
    [
      { output: "y0", different: 1, worst: 1, pass: false },
      { output: "y1", different: report.outputs[1].different, worst: report.outputs[1].worst, pass: true },
      { output: "y2", different: 0, worst: 0, pass: true },
    ],
  );
});

test("NaN is a failure, and so is a file without cases", async () => {
  const model = readModel(compileGraph(twoPorts()));
  const [golden] = goldenCases(model);
  golden.outputs[1][0] = Number.NaN;
  assert.is((await verifyModel(writeModel(withGoldens(model, [golden])))).pass, false);
  assert.is((await verifyModel(compileGraph(twoPorts(), { goldens: 0 }))).pass, false);
});

test.run();
