// Walks the calls of a Keras model in an order in which everything read is computed before; nested models are walked in
// place, each time they are called.

import type { TensorId } from "../../../graph/graph.ts";
import type { Assembler } from "../../assembler.ts";
import { ensure, enumerate, quote } from "../../diagnostics.ts";
import { inOrder } from "../order.ts";
import { AlreadyReported, type Report } from "../report.ts";
import type { LayerWeights } from "./layer_weights.ts";
import { type Dialect, LayerNode } from "./node.ts";
import { hintFor, LAYERS } from "./tables.ts";
import { isInput, type Layer, type LayerModel, type Reference } from "./topology.ts";

/** Calls of layers; nested models that are called by nested models multiply. */
const MAX_CALLS = 100_000;

/** A tensor, or none because of something that is reported already. */
export type MaybeTensor = TensorId | undefined;

export interface RunContext {
  readonly assembler: Assembler;
  readonly weights: LayerWeights;
  readonly report: Report;
  readonly dialect: Dialect;
}

interface Call {
  readonly layer: Layer;
  readonly index: number;
  readonly reads: readonly Reference[];
}

export class LayerRun {
  readonly #context: RunContext;
  #calls = 0;

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** The model's outputs for tensors in the place of its inputs. */
  model(model: LayerModel, path: readonly string[], feeds: readonly MaybeTensor[]): MaybeTensor[] {
    const values = new Map<string, readonly MaybeTensor[]>();
    model.inputs.forEach((reference, i) => {
      values.set(keyOf(reference), [feeds[i]]);
    });
    for (const layer of model.layers) {
      if (isInput(layer) && !values.has(keyOf({ layer: layer.name, call: 0 })))
        values.set(keyOf({ layer: layer.name, call: 0 }), [undefined]);
    }
    for (const call of this.#inOrder(model, path, new Set(values.keys()))) {
      const outputs = this.#call(call.layer, [...path, call.layer.name], () =>
        call.reads.map((reference) => read(values, reference)),
      );
      values.set(keyOf({ layer: call.layer.name, call: call.index }), outputs);
    }
    return model.outputs.map((reference) => {
      const where = path.length === 0 ? "model" : `model ${quote(path.join("/"))}`;
      return this.#context.report.attempt(where, () => read(values, reference));
    });
  }

  /** Calls that can be run, in an order in which they can. */
  #inOrder(model: LayerModel, path: readonly string[], known: ReadonlySet<string>): readonly Call[] {
    const calls = model.layers.flatMap((layer) =>
      isInput(layer) ? [] : layer.calls.map((reads, index): Call => ({ layer, index, reads })),
    );
    const makes = ({ layer, index }: Call) => keyOf({ layer: layer.name, call: index });
    const { ready, stuck } = inOrder(calls, { makes, reads: ({ reads }) => reads.map(keyOf) }, known);
    for (const { layer, reads } of stuck.slice(0, 8)) {
      this.#context.report.add(
        `layer ${quote([...path, layer.name].join("/"))}`,
        `reads ${enumerate(reads.map(describe), 4)}, which is never computed`,
        "The layers form a ring, or the file is damaged; export the model again",
      );
    }
    return ready;
  }

  #call(layer: Layer, path: readonly string[], readInputs: () => MaybeTensor[]): MaybeTensor[] {
    const { report } = this.#context;
    if (report.isFull) return [undefined];
    const origin = `#${this.#calls++} ${layer.className} ${quote(path.join("/"))}`;
    const { model } = layer;
    const outputs = report.attempt(origin, () => {
      ensure(this.#calls <= MAX_CALLS, () => `is more than call ${MAX_CALLS} of a layer`, "The file is damaged");
      const inputs = readInputs();
      if (model === undefined) return [this.#layer(layer, path, origin, inputs)];
      ensure(
        inputs.length === model.inputs.length,
        () => `is given ${inputs.length} tensors, the model has ${model.inputs.length} inputs`,
        "The file is damaged; export the model again",
      );
      return this.model(model, path, inputs);
    });
    return outputs ?? [undefined];
  }

  #layer(layer: Layer, path: readonly string[], origin: string, maybeInputs: readonly MaybeTensor[]): TensorId {
    const { assembler, weights, dialect } = this.#context;
    const { className, config } = layer;
    const importer = LAYERS.get(className);
    ensure(importer !== undefined, () => `the layer ${quote(className)} is not supported`, hintFor(className));
    const inputs = maybeInputs.map((input) => {
      if (input === undefined) throw new AlreadyReported();
      return input;
    });
    ensure(inputs.length > 0, () => "has no inputs", "The file is damaged; export the model again");
    const place = { path, className, origin, config, dialect };
    return importer.run(new LayerNode(assembler, place, importer.makes, inputs, weights));
  }
}

function keyOf({ layer, call }: Pick<Reference, "layer" | "call">): string {
  return `${call} ${layer}`;
}

function describe({ layer, call, tensor }: Reference): string {
  return `${quote(layer)}${call === 0 ? "" : ` (call ${call})`}${tensor === 0 ? "" : ` (output ${tensor})`}`;
}

/** Throws Problem where there is no such tensor. */
function read(values: ReadonlyMap<string, readonly MaybeTensor[]>, reference: Reference): MaybeTensor {
  const outputs = values.get(keyOf(reference));
  ensure(
    outputs !== undefined && reference.tensor >= 0 && reference.tensor < outputs.length,
    () => `reads ${describe(reference)}, which no layer computes`,
    "The file is damaged; export the model again",
  );
  return outputs[reference.tensor];
}
