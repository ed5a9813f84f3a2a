// Operators that do something along named axes and nothing along the others: the axes may be stored in any order.
//
// A list of axes says how a tensor is stored: its entry i is the axis that is stored as axis i.

import type { Attributes } from "../../graph/op_def.ts";
import { axesLayout, plainLayout, refineByAxes, storedAxes } from "./layout.ts";
import { simplest } from "./order.ts";
import { type Pivot, type Rule, type Turned, type TypedNode, typeOf } from "./rule.ts";

type Axes = readonly number[];

/** Every tensor has the same axes; the attributes are told for the stored ones. */
export function sameAxes(attributes: (given: Attributes, axes: Axes) => Attributes): Rule {
  return (node, pivot) => {
    const axes = pivotAxes(node, pivot);
    return (
      axes && {
        inputs: node.inputs.map((x) => x && axesLayout(x.shape, axes)),
        outputs: node.outputs.map((y) => axesLayout(y.shape, axes)),
        attributes: attributes(node.attributes, axes),
      }
    );
  };
}

/** The attribute `axis`. */
export const alongAxis = sameAxes(withAxis);

/** The attribute `axes`. */
export const alongAxes = sameAxes((given, axes) => ({ ...given, axes: storedPlaces(given.axes as Axes, axes) }));

/** Attributes of one number an axis. */
export function numberEach(...names: readonly string[]): Rule {
  return sameAxes((given, axes) => ({
    ...given,
    ...Object.fromEntries(names.map((name) => [name, axes.map((axis) => (given[name] as Axes)[axis])])),
  }));
}

/** The attribute `pads`, [before, after] of every axis. */
export const padsEach = sameAxes((given, axes) => {
  const pads = given.pads as Axes;
  return { ...given, pads: axes.flatMap((axis) => [pads[2 * axis], pads[2 * axis + 1]]) };
});

/** Axes that the output lacks, unless `keepDims`. */
export function reducing(axesOf: (attributes: Attributes) => Axes, store: typeof withAxis): Rule {
  return (node, pivot) => {
    const { attributes } = node;
    const [x] = node.inputs;
    const [y] = node.outputs;
    const given = pivotAxes(node, pivot);
    if (x === undefined || given === undefined) return undefined;
    const reduced = axesOf(attributes);
    const isFull = pivot.side === "inputs" || attributes.keepDims === true;
    const full = isFull ? given : inserted(given, reduced);
    return {
      inputs: [axesLayout(x.shape, full)],
      outputs: [axesLayout(y.shape, attributes.keepDims === true ? full : removed(full, reduced))],
      attributes: store(attributes, full),
    };
  };
}

const wholeAxes = reducing(
  ({ axes }) => axes as Axes,
  (given, axes) => ({ ...given, axes: storedPlaces(given.axes as Axes, axes) }),
);

/** Axes need not even be stored in one piece: then all pieces are reduced. */
export const reduction: Rule = (node, pivot) => wholeAxes(node, pivot) ?? reductionOfPieces(node, pivot);

function reductionOfPieces({ inputs: [x], attributes }: TypedNode, { side, layout }: Pivot): Turned | undefined {
  const refined = x && side === "inputs" ? refineByAxes(layout.order, x.shape) : undefined;
  if (refined === undefined) return undefined;
  const { digits, places, owners } = refined;
  const axes = attributes.axes as Axes;
  const isKept = (digit: number) => !axes.includes(owners[digit]);
  const kept = digits.flatMap((_, digit) => (isKept(digit) ? [digit] : []));
  const order = simplest({
    digits: kept.map((digit) => digits[digit]),
    places: places.filter(isKept).map((digit) => kept.indexOf(digit)),
  });
  const stored = (digit: number) => (isKept(digit) ? [digits[digit]] : attributes.keepDims === true ? [1] : []);
  return {
    inputs: [{ order: simplest(refined), shape: places.map((digit) => digits[digit]) }],
    outputs: [{ order, shape: places.flatMap(stored) }],
    attributes: { ...attributes, axes: places.flatMap((digit, place) => (isKept(digit) ? [] : [place])) },
  };
}

export const argOfAxis = reducing(({ axis }) => [axis as number], withAxis);

/** Inputs lack the axis. */
export const packing: Rule = (node, pivot) => {
  const given = pivotAxes(node, pivot);
  if (given === undefined) return undefined;
  const axis = node.attributes.axis as number;
  const full = pivot.side === "outputs" ? given : inserted(given, [axis]);
  return withOneAxisLess(node, full, "inputs");
};

