// Small random graphs of the table's operators, compiled whole: kernels against the reference on every build. What single
// operators cannot show is here: memory shared over time, results in place, views, constants with several readers, values
// that are outputs and still read afterwards.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Graph, GraphNode, GraphTensor, PortDType } from "../src/graph/graph.ts";
import type { Attributes } from "../src/graph/op_def.ts";
import { describeType, elementCount, perTensor, sameShape, type TensorType } from "../src/graph/tensor.ts";
import { OPS } from "../src/ops/index.ts";
import { kernelBuilds, random, randomData, runBoth } from "./support.ts";

const GRAPHS = 200;
const MOST_ELEMENTS = 1500;
const QUANTIZATIONS = [perTensor(0.05, 3), perTensor(0.031, -20), perTensor(0.02, 0)];
const SHAPES = [[1, 4, 5, 3], [2, 3, 3, 8], [1, 2, 2, 17], [6], [3, 7], [2, 3, 4]];

/** Numbers that decide one node: which rule, on which values, how. Fewer and smaller ones are a simpler graph. */
interface Step {
  readonly rule: number;
  readonly x: number;
  readonly y: number;
  readonly how: number;
}

class Builder {
  readonly tensors: GraphTensor[] = [];
  readonly nodes: GraphNode[] = [];
  readonly next = random(11);

  value(type: TensorType, isConstant: boolean): number {
    const { dtype, shape, quantization } = type;
    const data = isConstant ? randomData(type, this.next) : undefined;
    return this.tensors.push({ name: `t${this.tensors.length}`, dtype, shape, quantization, data }) - 1;
  }

  /** Adds a node unless its results would be too large; outputs take `quantization`, default that of the first input. */
  node(
    name: string,
    inputs: readonly number[],
    attributes: Attributes,
    quantization = this.tensors[inputs[0]].quantization,
  ) {
    const op = OPS.get(name);
    if (op === undefined) throw new Error(`no operator ${name}`);
    const types = op.infer(
      inputs.map((id) => this.tensors[id]),
      attributes,
    );
    if (types.some((type) => elementCount(type.shape) > MOST_ELEMENTS)) return;
    const outputs = types.map((type) =>
      this.value({ ...type, quantization: type.dtype === "i8" ? quantization : undefined }, false),
    );
    this.nodes.push({ op, inputs, outputs, attributes, origin: `#${this.nodes.length} ${name}` });
  }
}

type Rule = (builder: Builder, x: number, step: Step) => void;

const shapeOf = (builder: Builder, id: number) => builder.tensors[id].shape;
const isImage = (builder: Builder, id: number) => shapeOf(builder, id).length === 4;

/** Another (or the same) value of the same shape and element type. */
function alike(builder: Builder, x: number, choice: number): number {
  const { dtype, shape } = builder.tensors[x];
  const candidates = builder.tensors.flatMap((t, id) => (t.dtype === dtype && sameShape(t.shape, shape) ? [id] : []));
  return candidates[choice % candidates.length];
}

const elementwise =
  (name: string): Rule =>
  (builder, x, { how }) => {
    builder.node(name, [x], {}, quantized(builder, x, how));
  };

const binary =
  (name: string): Rule =>
  (builder, x, { y, how }) => {
    builder.node(name, [x, alike(builder, x, y)], {}, quantized(builder, x, how));
  };

function quantized(builder: Builder, id: number, how: number) {
  return builder.tensors[id].dtype === "i8" ? QUANTIZATIONS[how % QUANTIZATIONS.length] : undefined;
}

const pool =
  (name: string): Rule =>
  (builder, x, { how }) => {
    if (!isImage(builder, x)) return;
    const [, height, width] = shapeOf(builder, x);
    const isLarge = height > 3 && width > 3;
    const attributes = { kernel: [2, 2], strides: [1 + (how % 2), 1], pads: [0, 1, 1, 0] };
    builder.node(
      name,
      [x],
      isLarge && how % 3 === 0 ? { ...attributes, dilations: [2, 2], countPads: true } : attributes,
    );
  };

const pointwise: Rule = (builder, x, { how }) => {
  if (!isImage(builder, x)) return;
  const { dtype, shape } = builder.tensors[x];
  const quantization = dtype === "i8" ? perTensor(0.01, 0) : undefined;
  const weights = builder.value({ dtype, shape: [1 + (how % 9), 1, 1, shape[3]], quantization }, true);
  builder.node("conv_2d", [x, weights], { strides: [1, 1], pads: [0, 0, 0, 0] }, quantized(builder, x, how));
};

