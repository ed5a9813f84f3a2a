// Random graphs of operators with layout rules, transposes, reshapes and a few barriers: the pass keeps the results, never moves
// more elements than before, and rarely leaves anything to a second run.

import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cancelLayoutTransposes } from "../../src/compile/passes/cancel_layout_transposes.ts";
import { executeGraph } from "../../src/execute/execute.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Attributes } from "../../src/graph/op_def.ts";
import { describeType, elementCount, perTensor, type TensorType } from "../../src/graph/tensor.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { GraphBuilder } from "../graphs.ts";
import { random, randomData } from "../support.ts";
import { transposes } from "./layout_graphs.ts";

const GRAPHS = 200;
const MOST_ELEMENTS = 800;
const Q = perTensor(0.05, 3);

/** Numbers that decide one node: which rule, on which values, how. */
interface Step {
  readonly rule: number;
  readonly x: number;
  readonly y: number;
  readonly how: number;
}

class Growing {
  readonly g = new GraphBuilder();
  readonly values: number[] = [];
  readonly used = new Set<number>();
  readonly next = random(3);

  type(id: number): TensorType {
    return this.g.graph().tensors[id];
  }

  add(name: string, inputs: readonly number[], attributes: Attributes = {}, dtype = this.type(inputs[0]).dtype): void {
    if (inputs.some((id) => elementCount(this.type(id).shape) > MOST_ELEMENTS)) return;
    for (const id of inputs) this.used.add(id);
    this.values.push(...this.g.ops(name, inputs, attributes, { dtype, quantization: dtype === "i8" ? Q : undefined }));
  }

  constant(dtype: TensorType["dtype"], shape: readonly number[]): number {
    const data = randomData({ dtype, shape, range: dtype === "f32" ? [0.2, 1.5] : [-100, 100] }, this.next);
    return this.g.constant(shape, data, dtype === "i8" ? Q : undefined);
  }

  /** Another value of the shape and element type, else a constant of a shape that broadcasts. */
  operand(x: number, { y, how }: Step): number {
    const { dtype, shape } = this.type(x);
    const alike = this.values.filter((id) => this.type(id).dtype === dtype && `${this.type(id).shape}` === `${shape}`);
    if (how % 3 > 0) return alike[y % alike.length];
    return this.constant(
      dtype,
      shape.slice(how % (shape.length + 1)).map((size, axis) => ((y >> axis) % 2 === 0 ? size : 1)),
    );
  }
}

type Rule = (grow: Growing, x: number, step: Step, shape: readonly number[]) => void;

const isFloat = (grow: Growing, x: number) => grow.type(x).dtype === "f32";
const plain = { strides: [1, 1], pads: [0, 0, 0, 0] };

/** A permutation of the axes; mostly the two of image layouts where it is an image. */
function someOrder(rank: number, { y, how }: Step): number[] {
  if (rank === 4 && how % 4 > 0) return how % 2 === 0 ? [0, 2, 3, 1] : [0, 3, 1, 2];
  const axes = Array.from({ length: rank }, (_, i) => i);
  const turn = y % Math.max(rank, 1);
  return how % 3 === 0 ? axes.reverse() : [...axes.slice(turn), ...axes.slice(0, turn)];
}

function someShape(shape: readonly number[], { y, how }: Step): number[] {
  const axis = y % Math.max(shape.length, 1);
  if (how % 3 === 0 && shape.length > 1 && axis + 1 < shape.length)
    return shape.toSpliced(axis, 2, shape[axis] * shape[axis + 1]);
  if (how % 3 === 1 && shape[axis] % 2 === 0) return shape.toSpliced(axis, 1, 2, shape[axis] / 2);
  return how % 2 === 0 ? shape.toSpliced(axis, 0, 1) : shape.filter((size) => size > 1);
}

const conv: Rule = (grow, x, { how }, shape) => {
  if (shape.length !== 4 || !isFloat(grow, x)) return;
  grow.add("conv_2d", [x, grow.constant("f32", [1 + (how % 6), 1, 1, shape[3]])], plain);
};

