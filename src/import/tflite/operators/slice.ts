// SLICE and STRIDED_SLICE: one slice of every dimension, and a reshape behind it.

import { requireElements, resolveSlices } from "../../strided_slice.ts";
import type { NodeContext, OperatorTable } from "../node.ts";
import { OPTIONS } from "../schema.ts";

/** Size −1 is the rest of the dimension. */
function slice(node: NodeContext): void {
  const shape = node.shape(0);
  const begin = node.integers(1, "the begin", shape.length);
  const size = node.integers(2, "the size", shape.length).map((v, i) => (v === -1 ? shape[i] - begin[i] : v));
  node.emit("slice", [node.input(0)], { begin, strides: shape.map(() => 1), size });
}

function stridedSlice(node: NodeContext): void {
  const options = node.options(OPTIONS.stridedSlice);
  const field = OPTIONS.stridedSlice;
  const mask = (id: number) => options?.i32(id) ?? 0;
  const input = node.shape(0);
  const slices = resolveSlices(input, {
    begin: node.integers(1, "the begin"),
    end: node.integers(2, "the end"),
    strides: node.integers(3, "the strides"),
    beginMask: mask(field.beginMask),
    endMask: mask(field.endMask),
    ellipsisMask: mask(field.ellipsisMask),
    newAxisMask: mask(field.newAxisMask),
    shrinkAxisMask: mask(field.shrinkAxisMask),
    isOffset: options?.bool(field.offset) ?? false,
  });
  requireElements(input, slices);
  const { begin, strides, size, shape } = slices;
  const x = node.input(0);
  const attributes = { begin, strides, size };
  if (shape.length === size.length && shape.every((dim, i) => dim === size[i])) node.emit("slice", [x], attributes);
  else node.emit("reshape", [node.emitIntermediate("slice", [x], attributes, node.tensor(x))], { shape });
}

export const SLICES: OperatorTable = {
  SLICE: { makes: ["slice"], run: slice },
  STRIDED_SLICE: { makes: ["slice", "reshape"], run: stridedSlice },
};
