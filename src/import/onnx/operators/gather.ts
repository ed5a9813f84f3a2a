// Elements chosen by indices, and tensors made of nothing but numbers.

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import { elementCount, rowMajorStrides } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxType, OperatorTable } from "../node.ts";
import { addConstant } from "../scope.ts";
import { byteSize, type OnnxTensor, rawBytes } from "../tensor.ts";
import { TYPES } from "../types.ts";
import { numberInput, numbers } from "./numbers.ts";
import { broadcast } from "./shape.ts";

const DAMAGED = "The file is damaged; export the model again";
const FROM_FRONT = ["less", "add", "where"];

/** Indices that count from the front; `size` is what negative ones count back from. */
function fromFront(node: OnnxNode, indices: TensorId, size: number): TensorId {
  const { data, shape } = node.tensor(indices);
  if (data?.every((index) => index >= 0)) return indices;
  if (data !== undefined)
    return node.constant(
      shape,
      Int32Array.from(data, (i) => (i < 0 ? i + size : i)),
    );
  const isNegative = node.emit("less", [indices, node.integer(0)]);
  return node.emit("where", [isNegative, node.emit("add", [indices, node.integer(size)]), indices]);
}

const gather: NodeImporter = {
  makes: ["gather", ...FROM_FRONT],
  run(node) {
    const dims = node.shape(0);
    const axis = node.axis(node.int("axis", 0), dims.length);
    return node.like(0, node.emit("gather", [node.input(0), fromFront(node, node.input(1), dims[axis])], { axis }));
  },
};

/** Along a flat view of the data, with all other coordinates as constants. */
const gatherElements: NodeImporter = {
  makes: ["gather", "mul", ...FROM_FRONT],
  run(node) {
    const dims = node.shape(0);
    const places = node.shape(1);
    const axis = node.axis(node.int("axis", 0), dims.length);
    ensure(
      places.length === dims.length && places.every((size, i) => i === axis || size <= dims[i]),
      () => `gathers [${places}] from [${dims}]`,
      DAMAGED,
    );
    const strides = rowMajorStrides(dims);
    const others = coordinateOffsets(node, places, strides.with(axis, 0));
    const along = node.emit("mul", [fromFront(node, node.input(1), dims[axis]), node.integer(strides[axis])]);
    const flat = node.reshape(node.input(0), [elementCount(dims)]);
    return node.like(0, node.emit("gather", [flat, node.emit("add", [along, others])], { axis: 0 }));
  },
};

/** Σ coordinate · stride of every element of a shape: a constant. */
function coordinateOffsets(node: OnnxNode, shape: readonly number[], strides: readonly number[]): TensorId {
  const own = rowMajorStrides(shape);
  const length = elementCount(shape);
  node.assembler.requireRoom(4 * length);
  const offsets = Int32Array.from({ length }, (_, i) =>
    shape.reduce((sum, size, axis) => sum + (Math.floor(i / own[axis]) % size) * strides[axis], 0),
  );
  return node.constant(shape, offsets);
}

/** The last dimension of the indices holds coordinates in the data's dimensions behind the batch. */
const gatherNd: NodeImporter = {
  makes: ["gather", "mul", "split", ...FROM_FRONT],
  run(node) {
    const dims = node.shape(0);
    const places = node.shape(1);
    const batch = node.int("batch_dims", 0);
    const depth = places.at(-1) ?? 0;
    ensure(
      batch >= 0 && batch < Math.min(dims.length, places.length) && depth >= 1 && batch + depth <= dims.length,
      () => `gathers [${places}] from [${dims}] with ${batch} batch dimensions`,
      DAMAGED,
    );
    const strides = rowMajorStrides(dims.slice(0, batch + depth));
    const sizes = new Array<number>(depth).fill(1);
    const coordinates =
      depth === 1 ? [node.input(1)] : node.emitAll("split", [node.input(1)], { axis: places.length - 1, sizes });
    const batches = places.map((_, axis) => (axis < batch ? strides[axis] : 0));
    const index = coordinates.reduce(
      (sum, part, i) => {
        const offset = node.emit("mul", [fromFront(node, part, dims[batch + i]), node.integer(strides[batch + i])]);
        return node.emit("add", [sum, offset]);
      },
      coordinateOffsets(node, places.with(-1, 1), batches),
    );
    const rows = node.reshape(node.input(0), [
      elementCount(dims.slice(0, batch + depth)),
      ...dims.slice(batch + depth),
    ]);
    return node.like(0, node.emit("gather", [rows, node.reshape(index, places.slice(0, -1))], { axis: 0 }));
  },
};

