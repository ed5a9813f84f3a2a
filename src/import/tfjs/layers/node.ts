// One call of a Keras layer as its importer sees it: inputs, configuration, weights, and ways to add graph nodes.

import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import type { Assembler } from "../../assembler.ts";
import { ensure } from "../../diagnostics.ts";
import { NodeBuilder, type OperatorImporter } from "../../node_builder.ts";
import type { Fields } from "../json.ts";
import type { LayerWeights } from "./layer_weights.ts";

/** Adds the graph nodes of one call; returns its outputs. Throws Problem. */
export type LayerImporter = OperatorImporter<LayerNode, TensorId>;

/** Class name of the layer -> importer. */
export type LayerTable = Readonly<Record<string, LayerImporter>>;

export interface Dialect {
  /** Of the Keras that wrote the file: 2 where it does not say. */
  readonly kerasMajor: number;
  /** Keras ran on TensorFlow 1. */
  readonly isTensorflow1: boolean;
  /** Written by TensorFlow.js itself. */
  readonly isTfjs: boolean;
}

export interface LayerPlace {
  /** Names of the models around the layer and of the layer itself. */
  readonly path: readonly string[];
  readonly className: string;
  /** `#12 Conv2D "block3/expand"`. */
  readonly origin: string;
  readonly config: Fields;
  readonly dialect: Dialect;
}

export interface WeightOptions {
  /** Dimensions in another order: dimension i of the result is dimension perm[i] of the file's. */
  readonly perm?: readonly number[];
  /** Then this shape, of as many elements; one dimension may be −1. */
  readonly shape?: readonly number[];
}

export class LayerNode extends NodeBuilder {
  readonly place: LayerPlace;
  readonly inputs: readonly TensorId[];
  readonly #weights: LayerWeights;
  #asked = 0;

  constructor(
    assembler: Assembler,
    place: LayerPlace,
    makes: readonly string[],
    inputs: readonly TensorId[],
    weights: LayerWeights,
  ) {
    super(assembler, place.origin, place.path.join("/"), makes);
    this.place = place;
    this.inputs = inputs;
    this.#weights = weights;
  }

  get config(): Fields {
    return this.place.config;
  }

  get dialect(): Dialect {
    return this.place.dialect;
  }

  /** The only input. */
  input(): TensorId {
    ensure(
      this.inputs.length === 1,
      () => `has ${this.inputs.length} inputs, not one`,
      "The file is damaged; export the model again",
    );
    return this.inputs[0];
  }

  /** The only input, of one rank. */
  inputOfRank(rank: number): TensorId {
    const id = this.input();
    const shape = this.shapeOf(id);
    ensure(
      shape.length === rank,
      () => `its input [${shape}] has ${shape.length} dimensions, not ${rank}`,
      "Export the model again; state the shape of its input",
    );
    return id;
  }

  /**
   * A weight of the layer, by the names that Keras gave it over time. Ask for weights in Keras' order (kernel, bias): files
   * of Keras 3 may number them.
   */
  weight(names: readonly string[], { perm, shape }: WeightOptions = {}): TensorId {
    return this.#weights.constant(
      this.assembler,
      { path: this.place.path, names, ordinal: this.#asked++ },
      perm,
      (own) => (shape === undefined ? own : resolveShape(own, shape)),
    );
  }

  weightShape(names: readonly string[]): readonly number[] {
    return this.#weights.find({ path: this.place.path, names, ordinal: this.#asked }).shape;
  }
}

/** Replaces a −1 by what is left of the elements of `own`. */
function resolveShape(own: readonly number[], shape: readonly number[]): readonly number[] {
  const known = elementCount(shape.filter((dim) => dim !== -1));
  return shape.map((dim) => (dim === -1 ? elementCount(own) / known : dim));
}
