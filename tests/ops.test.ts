// Every operator of the table, on every build: the kernels against the reference, int8 to the bit, f32 within tolerance.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { describeType } from "../src/graph/tensor.ts";
import { OPS } from "../src/ops/index.ts";
import type { Tolerance } from "../src/ops/operator.ts";
import { graphOf, kernelBuilds, type Outcome, random, randomData, runBoth } from "./support.ts";

const SEEDS = [1, 2];

function compare({ output, expected, actual }: Outcome, tolerance: Tolerance, where: string): void {
  assert.is(actual.length, expected.length, `${where}: ${output} has another length`);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || (Number.isNaN(actual[i]) && Number.isNaN(expected[i]))) continue;
    const allowed =
      expected instanceof Float32Array ? tolerance.absolute + tolerance.relative * Math.abs(expected[i]) : 0;
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(
      difference <= allowed,
      `${where}: ${output}[${i}] is ${actual[i]}, the reference has ${expected[i]} (allowed ${allowed})`,
    );
  }
}

for (const build of await kernelBuilds()) {
  const test = suite(`ops on ${build.title}`);
  for (const op of OPS.values()) {
    test(op.name, async () => {
      const samples = op.samples();
      assert.ok(samples.length > 0, `${op.name} has no samples`);
      for (const sample of samples) {
        for (const seed of SEEDS) {
          const next = random(seed);
          const graph = graphOf(op, sample, next);
          const inputs = graph.inputs.map((port) => {
            const input = sample.inputs[Number(port.name.slice(1))]!;
            return randomData(input, next);
          });
          const types = sample.inputs.map((x) => (x ? describeType(x) : "-")).join(", ");
          const where = `${op.name} ${sample.title} (${types}) seed ${seed}`;
          for (const outcome of await runBoth(graph, build, inputs)) compare(outcome, op.tolerance, where);
        }
      }
    });
  }
  test.run();
}
