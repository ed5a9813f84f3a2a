// Which weight of the manifest belongs to which layer. Keras calls them "conv1/kernel"; exports put the names of models
// before that ("model/conv1/kernel"), a ":0" behind it, or (Keras 3) numbers in the place of names ("conv1/vars/0").

import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor.ts";
import type { Assembler } from "../../assembler.ts";
import { ensure, enumerate, quote } from "../../diagnostics.ts";
import { permute } from "../permute.ts";
import { requireElements, type Weight } from "../weights.ts";

export interface WeightQuery {
  /** Names of the models around the layer and of the layer itself. */
  readonly path: readonly string[];
  /** What the weight may be called. */
  readonly names: readonly string[];
  /** Its place among the layer's weights. */
  readonly ordinal: number;
}

interface Entry {
  readonly weight: Weight;
  /** `/model/conv1/`: the name without its last part, between slashes. */
  readonly prefix: string;
}

export class LayerWeights {
  readonly #byName = new Map<string, Weight>();
  /** By the last part of the name. */
  readonly #byLast = new Map<string, Entry[]>();
  /** Constants made so far: shared layers share them. */
  readonly #constants = new Map<string, TensorId>();

  constructor(weights: ReadonlyMap<string, Weight>) {
    for (const [fullName, weight] of weights) {
      const name = fullName.replace(/:\d+$/, "");
      this.#byName.set(name, weight);
      const cut = name.lastIndexOf("/");
      const prefix = `/${name.slice(0, Math.max(cut, 0)).replace(/(^|\/)_/g, "$1")}/`;
      const last = name.slice(cut + 1);
      const others = this.#byLast.get(last);
      if (others === undefined) this.#byLast.set(last, [{ weight, prefix }]);
      else others.push({ weight, prefix });
    }
  }

  /** Throws Problem where there is none, or more than one. */
  find({ path, names, ordinal }: WeightQuery): Weight {
    const layer = path[path.length - 1];
    for (const start of [path.join("/"), layer]) {
      for (const name of names) {
        const exact = this.#byName.get(`${start}/${name}`);
        if (exact !== undefined) return exact;
      }
    }
    const all = [...names, String(ordinal)].flatMap((name) => this.#byLast.get(name) ?? []);
    const ofLayer = all.filter(({ prefix }) => prefix.includes(`/${layer}/`));
    const models = ({ prefix }: Entry) => path.slice(0, -1).filter((model) => prefix.includes(`/${model}/`)).length;
    const most = Math.max(...ofLayer.map(models));
    const best = ofLayer.filter((entry) => models(entry) === most);
    ensure(
      best.length > 0,
      () => `there is no weight ${quote(`${layer}/${names[0]}`)}`,
      "The manifest's weights must be named after their layers; export the model again",
    );
    ensure(
      best.length === 1,
      () =>
        `its ${names[0]} may be ${enumerate(
          best.map(({ weight }) => quote(weight.name)),
          3,
        )}`,
      "Give the layers of nested models names of their own",
    );
    return best[0].weight;
  }

  /** The weight as a constant of the graph, its dimensions in another order and then in another shape. */
  constant(
    assembler: Assembler,
    query: WeightQuery,
    perm: readonly number[] | undefined,
    reshape: (own: readonly number[]) => readonly number[],
  ): TensorId {
    const weight = this.find(query);
    requireElements(weight);
    ensure(
      perm === undefined || perm.length === weight.shape.length,
      () => `the weight ${quote(weight.name)} has the shape [${weight.shape}], not ${perm?.length} dimensions`,
      "The weights belong to another model; export the model again",
    );
    const permuted = perm === undefined ? weight.shape : perm.map((axis) => weight.shape[axis]);
    const shape = reshape(permuted);
    ensure(
      elementCount(shape) === elementCount(weight.shape),
      () => `the weight ${quote(weight.name)} has the shape [${weight.shape}], which does not fit the layer`,
      "The weights belong to another model; export the model again",
    );
    const key = `${weight.name} ${perm} ${shape}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const stored = weight.values();
    const values = stored instanceof Float32Array ? stored : new Float32Array(stored);
    const data = perm === undefined ? values : permute(values, weight.shape, perm);
    const id = assembler.add({ name: weight.name, dtype: "f32", shape, data });
    this.#constants.set(key, id);
    return id;
  }
}