const transposed: Rule = (grow, x, step, shape) => grow.add("transpose", [x], { perm: someOrder(shape.length, step) });

/** As importers write a layer in NCHW. */
const nchwConv: Rule = (grow, x, { how }, shape) => {
  if (shape.length !== 4 || !isFloat(grow, x)) return;
  grow.add("transpose", [x], { perm: [0, 2, 3, 1] });
  grow.add("conv_2d", [grow.values.at(-1)!, grow.constant("f32", [1 + (how % 6), 1, 1, shape[1]])], plain);
  grow.add("transpose", [grow.values.at(-1)!], { perm: [0, 3, 1, 2] });
};

const unary =
  (name: string): Rule =>
  (grow, x) => {
    grow.add(name, [x]);
  };

const binary =
  (name: string): Rule =>
  (grow, x, step) => {
    grow.add(name, step.y % 2 === 0 ? [x, grow.operand(x, step)] : [grow.operand(x, step), x]);
  };

const RULES: readonly Rule[] = [
  ...[transposed, transposed, transposed, conv, nchwConv, nchwConv, nchwConv],
  (grow, x, step, shape) => grow.add("reshape", [x], { shape: someShape(shape, step) }),
  (grow, x, step, shape) => grow.add("reshape", [x], { shape: someShape(shape, step) }),
  ...["relu", "sigmoid", "neg"].map(unary),
  ...["add", "sub", "mul", "maximum", "mul"].map(binary),
  (grow, x) => {
    const { dtype } = grow.type(x);
    grow.add(dtype === "f32" ? "quantize" : "dequantize", [x], {}, dtype === "f32" ? "i8" : "f32");
  },
  (grow, x, step, shape) => {
    if (shape.length > 0)
      grow.add("concat", [x, grow.operand(x, { ...step, how: 1 }), x], { axis: step.how % shape.length });
  },
  (grow, x, { y, how }, shape) => {
    const axis = how % Math.max(shape.length, 1);
    if ((shape[axis] ?? 1) < 2) return;
    const first = 1 + (y % (shape[axis] - 1));
    grow.add("split", [x], { axis, sizes: [first, shape[axis] - first] });
  },
  (grow, x, { how }, shape) => {
    const axes = shape.flatMap((_, axis) => ((how >> axis) % 2 === 1 ? [axis] : []));
    grow.add("mean", [x], { axes, keepDims: how % 3 > 0 });
  },
  (grow, x, { how }, shape) => {
    if (shape.length > 0) grow.add("arg_max", [x], { axis: how % shape.length, keepDims: how % 2 === 0 }, "i32");
    if (shape.length > 0) grow.add("cast", [grow.values.at(-1)!], { to: "f32" }, "f32");
  },
  (grow, x, _, shape) => {
    if (shape.length > 0 && isFloat(grow, x)) grow.add("softmax", [x]);
  },
  (grow, x, { y, how }, shape) =>
    grow.add("pad", [x], { pads: shape.flatMap((_, axis) => [(y >> axis) % 2, (how >> axis) % 2]) }),
  (grow, x, { y }, shape) => {
    const begin = shape.map((size) => y % size);
    grow.add("slice", [x], { begin, strides: shape.map(() => 1), size: shape.map((size, axis) => size - begin[axis]) });
  },
  (grow, x, { y, how }, shape) => {
    const indices = grow.constant("i32", y % 3 === 0 ? [] : y % 3 === 1 ? [3] : [2, 2]);
    if (shape.length > 0) grow.add("gather", [x, indices], { axis: how % shape.length });
  },
  (grow, x, step, shape) =>
    grow.add("pack", [x, grow.operand(x, { ...step, how: 1 })], { axis: step.how % (shape.length + 1) }),
  (grow, x, { how }, shape) => {
    if (shape.length > 0) grow.add("unpack", [x], { axis: how % shape.length });
  },
  (grow, x, { how }, shape) => {
    if (!isFloat(grow, x) || shape.length === 0) return;
    const [outputs, depth] = [1 + (how % 3), shape.at(-1)!];
    grow.add("fully_connected", [x, grow.constant("f32", [outputs, depth])], { keepDims: how % 2 === 0 });
  },
];

