// The intermediate representation: a list of nodes in execution order over a table of tensors (static single assignment:
// every tensor is a graph input, a constant, or the output of exactly one node). Graphs are values: passes return new ones.

import type { Attributes, OpDef } from "./op_def.ts";
import type { TensorData, TensorType } from "./tensor.ts";

/** Index into `Graph.tensors`. */
export type TensorId = number;

/** Marks an absent optional input of a node. */
export const ABSENT: TensorId = -1;

export interface GraphTensor extends TensorType {
  readonly name: string;
  /** Values, if the tensor is a constant. */
  readonly data?: TensorData | undefined;
}

export interface GraphNode {
  readonly op: OpDef;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly attributes: Attributes;
  /** Where the node came from, for messages and profiles: `#12 CONV_2D "block3/expand"`. */
  readonly origin: string;
}

/** Element types a caller of the model may see. `u8` is kept as i8 − 128, `i64` as i32. */
export type PortDType = "f32" | "i8" | "u8" | "i32" | "i64";

/** One input or output of the whole graph. */
export interface GraphPort {
  readonly tensor: TensorId;
  readonly name: string;
  readonly dtype: PortDType;
}

export interface Graph {
  readonly name: string;
  readonly tensors: readonly GraphTensor[];
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
  /** Class names by index, where the source has them. */
  readonly labels?: readonly string[] | undefined;
  /** How pixels become the input, as far as the source says. */
  readonly preprocessing?: SourcePreprocessing | undefined;
}

/** What a source file may say about its image input; real = (pixel − mean) / std, one value or one a channel. */
export interface SourcePreprocessing {
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
  readonly color?: "rgb" | "bgr" | "gray" | undefined;
  /** How a photo becomes the input's size: `Preprocessing` in format/types.ts. */
  readonly fit?: "shorter" | "square" | "stretch" | undefined;
  readonly resizeTo?: number | undefined;
}
