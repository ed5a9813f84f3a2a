// Reductions, and what finds or counts along an axis.

import type { TensorId } from "../../../graph/graph.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OperatorTable } from "../node.ts";
import { alongAxis, lastAxisSwap } from "./activations.ts";
import { floats, numberInput, numbers, valueOfNumbers } from "./numbers.ts";
import { axesOf } from "./shape.ts";

const DAMAGED = "The file is damaged; export the model again";

interface Reduction {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** No axes are all of them, or none with `noop_with_empty_axes`: then undefined. */
function reductionOf(node: OnnxNode): Reduction | undefined {
  const rank = node.shape(0).length;
  const stated = axesOf(node, 1) ?? [];
  const keepDims = node.int("keepdims", 1) !== 0;
  if (stated.length > 0) {
    return { axes: [...new Set(stated.map((axis) => node.axis(axis, rank)))].sort((a, b) => a - b), keepDims };
  }
  if (node.int("noop_with_empty_axes", 0) !== 0) return undefined;
  return { axes: Array.from({ length: rank }, (_, i) => i), keepDims };
}

type Step = (node: OnnxNode, x: TensorId, reduction: Reduction) => TensorId;

const plain =
  (op: string): Step =>
  (node, x, reduction) =>
    node.emit(op, [x], { ...reduction });

/** `before` is done with every element even where nothing is reduced, and so is `after`. */
function reduction(makes: readonly string[], steps: { before?: Mapping; reduce: Step; after?: Mapping }): NodeImporter {
  const { before = (_, x) => x, reduce, after = (_, x) => x } = steps;
  return {
    makes,
    run(node) {
      const along = reductionOf(node);
      const x = before(node, floats(node, 0));
      const reduced = along === undefined || along.axes.length === 0 ? x : reduce(node, x, along);
      return [valueOfNumbers(node, after(node, reduced), node.typeOf(0))];
    },
  };
}

type Mapping = (node: OnnxNode, x: TensorId) => TensorId;

const mapping =
  (op: string): Mapping =>
  (node, x) =>
    node.emit(op, [x]);

/** ln Σ e^x without overflow: the largest is taken out before and put back after. */
const logSumExp: Step = (node, x, { axes, keepDims }) => {
  const largest = node.emit("reduce_max", [x], { axes, keepDims: true });
  const sum = node.emit("sum", [node.emit("exp", [node.emit("sub", [x, largest])])], { axes, keepDims: true });
  const y = node.emit("add", [node.emit("log", [sum]), largest]);
  const shape = node.shapeOf(y).filter((_, axis) => keepDims || !axes.includes(axis));
  return node.reshape(y, shape);
};

/** Bytes stay bytes. */
function extreme(op: "reduce_max" | "reduce_min"): NodeImporter {
  const throughFloats = reduction([op], { reduce: plain(op) });
  return {
    makes: [op],
    run(node) {
      if (node.dtypeOf(node.input(0)) !== "i8") return throughFloats.run(node);
      const along = reductionOf(node);
      return along === undefined ? [node.value(0)] : node.like(0, node.emit(op, [node.input(0)], { ...along }));
    },
  };
}

/** The first of equals, or the last: the first from behind. */
function argument(op: "arg_max" | "arg_min"): NodeImporter {
  return {
    makes: [op, "reverse", "sub"],
    run(node) {
      const dims = node.shape(0);
      const x = node.dtypeOf(node.input(0)) === "i32" ? node.cast(node.input(0), "f32") : node.input(0);
      const axis = node.axis(node.int("axis", 0), dims.length);
      const attributes = { axis, keepDims: node.int("keepdims", 1) !== 0 };
      if (node.int("select_last_index", 0) === 0) return [{ id: node.emit(op, [x], attributes), type: "INT64" }];
      const fromBehind = node.emit(op, [node.emit("reverse", [x], { axes: [axis] })], attributes);
      return [{ id: node.emit("sub", [node.integer(dims[axis] - 1), fromBehind]), type: "INT64" }];
    },
  };
}

/** `k` is an attribute before version 10, an input since. */
const topK: NodeImporter = {
  makes: ["top_k"],
  run(node) {
    const dims = node.shape(0);
    const stated = node.int("axis", -1);
    const axis = node.axis(stated, dims.length);
    const k = node.proto.attributes.has("k") ? node.int("k", 0) : numberInput(node, 1, "k", 0);
    ensure(k >= 1 && k <= dims[axis], () => `takes the ${k} largest of ${dims[axis]}`, DAMAGED);
    const x = numbers(node, 0);
    const perm = lastAxisSwap(node, x, axis);
    const attributes = { k, largest: node.int("largest", 1) !== 0 };
    const [values, indices] = node.emitAll("top_k", [node.transpose(x, perm)], attributes);
    return [
      valueOfNumbers(node, node.transpose(values, perm), node.typeOf(0)),
      { id: node.transpose(indices, perm), type: "INT64" },
    ];
  },
};

/** A running sum is a product with a triangle of ones. */
const cumSum: NodeImporter = {
  makes: ["fully_connected"],
  run(node) {
    const axis = numberInput(node, 1, "the axis", 0);
    const size = node.shape(0)[node.axis(axis, node.shape(0).length)];
    const [isExclusive, isReverse] = [node.int("exclusive", 0) !== 0, node.int("reverse", 0) !== 0];
    node.assembler.requireRoom(4 * size * size);
    const triangle = Float32Array.from({ length: size * size }, (_, i) => {
      const ahead = (i % size) - Math.floor(i / size);
      const distance = isReverse ? ahead : -ahead;
      return Number(isExclusive ? distance > 0 : distance >= 0);
    });
    const weights = node.constant([size, size], triangle);
    const y = alongAxis(node, floats(node, 0), axis, (x) =>
      node.emit("fully_connected", [x, weights], { keepDims: true }),
    );
    return [valueOfNumbers(node, y, node.typeOf(0))];
  },
};

export const REDUCTIONS: OperatorTable = {
  ArgMax: argument("arg_max"),
  ArgMin: argument("arg_min"),
  CumSum: cumSum,
  ReduceL1: reduction(["sum", "abs"], { before: mapping("abs"), reduce: plain("sum") }),
  ReduceL2: reduction(["sum", "square", "sqrt"], {
    before: mapping("square"),
    reduce: plain("sum"),
    after: mapping("sqrt"),
  }),
  ReduceLogSum: reduction(["sum", "log"], { reduce: plain("sum"), after: mapping("log") }),
  ReduceLogSumExp: reduction(["sum", "reduce_max", "sub", "exp", "log", "add"], { reduce: logSumExp }),
  ReduceMax: extreme("reduce_max"),
  ReduceMean: reduction(["mean"], { reduce: plain("mean") }),
  ReduceMin: extreme("reduce_min"),
  ReduceProd: reduction(["reduce_prod"], { reduce: plain("reduce_prod") }),
  ReduceSum: reduction(["sum"], { reduce: plain("sum") }),
  ReduceSumSquare: reduction(["sum", "square"], { before: mapping("square"), reduce: plain("sum") }),
  TopK: topK,
};