/** A choice by comparison of bytes as whole numbers; of floats by a constant, as a rounding could turn their comparison. */
const choice: Rule = (builder, x, { y, how }) => {
  const other = alike(builder, x, y);
  const { dtype, shape } = builder.tensors[x];
  if (dtype === "i8") {
    const before = builder.tensors.length;
    builder.node("cast", [x], { to: "i32" });
    builder.node("cast", [other], { to: "i32" });
    builder.node(how % 2 === 0 ? "less" : "equal", [before, before + 1], {});
  } else builder.value({ dtype: "i32", shape: how % 2 === 0 ? shape : shape.slice(-1) }, true);
  builder.node("where", [builder.tensors.length - 1, x, other], {}, quantized(builder, x, how));
};

/** Rules by operator; those whose operator is in the table take part. */
const RULES: Readonly<Record<string, Rule>> = {
  relu: elementwise("relu"),
  hard_swish: elementwise("hard_swish"),
  sigmoid: elementwise("sigmoid"),
  add: binary("add"),
  sub: binary("sub"),
  mul: binary("mul"),
  max_pool_2d: pool("max_pool_2d"),
  average_pool_2d: pool("average_pool_2d"),
  conv_2d: pointwise,
  where: choice,
  matmul(builder, x, { how }) {
    const { dtype, shape } = builder.tensors[x];
    if (dtype !== "f32" || shape.length < 2) return;
    const perm = shape.map((_, axis) => (axis < shape.length - 2 ? axis : 2 * shape.length - 3 - axis));
    builder.node("transpose", [x], { perm });
    const turned = builder.tensors.length - 1;
    builder.node("matmul", how % 2 === 0 ? [x, turned] : [turned, x], {});
  },
  top_k(builder, x, { y, how }) {
    const { dtype, shape } = builder.tensors[x];
    if (dtype !== "i8" || shape.length === 0) return;
    const k = 1 + (y % shape[shape.length - 1]);
    builder.node("top_k", [x], { k, largest: how % 2 === 0 }, quantized(builder, x, how));
  },
  resample(builder, x, { y, how }) {
    const { dtype, shape } = builder.tensors[x];
    if (dtype !== "f32" || shape.length === 0) return;
    const axis = how % shape.length;
    const indices = Array.from({ length: 2 * (1 + (y % 5)) }, (_, i) => (i * how + y) % shape[axis]);
    const weights = indices.map((_, i) => (i % 2 === 0 ? 0.75 : 0.25));
    builder.node("resample", [x], { axis, taps: 2, indices, weights });
  },
  concat(builder, x, { y, how }) {
    const { shape } = builder.tensors[x];
    if (shape.length > 0) builder.node("concat", [x, alike(builder, x, y), x], { axis: how % shape.length });
  },
  pack: (builder, x, { y, how }) =>
    builder.node("pack", [x, alike(builder, x, y)], { axis: how % (shapeOf(builder, x).length + 1) }),
  split(builder, x, { y, how }) {
    const { shape } = builder.tensors[x];
    const axis = how % Math.max(1, shape.length);
    const first = 1 + (y % Math.max(1, (shape[axis] ?? 1) - 1));
    if ((shape[axis] ?? 1) > 1) builder.node("split", [x], { axis, sizes: [first, shape[axis] - first] });
  },
  unpack(builder, x, { how }) {
    const { length } = shapeOf(builder, x);
    if (length > 0) builder.node("unpack", [x], { axis: how % length });
  },
  reverse(builder, x, { how }) {
    const { length } = shapeOf(builder, x);
    if (length > 0) builder.node("reverse", [x], { axes: [how % length] });
  },
  reshape(builder, x, { how }) {
    const { shape } = builder.tensors[x];
    const shapes = [[elementCount(shape)], [...shape].reverse(), [1, ...shape], [...shape, 1]];
    builder.node("reshape", [x], { shape: shapes[how % shapes.length] });
  },
  slice(builder, x, { y, how }) {
    const { shape } = builder.tensors[x];
    const isBackwards = how % 2 === 1;
    const begin = shape.map((size) => (isBackwards ? size - 1 : y % size));
    const size = shape.map((extent, axis) => (isBackwards ? extent : extent - begin[axis]));
    builder.node("slice", [x], { begin, strides: shape.map(() => (isBackwards ? -1 : 1)), size });
  },
  pad(builder, x, { y, how }) {
    const pads = shapeOf(builder, x).flatMap((_, axis) => [(y >> axis) % 2, (how >> axis) % 3]);
    builder.node("pad", [x], { pads });
  },
  transpose(builder, x, { how }) {
    const axes = shapeOf(builder, x).map((_, axis) => axis);
    const turn = how % Math.max(1, axes.length);
    builder.node("transpose", [x], { perm: [...axes.slice(turn), ...axes.slice(0, turn)] });
  },
  tile(builder, x, { how }) {
    const multiples = shapeOf(builder, x).map((_, axis) => 1 + ((how >> axis) % 2));
    builder.node("tile", [x], { multiples });
  },
  gather(builder, x, { y, how }) {
    const { shape } = builder.tensors[x];
    if (shape.length === 0) return;
    const indices = builder.value({ dtype: "i32", shape: [1 + (y % 4)] }, true);
    builder.node("gather", [x, indices], { axis: how % shape.length });
  },
  resize_bilinear(builder, x, { y, how }) {
    if (!isImage(builder, x)) return;
    const size = [1 + (y % 5), 1 + (how % 6)];
    builder.node("resize_bilinear", [x], { size, alignCorners: how % 2 === 1, halfPixelCenters: how % 2 === 0 });
  },
  resize_nearest(builder, x, { y, how }) {
    if (!isImage(builder, x)) return;
    const size = [1 + (y % 5), 1 + (how % 6)];
    builder.node("resize_nearest", [x], { size, alignCorners: how % 2 === 1, halfPixelCenters: y % 2 === 1 });
  },
};

