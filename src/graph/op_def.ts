// What the graph must know of an operator: how its output types follow from its inputs, and what its outputs are.
// The full definition, with lowering and test samples, is `Operator` in ops/operator.ts.

import type { TensorData, TensorType, TensorValue } from "./tensor.ts";

export type AttributeValue = number | boolean | string | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** An absent optional input is undefined. */
export type OptionalType = TensorType | undefined;
export type OptionalValue = TensorValue | undefined;

export interface OpDef<A extends Attributes = Attributes> {
  /** snake_case; the file in src/ops, the stem of the kernel symbols and of the test titles. */
  readonly name: string;
  /** One line: the formula or the rule. */
  readonly doc: string;
  /**
   * Shape rule: element type and shape of every output. Throws ShapeError where inputs and attributes do not fit.
   * Whatever decides a shape (axes, target shapes, pads) is an attribute: importers turn constant inputs into attributes.
   */
  infer(inputs: readonly OptionalType[], attributes: A): InferredType[];
  /**
   * The specification: obvious, slow, complete. `outputs` are the full types (with quantisation); returns their data.
   * Int8 results are exact: kernels must give the same bits.
   */
  reference(inputs: readonly OptionalValue[], outputs: readonly TensorType[], attributes: A): TensorData[];
}

export type InferredType = Pick<TensorType, "dtype" | "shape">;

/** An operator's inputs or attributes do not fit together; the message names the values seen and what would fit. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

export function requireShape(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new ShapeError(message());
}