const SHAPES = [
  [1, 4, 5, 3],
  [2, 3, 2, 4],
  [1, 6, 2, 2],
  [2, 6],
  [1, 4, 1, 1],
  [2, 3, 4],
];

function build(inputs: readonly Step[], steps: readonly Step[]): Graph {
  const grow = new Growing();
  for (const { x, how } of inputs) {
    const type = how % 4 === 0 ? ({ dtype: "i8", quantization: Q } as const) : {};
    grow.values.push(grow.g.input(SHAPES[x % SHAPES.length], type));
  }
  for (const step of steps) {
    const values = grow.values.filter((id) => grow.type(id).dtype !== "i32");
    const x = values[values.length - 1 - (step.x % values.length)];
    RULES[step.rule % RULES.length](grow, x, step, grow.type(x).shape);
  }
  const outputs = grow.values.filter((id, i) => i >= inputs.length && (!grow.used.has(id) || id % 7 === 0));
  return grow.g.graph(...outputs);
}

function describe({ nodes, tensors }: Graph): string {
  const list = (ids: readonly number[]) => ids.map((id) => `${id}: ${describeType(tensors[id])}`).join(", ");
  return nodes
    .map(
      ({ op, inputs, outputs, attributes }) =>
        `${list(outputs)} = ${op.name}(${list(inputs)}) ${JSON.stringify(attributes)}`,
    )
    .join("\n");
}

const step = fc.record({ rule: fc.nat(997), x: fc.nat(7), y: fc.nat(30), how: fc.nat(30) });
const test = suite("cancel layout transposes of random graphs");

test("keeps the results and moves no more elements", () => {
  let fewer = 0;
  const better: string[] = []; // graphs of which a second run finds still more
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 3 }),
      fc.array(step, { minLength: 2, maxLength: 24, size: "max" }),
      (inputs, steps) => {
        const graph = build(inputs, steps);
        fc.pre(graph.nodes.length > 0 && graph.outputs.length > 0);
        verifyGraph(graph);
        const after = cancelLayoutTransposes.run(graph);
        verifyGraph(after);
        const [{ elements: before }, { elements: left }] = [transposes(graph), transposes(after)];
        assert.ok(left <= before, `${left} elements are transposed, ${before} before`);
        if (left < before) fewer++;
        if (transposes(cancelLayoutTransposes.run(after)).elements < left) better.push(describe(graph));
        const next = random(steps.length);
        const data = graph.inputs.map(({ tensor }) => randomData(graph.tensors[tensor], next));
        const [expected, actual] = [executeGraph(graph, data), executeGraph(after, data)];
        graph.outputs.forEach(({ tensor, name }, i) => {
          const [e, a] = [expected.get(tensor)!, actual.get(after.outputs[i].tensor)!];
          const allowed = e instanceof Float32Array ? 1e-4 * Math.max(1, ...e.map(Math.abs)) : 0;
          const wrong = e.findIndex((value, at) => !(Math.abs(value - a[at]) <= allowed));
          assert.is(
            wrong,
            -1,
            `${name}[${wrong}] is ${a[wrong]}, not ${e[wrong]}, in\n${describe(graph)}\n\n${describe(after)}`,
          );
        });
      },
    ),
    { numRuns: GRAPHS, seed: 4, includeErrorInReport: true },
  );
  assert.ok(fewer > GRAPHS / 5, `only ${fewer} graphs had something to cancel`);
  assert.ok(
    better.length < GRAPHS / 50,
    `a second run is better for ${better.length} graphs:\n\n${better.join("\n\n")}`,
  );
});

test.run();