/** Outputs lack the axis. */
export const unpacking: Rule = (node, pivot) => {
  const given = pivotAxes(node, pivot);
  if (given === undefined) return undefined;
  const axis = node.attributes.axis as number;
  const full = pivot.side === "inputs" ? given : inserted(given, [axis]);
  return withOneAxisLess(node, full, "outputs");
};

function withOneAxisLess(node: TypedNode, full: Axes, side: Pivot["side"]): Turned {
  const fewer = removed(full, [node.attributes.axis as number]);
  return {
    inputs: node.inputs.map((x) => x && axesLayout(x.shape, side === "inputs" ? fewer : full)),
    outputs: node.outputs.map((y) => axesLayout(y.shape, side === "outputs" ? fewer : full)),
    attributes: withAxis(node.attributes, full),
  };
}

/** The output has the axes of the indices in the place of one axis; they stay together and in order. */
export const gathering: Rule = (node, pivot) => {
  const [x, indices] = node.inputs;
  const [y] = node.outputs;
  if (x === undefined || indices === undefined || (pivot.side === "inputs" && pivot.index === 1)) return undefined;
  const given = pivotAxes(node, pivot);
  const axis = node.attributes.axis as number;
  const count = indices.shape.length;
  const full = given && (pivot.side === "inputs" ? given : withoutIndexAxes(given, axis, count));
  if (full === undefined) return undefined;
  const indexAxes = Array.from({ length: count }, (_, i) => axis + i);
  const outer = (a: number) => (a < axis ? a : a + count - 1);
  const axes = full.flatMap((a) => (a === axis ? indexAxes : [outer(a)]));
  return {
    inputs: [axesLayout(x.shape, full), plainLayout(indices.shape)],
    outputs: [axesLayout(y.shape, axes)],
    attributes: withAxis(node.attributes, full),
  };
};

function withoutIndexAxes(axes: Axes, axis: number, count: number): Axes | undefined {
  if (count === 0) return inserted(axes, [axis]);
  const start = axes.indexOf(axis);
  const isTogether = Array.from({ length: count }, (_, i) => axes[start + i] === axis + i).every(Boolean);
  const inner = (a: number) => (a < axis ? a : a - count + 1);
  return isTogether ? axes.toSpliced(start, count, axis + count - 1).map(inner) : undefined;
}

/** [..., M, K] times [..., K, N]: axes before the last two change places, where both operands have the same of them. */
export const matrixProduct: Rule = (node, pivot) => {
  const [a, b] = node.inputs;
  const [y] = node.outputs;
  const axes = pivotAxes(node, pivot);
  const rank = y.shape.length;
  const isWhole = a?.shape.length === rank && b?.shape.length === rank;
  if (!isWhole || axes?.[rank - 1] !== rank - 1 || axes[rank - 2] !== rank - 2) return undefined;
  return {
    inputs: [axesLayout(a.shape, axes), axesLayout(b.shape, axes)],
    outputs: [axesLayout(y.shape, axes)],
    attributes: node.attributes,
  };
};

function pivotAxes(node: TypedNode, pivot: Pivot): Axes | undefined {
  return storedAxes(pivot.layout, typeOf(node, pivot).shape);
}

function withAxis(given: Attributes, axes: Axes): Attributes {
  return { ...given, axis: axes.indexOf(given.axis as number) };
}

function storedPlaces(named: Axes, axes: Axes): number[] {
  return named.map((axis) => axes.indexOf(axis)).sort((a, b) => a - b);
}

/** Without some axes; the others are numbered anew. */
function removed(axes: Axes, gone: Axes): number[] {
  const rank = (axis: number) => axis - gone.filter((other) => other < axis).length;
  return axes.filter((axis) => !gone.includes(axis)).map(rank);
}

/** The reverse: each of the axes is stored behind the one before it. */
function inserted(axes: Axes, added: Axes): number[] {
  const kept = Array.from({ length: axes.length + added.length }, (_, axis) => axis).filter((a) => !added.includes(a));
  const full = axes.map((axis) => kept[axis]);
  for (const axis of added.toSorted((a, b) => a - b)) full.splice(axis === 0 ? 0 : full.indexOf(axis - 1) + 1, 0, axis);
  return full;
}
