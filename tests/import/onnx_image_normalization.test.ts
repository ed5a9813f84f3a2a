// ONNX's normalisations against their definitions over channels-first tensors.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../../src/import/diagnostics.ts";
import { NORMALIZATION } from "../../src/import/onnx/operators/normalization.ts";
import {
  distance,
  importNode,
  indicesOf,
  type NodeInput,
  type NodeSpec,
  operatorsOf,
  pattern,
  reader,
  runNode,
  tensorOf,
} from "./onnx_image_support.ts";

const test = suite("ONNX operators on images: normalisations");

function values(shape: readonly number[], seed = 1, constant = false): NodeInput {
  return { shape, data: pattern(shape, seed), constant };
}

function positive(shape: readonly number[], constant = false): NodeInput {
  return { shape, data: pattern(shape, 4).map((x) => Math.abs(x) + 0.5), constant };
}

/** (x − mean) / √(variance + epsilon) over the elements that `group` puts together. */
function normalized(x: NodeInput, epsilon: number, group: (index: readonly number[]) => string) {
  const groups = new Map<string, number[]>();
  const read = reader(x);
  for (const index of indicesOf(x.shape)) {
    const key = group(index);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [read(index)]);
    else found.push(read(index));
  }
  const statistics = new Map(
    [...groups].map(([key, found]) => {
      const mean = found.reduce((a, b) => a + b) / found.length;
      const variance = found.reduce((sum, v) => sum + (v - mean) ** 2, 0) / found.length;
      return [key, { mean, variance }];
    }),
  );
  const at = (index: readonly number[]) => {
    const { mean, variance } = statistics.get(group(index))!;
    return (read(index) - mean) / Math.sqrt(variance + epsilon);
  };
  return { at, statistics };
}

function check(spec: NodeSpec, expected: (index: readonly number[]) => number, tolerance = 2e-5): void {
  const x = spec.inputs[0]!;
  const [y] = runNode(NORMALIZATION, spec);
  assert.equal(y.shape, x.shape);
  assert.ok(distance(y.data, tensorOf(x.shape, expected).data) < tolerance, `${spec.op} [${x.shape}]`);
}

test("BatchNormalization: constants become the operator, computed parameters arithmetic, with one result", () => {
  for (const shape of [
    [2, 3],
    [2, 3, 5],
    [2, 3, 2, 4],
    [1, 3, 2, 2, 2],
  ]) {
    const x = values(shape);
    for (const constant of [true, false]) {
      const parameters = [values([3], 2, constant), values([3], 3, constant), values([3], 5, constant)];
      const variance = positive([3], constant);
      const spec = { op: "BatchNormalization", attributes: { epsilon: 0.01 }, inputs: [x, ...parameters, variance] };
      const [gamma, beta, mean] = parameters.map(({ data }) => data);
      check(spec, (index) => {
        const c = index[1];
        return (gamma[c] * (reader(x)(index) - mean[c])) / Math.sqrt(variance.data[c] + 0.01) + beta[c];
      });
      const operators = operatorsOf(importNode(NORMALIZATION, spec).graph);
      assert.is(operators.includes("batch_normalization"), constant);
    }
  }
});

test("BatchNormalization in training normalises by the batch and moves the running statistics", () => {
  const x = values([2, 3, 4, 5]);
  const inputs = [x, values([3], 2), values([3], 3), values([3], 5), positive([3])];
  const attributes = { training_mode: 1, momentum: 0.75 };
  const { at, statistics } = normalized(x, 1e-5, ([, c]) => `${c}`);
  const [, gamma, beta, mean, variance] = inputs.map(({ data }) => data);
  const spec = { op: "BatchNormalization", opset: 15, attributes, inputs, outputs: 3 };
  check(spec, (index) => at(index) * gamma[index[1]] + beta[index[1]], 1e-4);
  const [, runningMean, runningVariance] = runNode(NORMALIZATION, spec);
  const moved = (old: ArrayLike<number>, name: "mean" | "variance") =>
    [0, 1, 2].map((c) => old[c] * 0.75 + statistics.get(`${c}`)![name] * 0.25);
  assert.ok(distance(runningMean.data, moved(mean, "mean")) < 1e-6);
  assert.ok(distance(runningVariance.data, moved(variance, "variance")) < 1e-6);
});

test("BatchNormalization of opset 7 may have parameters for every element", () => {
  const x = values([2, 3, 2, 2]);
  const inputs = [x, values([3, 2, 2], 2), values([3, 2, 2], 3), values([3, 2, 2], 5), positive([3, 2, 2])];
  const [gamma, beta, mean, variance] = inputs.slice(1).map(reader);
  check({ op: "BatchNormalization", opset: 7, attributes: { spatial: 0 }, inputs }, (index) => {
    const at = index.slice(1);
    return (gamma(at) * (reader(x)(index) - mean(at))) / Math.sqrt(variance(at) + 1e-5) + beta(at);
  });
});

test("InstanceNormalization normalises every image and channel alone", () => {
  for (const shape of [
    [2, 3, 7],
    [2, 3, 4, 5],
    [1, 3, 2, 3, 4],
  ]) {
    const [x, gamma, beta] = [values(shape), values([3], 2), values([3], 3)];
    const { at } = normalized(x, 1e-3, ([n, c]) => `${n},${c}`);
    const spec = { op: "InstanceNormalization", attributes: { epsilon: 1e-3 }, inputs: [x, gamma, beta] };
    check(spec, (index) => at(index) * gamma.data[index[1]] + beta.data[index[1]]);
  }
});

