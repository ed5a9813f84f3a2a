// Shapes: asking for them, changing them, joining and repeating.

import { ABSENT, type TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import type { NodeImporter, OnnxNode, OnnxValue, OperatorTable } from "../node.ts";
import { isWeight, permuteWeight } from "./weights.ts";

const DAMAGED = "The file is damaged; export the model again";

/** Integers as an int64 tensor that is known now; none of them make a value without elements. */
function integers(node: OnnxNode, shape: readonly number[], values: readonly number[]): OnnxValue[] {
  return [{ id: values.length === 0 ? ABSENT : node.constant(shape, Int32Array.from(values)), type: "INT64" }];
}

const shape: NodeImporter = {
  makes: [],
  run(node) {
    const dims = node.shape(0);
    const part = dims.slice(node.int("start", 0), node.int("end", dims.length));
    return integers(node, [part.length], part);
  },
};

const size: NodeImporter = { makes: [], run: (node) => integers(node, [], [elementCount(node.shape(0))]) };

/** 0 keeps the input's dimension, one −1 takes what is left. */
function resolveShape(node: OnnxNode, target: readonly number[]): number[] {
  const from = node.shape(0);
  const keepsZero = node.int("allowzero", 0) === 0;
  const dims = target.map((dim, i) => (dim === 0 && keepsZero ? (from[i] ?? 0) : dim));
  const known = dims.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  const resolved = dims.map((dim) => (dim === -1 ? elementCount(from) / known : dim));
  ensure(
    dims.filter((dim) => dim === -1).length <= 1 &&
      resolved.every((dim) => Number.isInteger(dim) && dim >= 1) &&
      elementCount(resolved) === elementCount(from),
    () => `reshapes [${from}] to [${target}]`,
    "The numbers of elements differ: the model was exported for another input size or batch",
  );
  return resolved;
}

/** The shape is an attribute before version 5; an empty one makes a scalar. */
const reshape: NodeImporter = {
  makes: ["reshape"],
  run(node) {
    const target = node.ints("shape") ?? (node.hasInput(1) ? node.integers(1, "the new shape") : []);
    return node.like(0, node.reshape(node.input(0), resolveShape(node, target)));
  },
};

const flatten: NodeImporter = {
  makes: ["reshape"],
  run(node) {
    const dims = node.shape(0);
    const stated = node.int("axis", 1);
    const axis = stated === dims.length ? stated : node.axis(stated, dims.length + 1);
    const at = stated < 0 ? axis - 1 : axis;
    ensure(at >= 0, () => `axis ${stated} does not exist in ${dims.length} dimensions`, DAMAGED);
    const rows = [elementCount(dims.slice(0, at)), elementCount(dims.slice(at))];
    return node.like(0, node.reshape(node.input(0), rows));
  },
};

/** Axes from the attribute, or from the input that newer operator sets have instead. */
export function axesOf(node: OnnxNode, input: number): readonly number[] | undefined {
  return node.ints("axes") ?? (node.hasInput(input) ? node.integers(input, "the axes") : undefined);
}

const squeeze: NodeImporter = {
  makes: ["reshape"],
  run(node) {
    const dims = node.shape(0);
    const stated = axesOf(node, 1);
    const axes = new Set(stated?.map((axis) => node.axis(axis, dims.length)));
    for (const axis of axes)
      ensure(dims[axis] === 1, () => `removes axis ${axis} of [${dims}], which is not 1`, DAMAGED);
    const keeps = (dim: number, axis: number) => (stated === undefined ? dim !== 1 : !axes.has(axis));
    return node.like(0, node.reshape(node.input(0), dims.filter(keeps)));
  },
};

/** Axes count in the output. */
const unsqueeze: NodeImporter = {
  makes: ["reshape"],
  run(node) {
    const dims = node.shape(0);
    const stated = axesOf(node, 1) ?? [];
    const rank = dims.length + stated.length;
    const axes = new Set(stated.map((axis) => node.axis(axis, rank)));
    ensure(axes.size === stated.length, () => `adds the axes [${stated}], one of them twice`, DAMAGED);
    const rest = [...dims];
    const target = Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (rest.shift() ?? 1)));
    return node.like(0, node.reshape(node.input(0), target));
  },
};

const transpose: NodeImporter = {
  makes: ["transpose"],
  run(node) {
    const rank = node.shape(0).length;
    const perm = node.ints("perm") ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
    ensure(
      perm.length === rank && new Set(perm.map((axis) => node.axis(axis, rank))).size === rank,
      () => `exchanges the axes of [${node.shape(0)}] as [${perm}]`,
      DAMAGED,
    );
    const axes = perm.map((axis) => node.axis(axis, rank));
    const x = node.input(0);
    return node.like(0, isWeight(node, x) ? permuteWeight(node, x, axes) : node.transpose(x, axes));
  },
};

