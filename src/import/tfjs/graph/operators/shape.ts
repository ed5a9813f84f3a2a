// Operators that move values or make them: shapes, slices, parts, padding, blocks, constants.

import type { TensorId } from "../../../../graph/graph.ts";
import { elementCount } from "../../../../graph/tensor.ts";
import { ensure } from "../../../diagnostics.ts";
import { requireElements, resolveSlices } from "../../../strided_slice.ts";
import { EMPTY, type TfImporter, type TfNode, type TfTable, type TfValue } from "../node.ts";

const DAMAGED = "The file is damaged; export the model again";
/** Elements of a constant that a few numbers describe. */
const MAX_MADE = 2 ** 22;

const reshape: TfImporter = {
  makes: ["reshape"],
  run(node) {
    const x = node.input(0);
    const target = node.integers(1, "the shape");
    const count = elementCount(node.shapeOf(x));
    const known = elementCount(target.filter((dim) => dim !== -1));
    ensure(target.filter((dim) => dim === -1).length <= 1, () => `reshapes to [${target}]`, DAMAGED);
    const shape = target.map((dim) => (dim === -1 ? count / known : dim));
    ensure(
      shape.every((dim) => Number.isInteger(dim) && dim >= 1),
      () => `cannot reshape [${node.shapeOf(x)}] to [${target}]`,
      "Give the model's input the shape that it was trained with",
    );
    return [node.reshape(x, shape)];
  },
};

/** All dimensions of 1, or those listed. */
const squeeze: TfImporter = {
  makes: ["reshape"],
  run(node) {
    const x = node.input(0);
    const shape = node.shapeOf(x);
    const listed = node.ints("squeeze_dims") ?? node.ints("axis") ?? [];
    const axes = listed.length > 0 ? listed.map((axis) => node.axis(axis, shape.length)) : [...shape.keys()];
    const dropped = axes.filter((axis) => shape[axis] === 1);
    ensure(
      listed.length === 0 || dropped.length === axes.length,
      () => `drops the dimensions [${axes}] of [${shape}], which are not all 1`,
      "Give the model's input the shape that it was trained with",
    );
    return [
      node.reshape(
        x,
        shape.filter((_, axis) => !dropped.includes(axis)),
      ),
    ];
  },
};

const expandDims: TfImporter = {
  makes: ["reshape"],
  run(node) {
    const x = node.input(0);
    const shape = node.shapeOf(x);
    const axis = node.axis(node.integerInput(1, "the axis"), shape.length + 1);
    return [node.reshape(x, shape.toSpliced(axis, 0, 1))];
  },
};

const transpose: TfImporter = {
  makes: ["transpose"],
  run: (node) => [node.transpose(node.input(0), node.integers(1, "the permutation"))],
};

/** Input 1 is [[before, after], ...]. */
const pad: TfImporter = {
  makes: ["pad"],
  run(node) {
    const x = node.input(0);
    const isInteger = node.dtypeOf(x) === "i32";
    const value = node.inputs.length > 2 ? node.numberInput(2, "the value") : 0;
    const pads = node.integers(1, "the pads");
    const y = node.emit("pad", [isInteger ? node.cast(x, "f32") : x], { pads, ...(value === 0 ? {} : { value }) });
    return [isInteger ? node.cast(y, "i32") : y];
  },
};

const mirrorPad: TfImporter = {
  makes: ["mirror_pad"],
  run(node) {
    const mode = node.choice("mode", "REFLECT", ["REFLECT", "SYMMETRIC"]).toLowerCase();
    return [node.emit("mirror_pad", [node.input(0)], { pads: node.integers(1, "the pads"), mode })];
  },
};

/** Of one element type: floats where they differ. */
function alike(node: TfNode, ids: readonly TensorId[]): TensorId[] {
  const isInteger = ids.every((id) => node.dtypeOf(id) === "i32");
  return ids.map((id) => (isInteger ? id : node.cast(id, "f32")));
}

function concat(node: TfNode, inputs: readonly TfValue[], axis: number): TfValue {
  const ids = inputs.filter((id) => id !== EMPTY);
  if (ids.length <= 1) return ids[0] ?? EMPTY;
  return node.emit("concat", alike(node, ids), { axis: node.axis(axis, node.shapeOf(ids[0]).length) });
}

/** The axis is the first input of Concat and the last of ConcatV2. */
const CONCATS: TfTable = {
  Concat: {
    makes: ["concat"],
    run: (node) => [concat(node, node.inputs.slice(1), node.integerInput(0, "the axis"))],
  },
  ConcatV2: {
    makes: ["concat"],
    run: (node) => [concat(node, node.inputs.slice(0, -1), node.integerInput(node.inputs.length - 1, "the axis"))],
  },
};

function split(node: TfNode, x: TensorId, axis: number, sizes: readonly number[]): TensorId[] {
  return sizes.length === 1 ? [x] : node.emitAll("split", [x], { axis, sizes });
}

