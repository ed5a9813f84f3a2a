// Operators that move values: joining, splitting, padding, reordering, resizing.

import { elementCount } from "../../../graph/tensor.ts";
import { ensure } from "../../diagnostics.ts";
import { ACTIVATED_OR_CLIPPED, type NodeContext, type NodeImporter, type OperatorTable } from "../node.ts";
import { MIRROR_MODES, OPTIONS } from "../schema.ts";

const DAMAGED = "The file is damaged";

function allInputs(node: NodeContext): number[] {
  return node.operator.inputs.map((_, i) => node.input(i));
}

function concatenation(node: NodeContext): void {
  const options = node.options(OPTIONS.concatenation);
  const axis = node.axis(options?.i32(OPTIONS.concatenation.axis) ?? 0, node.shape(0).length);
  node.emitActivated(options?.i8(OPTIONS.concatenation.activation) ?? 0, "concat", allInputs(node), { axis }, false);
}

function pack(node: NodeContext): void {
  const axis = node.options(OPTIONS.pack)?.i32(OPTIONS.pack.axis) ?? 0;
  node.emit("pack", allInputs(node), { axis: node.axis(axis, node.shape(0).length + 1) });
}

function unpack(node: NodeContext): void {
  const shape = node.shape(0);
  const axis = node.axis(node.options(OPTIONS.unpack)?.i32(OPTIONS.unpack.axis) ?? 0, shape.length);
  ensure(
    shape[axis] === node.operator.outputs.length,
    () => `has ${node.operator.outputs.length} outputs, axis ${axis} of [${shape}] has ${shape[axis]}`,
    DAMAGED,
  );
  node.emit("unpack", [node.input(0)], { axis });
}

/** Inputs: axis, x. */
function split(node: NodeContext): void {
  const shape = node.shape(1);
  const axis = node.axis(node.integer(0, "the axis"), shape.length);
  const parts = node.operator.outputs.length;
  ensure(
    parts > 0 && shape[axis] % parts === 0,
    () => `splits axis ${axis} of [${shape}] into ${parts} parts`,
    DAMAGED,
  );
  node.emit("split", [node.input(1)], { axis, sizes: new Array<number>(parts).fill(shape[axis] / parts) });
}

/** Inputs: x, sizes (one may be −1: the rest), axis. */
function splitV(node: NodeContext): void {
  const shape = node.shape(0);
  const axis = node.axis(node.integer(2, "the axis"), shape.length);
  const sizes = node.integers(1, "the sizes", node.operator.outputs.length);
  const rest = shape[axis] - sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
  node.emit("split", [node.input(0)], { axis, sizes: sizes.map((size) => (size === -1 ? rest : size)) });
}

/** A target shape with at most one −1, which takes what is left of `count` elements. */
function resolveShape(target: readonly number[], count: number): number[] {
  const known = target.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  const shape = target.map((dim) => (dim === -1 ? count / known : dim));
  ensure(
    target.filter((dim) => dim === -1).length <= 1 &&
      elementCount(shape) === count &&
      shape.every((d) => d >= 1 && Number.isInteger(d)),
    () => `reshapes ${count} elements to [${target}]`,
    "The counts differ: convert the model with fixed input shapes and batch 1",
  );
  return shape;
}

function reshape(node: NodeContext): void {
  const target = node.hasInput(1)
    ? node.integers(1, "the new shape")
    : (node.options(OPTIONS.reshape)?.i32s(OPTIONS.reshape.newShape, "new_shape") ?? []);
  node.emit("reshape", [node.input(0)], { shape: resolveShape(target, elementCount(node.shape(0))) });
}

function squeeze(node: NodeContext): void {
  const shape = node.shape(0);
  const stated = node.options(OPTIONS.squeeze)?.i32s(OPTIONS.squeeze.dims, "squeeze_dims") ?? [];
  const dims = new Set(stated.map((axis) => node.axis(axis, shape.length)));
  for (const axis of dims)
    ensure(shape[axis] === 1, () => `removes axis ${axis} of [${shape}], which is not 1`, DAMAGED);
  const keeps = (dim: number, axis: number) => (dims.size === 0 ? dim !== 1 : !dims.has(axis));
  node.emit("reshape", [node.input(0)], { shape: shape.filter(keeps) });
}

function expandDims(node: NodeContext): void {
  const shape = node.shape(0);
  const axis = node.axis(node.integer(1, "the axis"), shape.length + 1);
  node.emit("reshape", [node.input(0)], { shape: [...shape.slice(0, axis), 1, ...shape.slice(axis)] });
}

/** Shapes are known at import: a constant. */
function foldInteger(value: (node: NodeContext) => readonly number[], isScalar: boolean): NodeImporter {
  const run = (node: NodeContext) => {
    const data = Int32Array.from(value(node));
    const shape = isScalar ? [] : [data.length];
    node.alias(node.builder.add({ name: node.fileOutput().name, dtype: "i32", shape, data }));
  };
  return { makes: [], run };
}

function broadcastTo(node: NodeContext): void {
  node.emit("broadcast_to", [node.input(0)], { shape: node.integers(1, "the shape") });
}