/** Parts without elements do not count. */
const concat: NodeImporter = {
  makes: ["concat"],
  run(node) {
    const parts = Array.from({ length: node.inputCount }, (_, i) => i).filter((i) => node.hasInput(i));
    ensure(parts.length > 0, () => "joins tensors without elements", "Tensors without elements are not supported");
    if (parts.length === 1) return [node.value(parts[0])];
    const axis = node.axis(node.int("axis", 1), node.shape(parts[0]).length);
    return node.like(
      parts[0],
      node.emit(
        "concat",
        parts.map((i) => node.input(i)),
        { axis },
      ),
    );
  },
};

/** NumPy's rule for two shapes. Throws Problem. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    ensure(x === y || x === 1 || y === 1, () => `[${a}] and [${b}] do not broadcast`, DAMAGED);
    return x === 1 ? y : x;
  });
}

const expand: NodeImporter = {
  makes: ["broadcast_to"],
  run(node) {
    const target = broadcastShape(node.shape(0), node.hasInput(1) ? node.integers(1, "the shape") : []);
    return node.like(0, broadcast(node, node.input(0), target));
  },
};

export function broadcast(node: OnnxNode, id: TensorId, target: readonly number[]): TensorId {
  const dims = node.shapeOf(id);
  if (dims.length === target.length && dims.every((dim, i) => dim === target[i])) return id;
  return node.emit("broadcast_to", [id], { shape: target });
}

const tile: NodeImporter = {
  makes: ["tile"],
  run(node) {
    ensure(node.opset >= 6, () => "has the form of operator set 1", "Export the model with a newer opset_version");
    const multiples = node.integers(1, "the repeats");
    if (multiples.every((count) => count === 1)) return [node.value(0)];
    return node.like(0, node.emit("tile", [node.input(0)], { multiples }));
  },
};

/** ONNX has the channels first: the block operators of the graph have them last. */
const depthToSpace: NodeImporter = {
  makes: ["depth_to_space"],
  run(node) {
    const block = node.int("blocksize", 0);
    const mode = node.choice("mode", "DCR", ["DCR", "CRD"]);
    const image = node.channelsLast(requireImage(node));
    const ordered = mode === "DCR" ? image : pixelsFirst(node, image, block);
    return node.like(0, node.channelsFirst(node.emit("depth_to_space", [ordered], { block })));
  },
};

/** Channels [C, b·b] become [b·b, C]. */
function pixelsFirst(node: OnnxNode, image: TensorId, block: number): TensorId {
  const [n, h, w, depth] = node.shapeOf(image);
  const pixels = block * block;
  ensure(block >= 1 && depth % pixels === 0, () => `${depth} channels do not divide into blocks of ${block}`, DAMAGED);
  const apart = node.reshape(image, [n * h * w, depth / pixels, pixels]);
  return node.reshape(node.transpose(apart, [0, 2, 1]), [n, h, w, depth]);
}

const spaceToDepth: NodeImporter = {
  makes: ["space_to_depth"],
  run(node) {
    const image = node.channelsLast(requireImage(node));
    const y = node.emit("space_to_depth", [image], { block: node.int("blocksize", 0) });
    return node.like(0, node.channelsFirst(y));
  },
};

function requireImage(node: OnnxNode): TensorId {
  ensure(node.shape(0).length === 4, () => `takes images [N, C, H, W], not [${node.shape(0)}]`, DAMAGED);
  return node.input(0);
}

/** Nothing is dropped at inference; the mask says so. */
const dropout: NodeImporter = {
  makes: [],
  run(node) {
    const isTraining = node.hasInput(2) && node.valuesOf(node.input(2), "the training mode (input 2)")[0] !== 0;
    const keepsAll = () => node.hasInput(1) && node.valuesOf(node.input(1), "the ratio (input 1)")[0] === 0;
    ensure(
      !isTraining || keepsAll(),
      () => "drops values at random",
      "Export the model in inference mode: model.eval(), training=TrainingMode.EVAL",
    );
    if (!node.hasOutput(1)) return [node.value(0)];
    const dims = node.shape(0);
    node.assembler.requireRoom(4 * elementCount(dims));
    const mask = new Int32Array(elementCount(dims)).fill(1);
    if (node.opset >= 10) return [node.value(0), { id: node.constant(dims, mask), type: "BOOL" }];
    return [node.value(0), { id: node.constant(dims, Float32Array.from(mask)), type: node.typeOf(0) }];
  },
};

export const SHAPES: OperatorTable = {
  Concat: concat,
  DepthToSpace: depthToSpace,
  Dropout: dropout,
  Expand: expand,
  Flatten: flatten,
  Reshape: reshape,
  Shape: shape,
  Size: size,
  SpaceToDepth: spaceToDepth,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
