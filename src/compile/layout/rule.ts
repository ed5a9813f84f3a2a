// What a rule says of an operator: how all its tensors are stored if one of them is stored in a given layout.

import type { Attributes } from "../../graph/op_def.ts";
import type { TensorType } from "../../graph/tensor.ts";
import type { Layout } from "./layout.ts";

/** A node as rules see it. */
export interface TypedNode {
  /** An absent optional input is undefined. */
  readonly inputs: readonly (TensorType | undefined)[];
  readonly outputs: readonly TensorType[];
  readonly attributes: Attributes;
}

/** The tensor that a rule starts from. */
export interface Pivot {
  readonly side: "inputs" | "outputs";
  readonly index: number;
  readonly layout: Layout;
}

/** The node on stored tensors: it computes the same values, each in its place. */
export interface Turned {
  readonly inputs: readonly (Layout | undefined)[];
  readonly outputs: readonly Layout[];
  readonly attributes: Attributes;
}

/** Undefined where the operator cannot work on that layout. The other layouts follow from the pivot's, nothing else. */
export type Rule = (node: TypedNode, pivot: Pivot) => Turned | undefined;

export function typeOf(node: TypedNode, { side, index }: Pivot): TensorType {
  const type = node[side][index];
  if (type === undefined) throw new Error(`there is no ${side}[${index}]`);
  return type;
}