test("LayerNormalization goes over the trailing axes and gives its statistics away", () => {
  const x = values([2, 3, 4, 5]);
  for (const axis of [-1, 2, 1, -4]) {
    const from = axis < 0 ? axis + 4 : axis;
    const [gamma, beta] = [values(x.shape.slice(from), 2), values(x.shape.slice(from), 3)];
    const { at, statistics } = normalized(x, 1e-5, (index) => index.slice(0, from).join());
    const spec = { op: "LayerNormalization", attributes: { axis }, inputs: [x, gamma, beta], outputs: 3 };
    check(spec, (index) => at(index) * reader(gamma)(index.slice(from)) + reader(beta)(index.slice(from)), 5e-5);
    const [, mean, inverse] = runNode(NORMALIZATION, spec);
    const all = [...statistics.values()];
    assert.equal(
      mean.shape,
      x.shape.map((dim, i) => (i < from ? dim : 1)),
    );
    assert.ok(
      distance(
        mean.data,
        all.map((s) => s.mean),
      ) < 1e-6,
    );
    assert.ok(
      distance(
        inverse.data,
        all.map((s) => 1 / Math.sqrt(s.variance + 1e-5)),
      ) < 1e-4,
    );
  }
});

test("RMSNormalization divides by the root of the mean square", () => {
  const [x, scale] = [values([2, 3, 8]), values([8], 2)];
  const read = reader(x);
  check({ op: "RMSNormalization", opset: 23, inputs: [x, scale] }, ([n, m, k]) => {
    const squares = Array.from({ length: 8 }, (_, i) => read([n, m, i]) ** 2);
    return (read([n, m, k]) / Math.sqrt(squares.reduce((a, b) => a + b) / 8 + 1e-5)) * scale.data[k];
  });
});

test("GroupNormalization has a scale for each group, from opset 21 on for each channel", () => {
  for (const opset of [18, 21]) {
    const x = values([2, 6, 3, 2]);
    const count = opset === 18 ? 3 : 6;
    const [gamma, beta] = [values([count], 2), values([count], 3)];
    const { at } = normalized(x, 1e-5, ([n, c]) => `${n},${Math.floor(c / 2)}`);
    const attributes = { num_groups: 3 };
    check({ op: "GroupNormalization", opset, attributes, inputs: [x, gamma, beta] }, (index) => {
      const c = opset === 18 ? Math.floor(index[1] / 2) : index[1];
      return at(index) * gamma.data[c] + beta.data[c];
    });
  }
});

test("MeanVarianceNormalization goes over batch and pixels unless told otherwise", () => {
  const x = values([2, 3, 4, 5]);
  check({ op: "MeanVarianceNormalization", inputs: [x] }, normalized(x, 0, ([, c]) => `${c}`).at);
  const attributes = { axes: [-1, 1] };
  check({ op: "MeanVarianceNormalization", attributes, inputs: [x] }, normalized(x, 0, ([n, , h]) => `${n},${h}`).at);
});

test("LpNormalization divides by the norm; zeros stay zeros", () => {
  const x = values([2, 3, 4]);
  const read = reader(x);
  for (const p of [1, 2]) {
    check({ op: "LpNormalization", attributes: { p, axis: 1 }, inputs: [x] }, ([n, c, k]) => {
      const column = [0, 1, 2].map((i) => Math.abs(read([n, i, k])) ** p);
      return read([n, c, k]) / column.reduce((a, b) => a + b) ** (1 / p);
    });
    const zeros = { shape: [1, 4], data: new Float32Array(4) };
    assert.equal(
      [...runNode(NORMALIZATION, { op: "LpNormalization", attributes: { p }, inputs: [zeros] })[0].data],
      [0, 0, 0, 0],
    );
  }
});

test("LRN sums the squares of neighbouring channels, few or many", () => {
  for (const [shape, size] of [
    [[2, 7, 3, 2], 5],
    [[1, 4, 3], 2],
    [[1, 3, 2, 2], 7],
    [[1, 1100, 1, 2], 4],
  ] as const) {
    for (const beta of [0.75, 0.5, 1, 0.6]) {
      const x = values(shape);
      const read = reader(x);
      const attributes = { size, alpha: 0.9, beta, bias: 2 };
      check({ op: "LRN", attributes, inputs: [x] }, ([n, c, ...at]) => {
        let sum = 0;
        for (let i = c - Math.floor((size - 1) / 2); i <= c + Math.ceil((size - 1) / 2); i++)
          sum += read([n, i, ...at]) ** 2;
        return read([n, c, ...at]) / (2 + (0.9 / size) * sum) ** beta;
      });
    }
  }
});

test("parameters that do not fit are refused with what was seen", () => {
  const x = values([1, 4, 3, 3]);
  const bad: [NodeSpec, RegExp][] = [
    [{ op: "InstanceNormalization", inputs: [x, values([3]), values([4])] }, /scale has the shape \[3\]/],
    [{ op: "GroupNormalization", attributes: { num_groups: 3 }, inputs: [x, values([3]), values([3])] }, /3 groups/],
    [{ op: "LRN", inputs: [x] }, /size is 0/],
    [{ op: "LpNormalization", attributes: { p: 3 }, inputs: [x] }, /p is 3/],
    [
      { op: "BatchNormalization", opset: 9, inputs: [x, ...[1, 2, 3, 4].map((i) => values([4], i, true))], outputs: 3 },
      /training step/,
    ],
  ];
  for (const [spec, message] of bad) {
    assert.throws(
      () => importNode(NORMALIZATION, spec),
      (error: Error) => error instanceof Problem && message.test(error.message),
      `${message}`,
    );
  }
});

test.run();
