// What the ONNX importer says of files it cannot take: every problem at once, each with its place and a remedy.

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type OnnxSpec, type TensorSpec, writeOnnx } from "./onnx_file.ts";
import { diagnosticsOf, floats, int64s, problemsOf, scalar, single } from "./onnx_support.ts";

const test = suite("import onnx: errors");

const relu: OnnxSpec = {
  nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
  inputs: [{ name: "x", shape: [2] }],
  outputs: [{ name: "y" }],
};

/** The only problem of a model, as one line. */
function only(spec: OnnxSpec, options: Parameters<typeof problemsOf>[1] = {}): string {
  const problems = problemsOf(spec, options);
  assert.is(problems.length, 1, problems.map(({ where, what }) => `${where}: ${what}`).join("\n"));
  const [{ where, what, hint }] = problems;
  return `${where}: ${what}. ${hint}`;
}

/** The problem of a constant that a node reads. */
const constant = (tensor: TensorSpec, options: Parameters<typeof problemsOf>[1] = {}) =>
  only(
    { ...relu, nodes: [{ op: "Add", inputs: ["x", "c"], outputs: ["y"] }], initializers: [{ ...tensor, name: "c" }] },
    options,
  );

test("bytes that are no protobuf message are located", () => {
  const bytes = writeOnnx(relu);
  for (const cut of [bytes.slice(0, bytes.length - 9), bytes.slice(0, 20)]) {
    const [{ where, what, hint }] = diagnosticsOf(cut);
    assert.is(where, "file");
    assert.match(what, /^graph/);
    assert.match(hint, /damaged/);
  }
  assert.match(diagnosticsOf(new Uint8Array())[0].what, /has no graph/);
});

test("messages in messages have a limit", () => {
  let graph: OnnxSpec = relu;
  for (let i = 0; i < 40; i++) {
    graph = {
      ...relu,
      nodes: [{ op: "If", inputs: ["x"], outputs: ["y"], attributes: { then_branch: { g: graph } } }],
    };
  }
  assert.match(diagnosticsOf(writeOnnx(graph))[0].what, /messages lie more than 64 deep/);
});

test("operator sets outside the range", () => {
  assert.match(only({ ...relu, opsets: { "": 99 } }), /^model: is of version 99 .*Supported are 1 to 23/);
  assert.match(only({ ...relu, opsets: { own: 1 } }), /is of version none/);
});

test("all problems of a file at once", () => {
  const problems = problemsOf({
    ...relu,
    nodes: [
      { op: "Nothing", inputs: ["x"], outputs: ["a"] },
      { op: "Abs", domain: "own", inputs: ["x"], outputs: ["b"] },
      { op: "Loop", inputs: ["x"], outputs: ["c"] },
      { op: "Relu", inputs: ["a"], outputs: ["y"] },
    ],
  });
  assert.equal(
    problems.map(({ where }) => where),
    ['#0 Nothing "a"', '#1 own.Abs "b"', '#2 Loop "c"'],
  );
  assert.match(problems[1].what, /the operator "own\.Abs" is not supported \(inputs "x" f32\[2\]\)/);
  assert.match(problems[2].hint, /unroll/);
});

test("nodes out of order, values that nothing computes, values computed twice", () => {
  const nodes = (...list: readonly (readonly [string, string])[]) => ({
    ...relu,
    nodes: list.map(([x, y]) => ({ op: "Relu", inputs: [x], outputs: [y] })),
  });
  assert.match(only(nodes(["h", "y"], ["x", "h"])), /reads "h", which a later node computes/);
  assert.match(only(nodes(["gone", "y"])), /reads "gone", which nothing computes/);
  assert.match(only(nodes(["x", "y"], ["x", "y"])), /computes "y", which has a value already/);
});

test("constants that contradict themselves", () => {
  assert.match(
    constant({ type: "FLOAT", shape: [3], raw: new Uint8Array(8) }),
    /has 8 bytes of values, .* asks for 12/,
  );
  assert.match(constant({ type: "FLOAT", shape: [1], raw: new Uint8Array(8) }), /has 8 bytes of values, .* asks for 4/);
  assert.match(constant({ type: "INT32", shape: [2], typed: [1] }), /has 1 values, not 2/);
  assert.match(constant({ type: "FLOAT", shape: [-1], values: [] }), /has the shape \[-1\]/);
  assert.match(constant({ type: "FLOAT", shape: [2 ** 30, 2 ** 30], values: [] }), /has the shape/);
  assert.match(constant({ type: "STRING", shape: [0], values: [] }), /holds text/);
  assert.match(constant({ ...floats(1), shape: new Array(9).fill(1) }), /has 9 dimensions/);
});

