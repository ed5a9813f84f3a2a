// QuantizeLinear and DequantizeLinear against the formulas of ONNX's specification.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { roundHalfEven } from "../../src/graph/rounding.ts";
import { perTensor } from "../../src/graph/tensor.ts";
import { Problem } from "../../src/import/diagnostics.ts";
import { QUANTIZATION } from "../../src/import/onnx/operators/quantization.ts";
import { importNode, operatorsOf } from "./onnx_image_support.ts";
import {
  close,
  count,
  floats,
  type IntegerType,
  integers,
  RANGES,
  run,
  type Shape,
  someFloats,
  someIntegers,
} from "./onnx_quantized_support.ts";

/** Which of the scales counts for element i of `shape`. */
function scaleIndex(i: number, shape: Shape, axis: number, block = 1): number {
  const inner = count(shape.slice(axis + 1));
  const index = Math.floor(i / inner) % shape[axis];
  if (block === 1) return index;
  const blocks = Math.ceil(shape[axis] / block);
  return (Math.floor(i / (inner * shape[axis])) * blocks + Math.floor(index / block)) * inner + (i % inner);
}

const linear = suite("QuantizeLinear and DequantizeLinear");

for (const type of Object.keys(RANGES) as IntegerType[]) {
  for (const constant of [true, false]) {
    linear(`DequantizeLinear of ${constant ? "constant" : "computed"} ${type}`, () => {
      const [low, high] = RANGES[type];
      const zero = type === "INT32" ? 0 : Math.round((2 * low + high) / 3);
      const values = someIntegers(type, [3, 4], 1);
      const inputs = [
        integers(type, [3, 4], values, constant),
        floats([], [0.03]),
        type === "INT32" ? undefined : integers(type, [], [zero]),
      ];
      const expected = values.map((v) => 0.03 * (v - zero));
      const { values: actual, type: real } = run(QUANTIZATION, { op: "DequantizeLinear", inputs });
      close(actual, expected, 1e-6 * Math.max(...expected.map(Math.abs)));
      assert.is(real, "FLOAT");
    });
  }
  if (type === "INT32") continue;
  linear(`QuantizeLinear to ${type}`, () => {
    const [low, high] = RANGES[type];
    const zero = Math.round((2 * low + high) / 3);
    const scale = 4 / (high - low);
    const values = someFloats([40], 2);
    const inputs = [floats([40], values, false), floats([], [scale]), integers(type, [], [zero])];
    const { values: actual, type: result } = run(QUANTIZATION, { op: "QuantizeLinear", inputs });
    const expected = values.map((v) => Math.min(Math.max(roundHalfEven(v / Math.fround(scale)) + zero, low), high));
    close(actual, expected, high > 1000 ? 1 : 0);
    assert.is(result, type);
  });
}

linear("per channel: constants keep their bytes, what is computed becomes arithmetic", () => {
  for (const constant of [true, false]) {
    const shape = [2, 3, 4];
    const values = someIntegers("INT8", shape, 3);
    const [scales, zeros] = [
      [0.1, 0.02, 0.5],
      [3, -7, 0],
    ];
    const spec = {
      op: "DequantizeLinear",
      inputs: [integers("INT8", shape, values, constant), floats([3], scales), integers("INT8", [3], zeros)],
      attributes: { axis: -2 },
    };
    const expected = values.map((v, i) => {
      const c = scaleIndex(i, shape, 1);
      return scales[c] * (v - zeros[c]);
    });
    close(run(QUANTIZATION, spec).values, expected, 1e-4);
    assert.is(operatorsOf(importNode(QUANTIZATION, spec).graph).length, constant ? 1 : 3);
  }
});

linear("QuantizeLinear per channel", () => {
  const shape = [2, 3, 4];
  const values = someFloats(shape, 4);
  const scales = [0.5, 0.25, 0.125];
  const inputs = [floats(shape, values, false), floats([3], scales), integers("UINT8", [3], [100, 130, 7])];
  const expected = values.map((v, i) => {
    const c = scaleIndex(i, shape, 1);
    return Math.min(Math.max(roundHalfEven(v / scales[c]) + [100, 130, 7][c], 0), 255);
  });
  assert.equal(run(QUANTIZATION, { op: "QuantizeLinear", inputs }).values, expected);
});