const SPLITS: TfTable = {
  Split: {
    makes: ["split"],
    run(node) {
      const x = node.input(1);
      const axis = node.axis(node.integerInput(0, "the axis"), node.shapeOf(x).length);
      const count = node.int("num_split", 1);
      const dim = node.shapeOf(x)[axis];
      ensure(
        count >= 1 && count <= dim && dim % count === 0,
        () => `splits ${dim} elements into ${count} parts`,
        "Give the model's input the shape that it was trained with",
      );
      return split(node, x, axis, new Array<number>(count).fill(dim / count));
    },
  },
  SplitV: {
    makes: ["split"],
    run(node) {
      const x = node.input(0);
      const axis = node.axis(node.integerInput(2, "the axis"), node.shapeOf(x).length);
      const sizes = node.integers(1, "the sizes");
      const known = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
      return split(
        node,
        x,
        axis,
        sizes.map((size) => (size === -1 ? node.shapeOf(x)[axis] - known : size)),
      );
    },
  },
};

/** Size −1 is the rest of the dimension. */
const slice: TfImporter = {
  makes: ["slice"],
  run(node) {
    const x = node.input(0);
    const shape = node.shapeOf(x);
    const begin = node.integers(1, "the begin");
    const size = node.integers(2, "the size").map((dim, i) => (dim === -1 ? shape[i] - begin[i] : dim));
    if (shape.length === 0) return [x];
    if (shape.length === 1 && size[0] === 0) return [EMPTY];
    return [node.emit("slice", [x], { begin, strides: shape.map(() => 1), size })];
  },
};

const stridedSlice: TfImporter = {
  makes: ["slice"],
  run(node) {
    const x = node.input(0);
    const input = node.shapeOf(x);
    const slices = resolveSlices(input, {
      begin: node.integers(1, "the begin"),
      end: node.integers(2, "the end"),
      strides: node.integers(3, "the strides"),
      beginMask: node.int("begin_mask", 0),
      endMask: node.int("end_mask", 0),
      ellipsisMask: node.int("ellipsis_mask", 0),
      newAxisMask: node.int("new_axis_mask", 0),
      shrinkAxisMask: node.int("shrink_axis_mask", 0),
    });
    const { begin, strides, size, shape } = slices;
    if (shape.length === 1 && shape[0] === 0) return [EMPTY];
    requireElements(input, slices);
    const isWhole = size.every((dim, i) => dim === input[i] && strides[i] === 1);
    return [node.reshape(isWhole ? x : node.emit("slice", [x], { begin, strides, size }), shape)];
  },
};

const pack: TfImporter = {
  makes: ["pack"],
  run(node) {
    const ids = alike(node, node.allInputs());
    ensure(ids.length > 0, () => "has no inputs", DAMAGED);
    return [node.emit("pack", ids, { axis: node.axis(node.int("axis", 0), node.shapeOf(ids[0]).length + 1) })];
  },
};

const unpack: TfImporter = {
  makes: ["unpack"],
  run(node) {
    const x = node.input(0);
    const axis = node.axis(node.int("axis", 0), node.shapeOf(x).length);
    const dim = node.shapeOf(x)[axis];
    ensure(node.int("num", dim) === dim, () => `takes ${dim} slices for ${node.int("num", dim)}`, DAMAGED);
    return node.emitAll("unpack", [x], { axis });
  },
};

const gather: TfImporter = {
  makes: ["gather"],
  run(node) {
    const x = node.input(0);
    const rank = node.shapeOf(x).length;
    ensure(node.int("batch_dims", 0) === 0, () => "gathers batch by batch", "Only batch_dims=0 is supported");
    const axis = node.inputs.length > 2 ? node.axis(node.integerInput(2, "the axis"), rank) : 0;
    const indices = node.cast(node.input(1), "i32");
    const last = node.shapeOf(x)[axis];
    const { data } = node.tensor(indices);
    ensure(
      data === undefined || data.every((index) => index >= 0 && index < last),
      () => `gathers outside of the ${last} entries of axis ${axis}`,
      DAMAGED,
    );
    return [node.emit("gather", [x, indices], { axis })];
  },
};

const tile: TfImporter = {
  makes: ["tile"],
  run: (node) => [node.emit("tile", [node.input(0)], { multiples: node.integers(1, "the multiples") })],
};

const broadcastTo: TfImporter = {
  makes: ["broadcast_to"],
  run: (node) => [node.emit("broadcast_to", [node.input(0)], { shape: node.integers(1, "the shape") })],
};

