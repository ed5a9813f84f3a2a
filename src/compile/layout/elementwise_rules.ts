// Operators that work on one element at a time: any order will do.

import { elementCount, type TensorType } from "../../graph/tensor.ts";
import { axesLayout, type Layout, plainLayout, refineByAxes, storedAxes } from "./layout.ts";
import { commonPieces, type RefinedOrder, simplest } from "./order.ts";
import { type Pivot, type Rule, type TypedNode, typeOf } from "./rule.ts";

/** One input, and outputs of its shape. */
export const elementwise: Rule = ({ outputs, attributes }, { layout }) => ({
  inputs: [layout],
  outputs: outputs.map(() => layout),
  attributes,
});

/** NumPy's broadcasting of all inputs. */
export const broadcasting: Rule = (node, pivot) => {
  const [y] = node.outputs;
  const layout = layoutOfResult(node, pivot);
  const refined = layout && refineByAxes(layout.order, y.shape);
  if (layout === undefined || refined === undefined) return undefined;
  const axes = node.inputs.map((x) => (x === undefined ? new Set<number>() : ownAxes(x, y)));
  const dimensions = digitsOfDimensions(layout, refined, axes);
  const shape = dimensions.map((digits) => elementCount(digits.map((digit) => refined.digits[digit])));
  const inputs = node.inputs.map((x, i) => x && layoutOfOperand(x, refined, dimensions, axes[i]));
  return { inputs, outputs: [{ order: layout.order, shape }], attributes: node.attributes };
};

export const broadcastTo: Rule = (node, pivot) => {
  const turned = broadcasting(node, pivot);
  return turned && { ...turned, attributes: { ...node.attributes, shape: turned.outputs[0].shape } };
};

function layoutOfResult(node: TypedNode, pivot: Pivot): Layout | undefined {
  const [y] = node.outputs;
  const x = typeOf(node, pivot);
  if (elementCount(x.shape) === elementCount(y.shape)) return pivot.layout;
  const perm = storedAxes(pivot.layout, x.shape);
  const added = y.shape.length - x.shape.length;
  const leading = Array.from({ length: added }, (_, axis) => axis);
  return perm && axesLayout(y.shape, [...leading, ...perm.map((axis) => axis + added)]);
}

/** The axes of y along which x has values of its own. */
function ownAxes(x: TensorType, y: TensorType): Set<number> {
  const added = y.shape.length - x.shape.length;
  return new Set(x.shape.flatMap((size, axis) => (size > 1 ? [axis + added] : [])));
}

/**
 * The digits in each dimension of the stored result: the layout's own dimensions where each is made of whole digits, all or
 * none of which every operand has; else a dimension for every digit.
 */
function digitsOfDimensions(
  { shape }: Layout,
  { digits, places, owners }: RefinedOrder,
  operands: readonly ReadonlySet<number>[],
): readonly (readonly number[])[] {
  const large = shape.flatMap((size, i) => (size > 1 ? [i] : []));
  const pieces = commonPieces(
    places.map((digit) => digits[digit]),
    large.map((i) => shape[i]),
  );
  const split = places.map((digit) => [digit]);
  if (pieces === undefined || pieces.length !== places.length) return split;
  const groups = shape.map((_, i) => places.filter((_, piece) => large[pieces[piece].b] === i));
  const isEven = operands.every((axes) =>
    groups.every((group) => group.every((digit) => axes.has(owners[digit]) === axes.has(owners[group[0]]))),
  );
  return isEven ? groups : split;
}

function layoutOfOperand(
  x: TensorType,
  { digits, places, owners }: RefinedOrder,
  dimensions: readonly (readonly number[])[],
  axes: ReadonlySet<number>,
): Layout {
  if (axes.size === 0 && digits.length > 0) return plainLayout(x.shape.length <= dimensions.length ? x.shape : []);
  const isOwn = (digit: number) => axes.has(owners[digit]);
  const own = digits.flatMap((_, digit) => (isOwn(digit) ? [digit] : []));
  const order = simplest({
    digits: own.map((digit) => digits[digit]),
    places: places.filter(isOwn).map((digit) => own.indexOf(digit)),
  });
  return { order, shape: dimensions.map((group) => elementCount(group.filter(isOwn).map((digit) => digits[digit]))) };
}
