// Operators over the last axis: rows stay whole and in their place; which row is stored where does not matter.

import { elementCount } from "../../graph/tensor.ts";
import { type Layout, plainLayout } from "./layout.ts";
import { type Order, plainOrder, refine, simplest } from "./order.ts";
import { type Pivot, type Rule, type TypedNode, typeOf } from "./rule.ts";

/** A layout of [rows..., columns] in which every row is stored in one piece. */
interface Rows {
  /** Of the rows among themselves. */
  readonly outer: Order;
  /** Of the columns, the same in every row. */
  readonly inner: Order;
  /** The stored shape without the columns. */
  readonly shape: readonly number[];
}

function rowsOf({ order, shape }: Layout, columns: number): Rows | undefined {
  const count = elementCount(shape) / columns;
  const sides = [count, columns].filter((size) => size > 1);
  const refined = refine(order, sides);
  if (refined === undefined) return undefined;
  const isInner = (digit: number) => columns > 1 && refined.owners[digit] === sides.length - 1;
  const outerCount = refined.digits.findIndex((_, digit) => isInner(digit));
  const split = outerCount < 0 ? refined.digits.length : outerCount;
  if (refined.places.slice(0, split).some(isInner)) return undefined;
  const outer = simplest({ digits: refined.digits.slice(0, split), places: refined.places.slice(0, split) });
  const inner = simplest({
    digits: refined.digits.slice(split),
    places: refined.places.slice(split).map((digit) => digit - split),
  });
  return { outer, inner, shape: outerShape(shape, columns, outer) };
}

/** The stored shape's own dimensions if its last ones are the columns. */
function outerShape(shape: readonly number[], columns: number, outer: Order): readonly number[] {
  for (let length = shape.length - 1; length >= 0; length--) {
    if (elementCount(shape.slice(length)) === columns) return shape.slice(0, length);
  }
  return outer.places.map((digit) => outer.digits[digit]);
}

function layoutOf({ outer, shape }: Rows, inner: Order): Layout {
  const columns = elementCount(inner.digits);
  const digits = [...outer.digits, ...inner.digits];
  const places = [...outer.places, ...inner.places.map((digit) => digit + outer.digits.length)];
  return { order: simplest({ digits, places }), shape: [...shape, columns] };
}

function pivotRows(node: TypedNode, pivot: Pivot): Rows | undefined {
  return rowsOf(pivot.layout, typeOf(node, pivot).shape.at(-1) ?? 1);
}

/** Columns in their order; an output may have another number of them. */
export const wholeRows: Rule = (node, pivot) => {
  const rows = pivotRows(node, pivot);
  if (rows === undefined || rows.inner.places.length > 1) return undefined;
  const layout = (shape: readonly number[]) => layoutOf(rows, plainOrder(shape.at(-1)!));
  return {
    inputs: node.inputs.map((x) => x && layout(x.shape)),
    outputs: node.outputs.map((y) => layout(y.shape)),
    attributes: node.attributes,
  };
};

/** Further inputs have one value a column. */
export const perColumn: Rule = (node, pivot) => {
  if (pivot.side === "inputs" && pivot.index > 0) return undefined;
  const rows = pivotRows(node, pivot);
  if (rows === undefined) return undefined;
  const layout = layoutOf(rows, rows.inner);
  const column: Layout = { order: rows.inner, shape: [elementCount(rows.inner.digits)] };
  return {
    inputs: node.inputs.map((x, i) => x && (i === 0 ? layout : column)),
    outputs: [layout],
    attributes: node.attributes,
  };
};

/** x [..., K] times weights [O, K]: the columns of both change places together. */
export const fullyConnected: Rule = (node, pivot) => {
  const [x, weights, bias] = node.inputs;
  const { attributes } = node;
  if (x === undefined || weights === undefined || (pivot.side === "inputs" && pivot.index > 0)) return undefined;
  const [outputs, depth] = weights.shape;
  const isOutput = pivot.side === "outputs";
  const rows = rowsOf(pivot.layout, isOutput ? outputs : depth);
  if (rows === undefined || (isOutput && rows.inner.places.length > 1)) return undefined;
  const isPlain = rows.outer.places.length < 2;
  const shape = attributes.keepDims === true || !isPlain ? rows.shape : [elementCount(rows.outer.digits)];
  const stored = { ...rows, shape };
  const columns = isOutput ? plainOrder(depth) : rows.inner;
  return {
    inputs: [
      layoutOf(stored, columns),
      layoutOf({ outer: plainOrder(outputs), inner: columns, shape: [outputs] }, columns),
      ...(node.inputs.length > 2 ? [bias && plainLayout(bias.shape)] : []),
    ],
    outputs: [layoutOf(stored, plainOrder(outputs))],
    attributes: { ...attributes, keepDims: true },
  };
};