function tile(node: NodeContext): void {
  node.emit("tile", [node.input(0)], { multiples: node.integers(1, "the multiples", node.shape(0).length) });
}

function transpose(node: NodeContext): void {
  const rank = node.shape(0).length;
  const perm = node.integers(1, "the permutation", rank).map((axis) => node.axis(axis, rank));
  node.emit("transpose", [node.input(0)], { perm });
}

/** [before, after] for each dimension: the layout of TFLite's [rank, 2] tensor and of the attribute. */
function padsOf(node: NodeContext): number[] {
  return node.integers(1, "the padding", 2 * node.shape(0).length);
}

function pad(node: NodeContext): void {
  node.emit("pad", [node.input(0)], { pads: padsOf(node) });
}

/** Input 2 is the value, quantised as its own tensor says. */
function padV2(node: NodeContext): void {
  const [stored] = node.constant(2, "the padding value");
  const { quantization } = node.tensor(node.input(2));
  const value = quantization ? quantization.scale[0] * (stored - quantization.zeroPoint[0]) : stored;
  node.emit("pad", [node.input(0)], { pads: padsOf(node), value });
}

function mirrorPad(node: NodeContext): void {
  const code = node.options(OPTIONS.mirrorPad)?.i8(OPTIONS.mirrorPad.mode) ?? 0;
  const mode = MIRROR_MODES[code];
  ensure(mode !== undefined, () => `has mirror mode ${code}`, DAMAGED);
  node.emit("mirror_pad", [node.input(0)], { pads: padsOf(node), mode });
}

function resize(op: string, fields: { type: number; alignCorners: number; halfPixelCenters: number }): NodeImporter {
  const run = (node: NodeContext) => {
    const options = node.options(fields);
    node.emit(op, [node.input(0)], {
      size: node.integers(1, "the size", 2),
      alignCorners: options?.bool(fields.alignCorners) ?? false,
      halfPixelCenters: options?.bool(fields.halfPixelCenters) ?? false,
    });
  };
  return { makes: [op], run };
}

function blocks(op: string, fields: { readonly type: number; readonly blockSize: number }): NodeImporter {
  const run = (node: NodeContext) =>
    node.emit(op, [node.input(0)], { block: node.options(fields)?.i32(fields.blockSize) ?? 0 });
  return { makes: [op], run };
}

/** Inputs: x, block [h, w], margins [[top, bottom], [left, right]]; `name` is the attribute of the margins. */
function blocksNd(op: string, name: "pads" | "crops"): NodeImporter {
  const run = (node: NodeContext) => {
    node.shape(0, 4);
    const block = node.integers(1, "the block", 2);
    const [top, bottom, left, right] = node.integers(2, `the ${name}`, 4);
    node.emit(op, [node.input(0)], { block, [name]: [top, left, bottom, right] });
  };
  return { makes: [op], run };
}

function gather(node: NodeContext): void {
  const options = node.options(OPTIONS.gather);
  const batchDims = options?.i32(OPTIONS.gather.batchDims) ?? 0;
  ensure(batchDims === 0, () => `gathers with ${batchDims} batch dimensions`, "Only batch_dims 0 is supported");
  const axis = node.axis(options?.i32(OPTIONS.gather.axis) ?? 0, node.shape(0).length);
  node.emit("gather", [node.input(0), node.input(1)], { axis });
}

export const LAYOUT: OperatorTable = {
  BATCH_TO_SPACE_ND: blocksNd("batch_to_space", "crops"),
  BROADCAST_TO: { makes: ["broadcast_to"], run: broadcastTo },
  CONCATENATION: { makes: ["concat", ...ACTIVATED_OR_CLIPPED], run: concatenation },
  DEPTH_TO_SPACE: blocks("depth_to_space", OPTIONS.depthToSpace),
  EXPAND_DIMS: { makes: ["reshape"], run: expandDims },
  GATHER: { makes: ["gather"], run: gather },
  MIRROR_PAD: { makes: ["mirror_pad"], run: mirrorPad },
  PACK: { makes: ["pack"], run: pack },
  PAD: { makes: ["pad"], run: pad },
  PADV2: { makes: ["pad"], run: padV2 },
  RANK: foldInteger((node) => [node.shape(0).length], true),
  RESHAPE: { makes: ["reshape"], run: reshape },
  RESIZE_BILINEAR: resize("resize_bilinear", OPTIONS.resizeBilinear),
  RESIZE_NEAREST_NEIGHBOR: resize("resize_nearest", OPTIONS.resizeNearestNeighbor),
  SHAPE: foldInteger((node) => node.shape(0), false),
  SPACE_TO_BATCH_ND: blocksNd("space_to_batch", "pads"),
  SPACE_TO_DEPTH: blocks("space_to_depth", OPTIONS.spaceToDepth),
  SPLIT: { makes: ["split"], run: split },
  SPLIT_V: { makes: ["split"], run: splitV },
  SQUEEZE: { makes: ["reshape"], run: squeeze },
  TILE: { makes: ["tile"], run: tile },
  TRANSPOSE: { makes: ["transpose"], run: transpose },
  UNPACK: { makes: ["unpack"], run: unpack },
};