test("files beside the model: missing, too short, outside its folder", () => {
  const at = (external: Record<string, string>) =>
    constant({ type: "FLOAT", shape: [2], external }, { externalData: () => new Uint8Array(8) });
  assert.match(constant({ type: "FLOAT", shape: [2], external: { location: "w" } }), /"w", which was not found/);
  for (const location of ["../w", "/etc/passwd", "a/../../w", "C:\\w", "..\\w", ""]) {
    assert.match(at({ location }), /no path below the model's folder/, location);
  }
  assert.match(at({ location: "w", offset: "4" }), /has 4 bytes of values/);
  assert.match(at({ location: "w", offset: "9" }), /the file has 8/);
  assert.match(at({ location: "w", length: "1e99" }), /the file has 8/);
});

test("sizes that are open say which option closes them", () => {
  const open = { ...relu, inputs: [{ name: "x", shape: ["N", "T"] }] };
  assert.match(only(open), /"x" has the shape \[N,T\], in which sizes are open\. .*--shape x=1,N/);
  assert.match(only({ ...relu, inputs: [{ name: "x" }] }), /has no shape\. .*--shape x=1,3,224,224/);
  assert.match(only(open, { shapes: { x: [2, 3, 4] } }), /has the shape \[N,T\], not \[2,3,4\]/);
  assert.match(only(relu, { shapes: { other: [1] } }), /there is no input "other"/);
});

test("inputs whose values must be known say how to give them", () => {
  const spec = single("Reshape", [4]);
  const inputs = [...(spec.inputs ?? []), { name: "s", type: "INT64", shape: [2] } as const];
  const nodes = [{ op: "Reshape", inputs: ["x", "s"], outputs: ["y0"] }];
  assert.match(only({ ...spec, nodes, inputs }), /the new shape \(input 1\) \("s"\) is computed .*--set s=VALUE/);
});

test("branches whose condition is computed", () => {
  const branch = { g: { nodes: [], outputs: [{ name: "x" }] } };
  const attributes = { then_branch: branch, else_branch: branch };
  const nodes = [{ op: "If", inputs: ["x"], outputs: ["y"], attributes }];
  assert.match(only({ ...relu, nodes }), /its condition \("x"\) is computed at run time/);
});

test("functions that call themselves", () => {
  const nodes = [{ op: "f", domain: "own", inputs: ["x"], outputs: ["y"] }];
  const body = { name: "f", domain: "own", inputs: ["x"], outputs: ["y"], nodes };
  const opsets = { "": 17, own: 1 };
  assert.match(only({ ...relu, nodes, opsets, functions: [body] }), /Functions call each other too often/);
});

test("a small file cannot ask for much memory", () => {
  const spec = {
    nodes: [{ op: "ConstantOfShape", inputs: ["s"], outputs: ["y"] }],
    outputs: [{ name: "y" }],
    initializers: [{ ...int64s(2 ** 14, 2 ** 14), name: "s" }],
  };
  assert.match(only(spec), /take 1025 MiB, far more than the file/);
});

test("tensors without elements at the border", () => {
  const empty = { ...single("Slice", [4], { constants: [int64s(4), int64s(9)] }) };
  assert.match(only(empty), /the output "y0" has no elements/);
  assert.match(only({ ...relu, inputs: [{ name: "x", shape: [0] }] }), /input 0 is missing/);
});

test("what cannot be done says so", () => {
  const problem = (op: string, options: Parameters<typeof single>[2], shape = [2, 3]) =>
    only(single(op, shape, options));
  assert.match(problem("Dropout", { constants: [scalar(0.5), scalar(1, "BOOL")] }), /drops values at random/);
  assert.match(problem("Reshape", { constants: [int64s(4, 4)] }), /reshapes \[2,3\] to \[4,4\]/);
  assert.match(problem("Squeeze", { constants: [int64s(0)] }), /removes axis 0 of \[2,3\]/);
  assert.match(problem("Cast", { attributes: { to: { i: 8 } } }), /holds text/);
  assert.match(problem("Cast", { attributes: { to: { i: 17 } } }), /FLOAT8E4M3FN/);
  assert.match(problem("Softmax", { attributes: { axis: { i: 5 } } }), /axis 5 does not exist in 2 dimensions/);
  assert.match(
    problem("MatMul", { constants: [{ ...floats(1, 2), shape: [2, 1] }] }),
    /multiplies \[2,3\] with \[2,1\]/,
  );
  assert.match(problem("Relu", { outputs: 2 }), /has 2 outputs, 1 of them are known/);
});

test.run();