const REVERSES: TfTable = {
  /** Input 1 says of each dimension whether. */
  Reverse: {
    makes: ["reverse"],
    run(node) {
      const axes = node.integers(1, "the dimensions").flatMap((is, axis) => (is === 0 ? [] : [axis]));
      return [node.emit("reverse", [node.input(0)], { axes })];
    },
  },
  ReverseV2: {
    makes: ["reverse"],
    run(node) {
      const rank = node.shapeOf(node.input(0)).length;
      const axes = node.integers(1, "the axes").map((axis) => node.axis(axis, rank));
      return [node.emit("reverse", [node.input(0)], { axes })];
    },
  },
};

/** Images, also of the format NCHW. */
const blocks = (op: "space_to_depth" | "depth_to_space"): TfImporter => ({
  makes: [op],
  run(node) {
    const isFirst = node.choice("data_format", "NHWC", ["NHWC", "NCHW"]) === "NCHW";
    const x = node.input(0);
    const y = node.emit(op, [isFirst ? node.channelsLast(x) : x], { block: node.int("block_size", 2) });
    return [isFirst ? node.channelsFirst(y) : y];
  },
});

/** Blocks [b] of sequences and [bh, bw] of images; input 2 is [[before, after], ...]. */
const batches = (op: "space_to_batch" | "batch_to_space", edges: "pads" | "crops"): TfImporter => ({
  makes: [op],
  run(node) {
    const x = node.input(0);
    const shape = node.shapeOf(x);
    const own = node.integers(1, "the blocks");
    const around = node.integers(2, `the ${edges}`);
    ensure(
      (own.length === 1 || own.length === 2) && around.length === 2 * own.length && shape.length > own.length,
      () => `divides [${shape}] into blocks of [${own}]`,
      "Only blocks of one or two dimensions are supported",
    );
    const isLine = own.length === 1;
    const block = isLine ? [1, own[0]] : own;
    const [top, bottom, left, right] = isLine ? [0, 0, ...around] : around;
    const rest = shape.slice(own.length + 1);
    const image = [shape[0], ...(isLine ? [1] : []), ...shape.slice(1, own.length + 1), elementCount(rest)];
    const y = node.emit(op, [node.reshape(x, image)], { block, [edges]: [top, left, bottom, right] });
    const [batch, height, width] = node.shapeOf(y);
    return [node.reshape(y, [batch, ...(isLine ? [] : [height]), width, ...rest])];
  },
});

const fill: TfImporter = {
  makes: ["broadcast_to"],
  run(node) {
    const shape = node.integers(0, "the shape");
    return [shape.length === 0 ? node.input(1) : node.emit("broadcast_to", [node.input(1)], { shape })];
  },
};

/** A tensor of one value in the shape of the input. */
const likeInput = (value: number): TfImporter => ({
  makes: ["broadcast_to"],
  run(node) {
    const x = node.input(0);
    const shape = node.shapeOf(x);
    const one = node.dtypeOf(x) === "i32" ? node.integer(value) : node.scalar(value);
    return [shape.length === 0 ? one : node.emit("broadcast_to", [one], { shape })];
  },
});

/** start, limit, step; of integers where all three are. */
const range: TfImporter = {
  makes: [],
  run(node) {
    const [start, limit, delta] = ["the start", "the limit", "the step"].map((what, i) => node.numberInput(i, what));
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    ensure(count <= MAX_MADE, () => `counts from ${start} to ${limit} by ${delta}`, DAMAGED);
    if (count === 0) return [EMPTY];
    const isInteger = [0, 1, 2].every((i) => node.dtypeOf(node.input(i)) === "i32");
    const values = Array.from({ length: count }, (_, i) => start + i * delta);
    return [node.constant([count], isInteger ? Int32Array.from(values) : Float32Array.from(values))];
  },
};

const MEASURES: TfTable = {
  Shape: { makes: [], run: (node) => [node.list(node.shapeOf(node.input(0)))] },
  ShapeN: { makes: [], run: (node) => node.allInputs().map((id) => node.list(node.shapeOf(id))) },
  Rank: { makes: [], run: (node) => [node.integer(node.shapeOf(node.input(0)).length)] },
  Size: { makes: [], run: (node) => [node.integer(elementCount(node.shapeOf(node.input(0))))] },
};

export const SHAPE: TfTable = {
  ...{ Reshape: reshape, Squeeze: squeeze, ExpandDims: expandDims, Transpose: transpose },
  ...{ Pad: pad, PadV2: pad, MirrorPad: mirrorPad, ...CONCATS, ...SPLITS, Slice: slice, StridedSlice: stridedSlice },
  ...{ Pack: pack, Unpack: unpack, Gather: gather, GatherV2: gather, Tile: tile, BroadcastTo: broadcastTo },
  ...REVERSES,
  ...{ SpaceToDepth: blocks("space_to_depth"), DepthToSpace: blocks("depth_to_space") },
  SpaceToBatchND: batches("space_to_batch", "pads"),
  BatchToSpaceND: batches("batch_to_space", "crops"),
  ...{ Fill: fill, ZerosLike: likeInput(0), OnesLike: likeInput(1), Range: range, ...MEASURES },
};