linear("blocks along an axis, the last one cut off", () => {
  const shape = [2, 5];
  const values = someIntegers("INT4", shape, 5);
  const scales = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const inputs = [integers("INT4", shape, values), floats([2, 3], scales)];
  const spec = { op: "DequantizeLinear", opset: 21, inputs, attributes: { axis: 1, block_size: 2 } };
  const expected = values.map((v, i) => scales[scaleIndex(i, shape, 1, 2)] * v);
  close(run(QUANTIZATION, spec).values, expected, 1e-6);
  assert.throws(
    () => run(QUANTIZATION, { ...spec, inputs: [inputs[0], floats([2, 2], scales.slice(0, 4))] }),
    (error: unknown) => error instanceof Problem && error.hint.includes("[2,3] would fit"),
  );
});

linear("a scale that is computed", () => {
  const values = someIntegers("UINT8", [6], 6);
  const inputs = [integers("UINT8", [6], values, false), floats([], [0.02], false), integers("UINT8", [], [17], false)];
  close(
    run(QUANTIZATION, { op: "DequantizeLinear", inputs }).values,
    values.map((v) => 0.02 * (v - 17)),
    1e-5,
  );
  const reals = someFloats([6], 7);
  const given = [floats([6], reals, false), ...inputs.slice(1)];
  const expected = reals.map((v) => Math.min(Math.max(roundHalfEven(v / Math.fround(0.02)) + 17, 0), 255));
  assert.equal(run(QUANTIZATION, { op: "QuantizeLinear", inputs: given }).values, expected);
});

linear("a count of scales that does not fit is refused", () => {
  const inputs = [floats([2, 3], someFloats([2, 3], 8), false), floats([2], [1, 2])];
  assert.throws(
    () => run(QUANTIZATION, { op: "QuantizeLinear", inputs }),
    (error: unknown) => error instanceof Problem && error.message.includes("2 scales"),
  );
});

linear("a zero point of another type is refused", () => {
  const inputs = [integers("UINT8", [2], [1, 2], false), floats([], [1]), integers("INT8", [], [3])];
  assert.throws(
    () => run(QUANTIZATION, { op: "DequantizeLinear", inputs }),
    (error: unknown) => error instanceof Problem && error.message.includes("a zero point of INT8"),
  );
});

linear("an input that is dequantised states how it is quantised", () => {
  const inputs = [integers("UINT8", [4], [1, 2, 3, 4], false), floats([], [0.5]), integers("UINT8", [], [3])];
  const { graph } = importNode(QUANTIZATION, { op: "DequantizeLinear", inputs });
  assert.equal(operatorsOf(graph), ["dequantize"]);
  assert.equal(graph.tensors[graph.inputs[0].tensor].quantization, perTensor(0.5, 3 - 128));
});

linear("a scalar constant is known at once: it may be a bound or a border", () => {
  const inputs = [integers("UINT8", [], [40]), floats([], [0.5]), integers("UINT8", [], [30])];
  const { graph } = importNode(QUANTIZATION, { op: "DequantizeLinear", inputs });
  assert.equal(graph.nodes, []);
  assert.equal(graph.tensors[graph.outputs[0].tensor].data, Float32Array.of(5));
});

linear("DynamicQuantizeLinear", () => {
  for (const values of [
    [-1, 2, 0.6, 1.9],
    [1, 2.02, 4, 3],
    [-4, -1, -2.1, -3],
  ]) {
    const spec = { op: "DynamicQuantizeLinear", inputs: [floats([4], values, false)], outputs: 3 };
    const high = Math.max(0, ...values);
    const low = Math.min(0, ...values);
    const scale = (high - low) / 255;
    const zero = Math.min(Math.max(roundHalfEven(-low / scale), 0), 255);
    close(run(QUANTIZATION, spec, 1).values, [scale], 1e-7);
    assert.equal(run(QUANTIZATION, spec, 2).values, [zero]);
    close(
      run(QUANTIZATION, spec).values,
      values.map((v) => Math.min(Math.max(roundHalfEven(v / scale) + zero, 0), 255)),
      0,
    );
  }
});

linear.run();
