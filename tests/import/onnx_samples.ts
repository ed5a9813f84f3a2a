// Small ONNX models with many features between them, as records: where the fuzz test starts.

import type { NodeSpec, OnnxSpec, TensorSpec } from "./onnx_file.ts";
import { floats, int64s, scalar } from "./onnx_support.ts";

const named = (name: string, tensor: TensorSpec): TensorSpec => ({ ...tensor, name });
const weights = (name: string, ...shape: number[]): TensorSpec => ({
  ...{ name, type: "FLOAT", shape },
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7) % 11) / 11 - 0.5),
});
const node = (op: string, inputs: string[], outputs: string[], attributes: NodeSpec["attributes"] = {}): NodeSpec => ({
  ...{ op, inputs, outputs, attributes },
});

const CLASSIFIER: OnnxSpec = {
  nodes: [
    node("Conv", ["x", "w", "b"], ["c"], { pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } }),
    node("BatchNormalization", ["c", "g", "g", "b", "g"], ["n"], { epsilon: { f: 1e-3 } }),
    node("Relu", ["n"], ["r"]),
    node("MaxPool", ["r"], ["p"], { kernel_shape: { ints: [2, 2] }, ceil_mode: { i: 1 } }),
    node("AveragePool", ["p"], ["a"], { kernel_shape: { ints: [2, 2] }, auto_pad: { s: "SAME_UPPER" } }),
    node("GlobalAveragePool", ["a"], ["m"]),
    node("Flatten", ["m"], ["f"]),
    node("Gemm", ["f", "d", "e"], ["l"], { transB: { i: 1 }, alpha: { f: 0.5 } }),
    node("Softmax", ["l"], ["y"], { axis: { i: -1 } }),
  ],
  inputs: [{ name: "x", shape: ["N", 3, 8, 8] }],
  outputs: [{ name: "y", shape: ["N", 5] }],
  initializers: [
    weights("w", 4, 3, 3, 3),
    weights("b", 4),
    named("g", floats(1, 2, 3, 4)),
    weights("d", 5, 4),
    weights("e", 5),
  ],
  valueInfo: [{ name: "c", shape: [1, 4, 4, 4] }],
};

const SHAPES: OnnxSpec = {
  opsets: { "": 13 },
  nodes: [
    node("Shape", ["x"], ["s"]),
    node("Slice", ["s", "zero", "two"], ["head"]),
    node("Concat", ["head", "rest"], ["target"], { axis: { i: 0 } }),
    node("Reshape", ["x", "target"], ["r"]),
    node("Transpose", ["r"], ["t"], { perm: { ints: [0, 2, 1] } }),
    node("Unsqueeze", ["t", "two"], ["u"]),
    node("Expand", ["u", "big"], ["e"]),
    node("Tile", ["e", "big"], ["tiled"]),
    node("Pad", ["tiled", "pads"], ["p"], { mode: { s: "reflect" } }),
    node("Split", ["p", "sizes"], ["a", "b"], { axis: { i: 1 } }),
    node("Gather", ["a", "index"], ["g"], { axis: { i: 1 } }),
    node("ReduceMean", ["g"], ["m"], { axes: { ints: [1, -1] }, keepdims: { i: 0 } }),
    node("CumSum", ["m", "one"], ["y"]),
  ],
  inputs: [{ name: "x", shape: [2, 3, 2, 2] }],
  outputs: [{ name: "y" }, { name: "b" }],
  initializers: [
    named("zero", int64s(0)),
    named("two", int64s(2)),
    named("rest", int64s(-1)),
    named("big", int64s(1, 1, 2, 1)),
    named("pads", int64s(0, 1, 0, 0, 0, 1, 1, 0)),
    named("sizes", int64s(2, 4)),
    { name: "index", type: "INT32", shape: [2], typed: [0, -1] },
    { name: "one", type: "INT64", shape: [], typed: [1], isPacked: true },
  ],
};

const CONTROL: OnnxSpec = {
  opsets: { "": 18, own: 1 },
  nodes: [
    node("Constant", [], ["c"], { value: { t: scalar(1, "BOOL") } }),
    node("If", ["c"], ["h"], {
      then_branch: { g: { nodes: [node("Neg", ["x"], ["n"])], outputs: [{ name: "n" }] } },
      else_branch: {
        g: { nodes: [node("Abs", ["x"], ["n"])], outputs: [{ name: "n" }], initializers: [weights("k", 2)] },
      },
    }),
    { ...node("scaled", ["h"], ["z"], { by: { f: 2 } }), domain: "own" },
    node("ConstantOfShape", ["shape"], ["ones"], { value: { t: floats(1) } }),
    node("Range", ["start", "limit", "step"], ["range"]),
    node("Where", ["mask", "z", "ones"], ["w"]),
    node("TopK", ["w", "k"], ["values", "indices"]),
    node("GatherElements", ["w", "indices"], ["again"], { axis: { i: -1 } }),
    node("Cast", ["again"], ["y"], { to: { i: 6 } }),
    node("Clip", ["range", "low"], ["clipped"]),
  ],
  inputs: [{ name: "x", shape: [2, 3] }],
  outputs: [{ name: "y", type: "INT32" }, { name: "values" }, { name: "clipped" }],
  initializers: [
    named("shape", int64s(2, 3)),
    ...["start", "limit", "step", "low"].map((name, i) => named(name, scalar([0, 4, 0.5, 1][i]))),
    { name: "mask", type: "BOOL", shape: [3], values: [1, 0, 1] },
    named("k", int64s(2)),
  ],
  functions: [
    {
      ...{ name: "scaled", domain: "own", inputs: ["a"], outputs: ["b"] },
      nodes: [node("Constant", [], ["f"], { value_float: { ref: "by", type: 1 } }), node("Mul", ["a", "f"], ["b"])],
    },
  ],
};

const BYTES: OnnxSpec = {
  opsets: { "": 13 },
  nodes: [
    node("Conv", ["x", "w"], ["c"]),
    node("Resize", ["c", "", "factors"], ["r"], { mode: { s: "linear" } }),
    node("MatMul", ["r", "half"], ["m"]),
    node("DepthToSpace", ["m"], ["y"], { blocksize: { i: 2 }, mode: { s: "CRD" } }),
    node("Add", ["u", "u"], ["v"]),
  ],
  inputs: [
    { name: "x", shape: [1, 2, 4, 4] },
    { name: "u", type: "UINT8", shape: [3] },
  ],
  outputs: [{ name: "y" }, { name: "v", type: "UINT8" }],
  initializers: [
    weights("w", 4, 2, 1, 1),
    named("factors", floats(1, 1, 2, 2)),
    { name: "half", type: "FLOAT16", shape: [8, 4], typed: Array.from({ length: 32 }, (_, i) => 0x3c00 + i) },
  ],
};

export const SAMPLES: readonly { readonly name: string; readonly spec: OnnxSpec }[] = [
  { name: "classifier", spec: CLASSIFIER },
  { name: "shapes", spec: SHAPES },
  { name: "control", spec: CONTROL },
  { name: "bytes", spec: BYTES },
];