/** A constant where the depth is known; `values` are what stands off and on. */
const oneHot: NodeImporter = {
  makes: ["equal", "split", "cast", ...FROM_FRONT],
  run(node) {
    const places = node.shape(0);
    const depth = numberInput(node, 1, "the depth", 1);
    ensure(Number.isInteger(depth) && depth >= 1, () => `has the depth ${depth}`, DAMAGED);
    const axis = node.axis(node.int("axis", -1), places.length + 1);
    const indices = fromFront(node, node.cast(numbers(node, 0), "i32"), depth);
    const apart = node.reshape(indices, places.toSpliced(axis, 0, 1));
    const classes = node.constant(
      places.map(() => 1).toSpliced(axis, 0, depth),
      Int32Array.from({ length: depth }, (_, i) => i),
    );
    const [off, on] = node.emitAll("split", [numbers(node, 2)], { axis: 0, sizes: [1, 1] });
    const y = node.emit("where", [node.emit("equal", [apart, classes]), on, off]);
    return [{ id: y, type: node.typeOf(2) }];
  },
};

/** The value is an attribute, one element; the shape must be known. */
const constantOfShape: NodeImporter = {
  makes: [],
  run(node) {
    const stated = node.proto.attributes.get("value");
    const value: Pick<OnnxTensor, "type" | "bytes"> =
      typeof stated === "object" && "bytes" in stated ? stated : { type: "FLOAT", bytes: rawBytes("FLOAT", [0]) };
    const shape = node.hasInput(0) ? node.integers(0, "the shape") : [];
    const width = byteSize(value.type, 1);
    ensure(
      shape.every((dim) => dim >= 0) && value.bytes.length === width && TYPES[value.type].bits >= 8,
      () => `fills [${shape}] with ${value.bytes.length} bytes`,
      DAMAGED,
    );
    if (shape.includes(0)) return [{ id: ABSENT, type: value.type }];
    const one = addConstant(node.assembler, { name: node.name, type: value.type, shape: [], bytes: value.bytes });
    const { data, dtype, quantization } = node.tensor(one.id);
    ensure(data !== undefined, () => "has no value", DAMAGED);
    node.assembler.requireRoom(4 * elementCount(shape));
    const count = elementCount(shape);
    const filled =
      dtype === "f32" ? new Float32Array(count) : dtype === "i8" ? new Int8Array(count) : new Int32Array(count);
    return [{ id: node.constant(shape, filled.fill(data[0]), quantization), type: value.type }];
  },
};

const range: NodeImporter = {
  makes: [],
  run(node) {
    const [start, limit, delta] = ["the start", "the limit", "the step"].map((what, i) =>
      numberInput(node, i, what, 0),
    );
    const type: OnnxType = node.typeOf(0);
    const count = Math.ceil((limit - start) / delta);
    ensure(Number.isFinite(count), () => `counts from ${start} to ${limit} in steps of ${delta}`, DAMAGED);
    if (count <= 0) return [{ id: ABSENT, type }];
    node.assembler.requireRoom(4 * count);
    const values = { length: count };
    const data =
      TYPES[type].dtype === "f32"
        ? Float32Array.from(values, (_, i) => start + i * delta)
        : Int32Array.from(values, (_, i) => start + i * delta);
    return [{ id: node.constant([count], data), type }];
  },
};

/** The upper or the lower triangle of the last two dimensions; the rest becomes zero. */
const trilu: NodeImporter = {
  makes: ["where", "broadcast_to"],
  run(node) {
    const dims = node.shape(0);
    const [rows, columns] = dims.slice(-2);
    ensure(dims.length >= 2, () => `takes matrices, not [${dims}]`, DAMAGED);
    const k = numberInput(node, 1, "the diagonal", 0);
    const isUpper = node.int("upper", 1) !== 0;
    node.assembler.requireRoom(4 * rows * columns);
    const mask = Int32Array.from({ length: rows * columns }, (_, i) => {
      const ahead = (i % columns) - Math.floor(i / columns);
      return Number(isUpper ? ahead >= k : ahead <= k);
    });
    const x = numbers(node, 0);
    const zero = node.dtypeOf(x) === "i32" ? node.integer(0) : node.scalar(0);
    const y = node.emit("where", [node.constant([rows, columns], mask), x, zero]);
    return node.like(0, broadcast(node, y, dims));
  },
};

export const GATHERS: OperatorTable = {
  ConstantOfShape: constantOfShape,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  OneHot: oneHot,
  Range: range,
  Trilu: trilu,
};