const NAMES = Object.keys(RULES).filter((name) => OPS.has(name));

function build(inputs: readonly Step[], steps: readonly Step[]): Graph {
  const builder = new Builder();
  const starts = inputs.map(({ rule, x, how }) => {
    const dtype = rule % 2 === 0 ? "i8" : "f32";
    const quantization = dtype === "i8" ? QUANTIZATIONS[how % QUANTIZATIONS.length] : undefined;
    const type: TensorType = { dtype, shape: SHAPES[x % SHAPES.length], quantization };
    return [builder.value(type, false), builder.value(type, true)];
  });
  for (const step of steps) {
    const values = builder.tensors.flatMap(({ dtype }, id) => (dtype === "i32" || isWeight(builder, id) ? [] : [id]));
    const x = values[values.length - 1 - (step.x % values.length)];
    RULES[NAMES[step.rule % NAMES.length]](builder, x, step);
  }
  const { tensors, nodes } = builder;
  const port = (tensor: number) => ({ tensor, name: tensors[tensor].name, dtype: tensors[tensor].dtype as PortDType });
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const results = nodes.flatMap((node) => node.outputs);
  const isOutput = (id: number) => !read.has(id) || id % 5 === 0;
  return {
    name: "random",
    tensors,
    nodes,
    inputs: starts.map(([id]) => port(id)),
    outputs: results.filter(isOutput).map(port),
  };
}

function isWeight(builder: Builder, id: number): boolean {
  return builder.nodes.some(({ op, inputs }) => op.name === "conv_2d" && inputs[1] === id);
}

function describe(graph: Graph): string {
  const name = (id: number) => `${graph.tensors[id].name}${graph.tensors[id].data ? " (constant)" : ""}`;
  const lines = graph.nodes.map(({ op, inputs, outputs, attributes }) => {
    const left = outputs.map((id) => `${name(id)}: ${describeType(graph.tensors[id])}`).join(", ");
    return `${left} = ${op.name}(${inputs.map(name).join(", ")}) ${JSON.stringify(attributes)}`;
  });
  return lines.join("\n");
}

const step = fc.record({ rule: fc.nat(997), x: fc.nat(11), y: fc.nat(30), how: fc.nat(30) });

for (const kernels of await kernelBuilds()) {
  const test = suite(`random graphs on ${kernels.title}`);

  test("give what the reference gives", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.array(step, { minLength: 1, maxLength: 14 }),
        async (inputs, steps) => {
          const graph = build(inputs, steps);
          fc.pre(graph.nodes.length > 0);
          const next = random(steps.length);
          const data = graph.inputs.map((port) => randomData(graph.tensors[port.tensor], next));
          for (const { output, expected, actual } of await runBoth(graph, kernels, data)) {
            let largest = 0;
            for (const value of expected) largest = Math.max(largest, Math.abs(value));
            const allowed = expected instanceof Float32Array ? 1e-5 * (1 + largest) : 0;
            const isWrong = (value: number, i: number) => !(Math.abs(value - actual[i]) <= allowed);
            const wrong = Array.from(expected).findIndex(isWrong);
            assert.is(
              wrong,
              -1,
              `${output}[${wrong}] is ${actual[wrong]}, not ${expected[wrong]}, in\n${describe(graph)}`,
            );
          }
        },
      ),
      { numRuns: GRAPHS, seed: 3, includeErrorInReport: true },
    );
  });

  test.run();
}
