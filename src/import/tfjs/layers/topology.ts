// The layers of a Keras model as model.json describes them, whatever version wrote them: models of either kind, nested in
// each other, become lists of layers with the calls that connect them.

import { ensure, quote } from "../../diagnostics.ts";
import { describeJson, Fields, isObject, type Json } from "../json.ts";

const DAMAGED = "The file is damaged; export the model again";
/** Models within models. */
const MAX_DEPTH = 16;
/** Lists within lists of a layer's inputs. */
const MAX_NESTING = 8;
const MODELS = ["Sequential", "Functional", "Model"];
const INPUT = "InputLayer";

/** One tensor of the model: output `tensor` of call number `call` of a layer. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
}

export interface Layer {
  readonly name: string;
  readonly className: string;
  readonly config: Fields;
  /** What each call of the layer reads; shared layers have several. */
  readonly calls: readonly (readonly Reference[])[];
  /** The layers inside, if the layer is a model itself. */
  readonly model: LayerModel | undefined;
}

export interface LayerModel {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

/** Whether the layer stands for an input of its model. */
export function isInput({ className }: Layer): boolean {
  return className === INPUT;
}

/** What `model_config` (or a layer that is a model) describes. Throws Problem. */
export function readModel(json: Fields, depth = 0): LayerModel {
  ensure(depth <= MAX_DEPTH, () => `models are nested more than ${MAX_DEPTH} deep`, DAMAGED);
  const className = json.string("class_name");
  ensure(
    MODELS.includes(className),
    () => `the model is of the class ${quote(className)}`,
    "Sequential and functional models are supported; rebuild a subclassed model as one of them, or export it as a graph model",
  );
  const config = json.get("config");
  if (className === "Sequential") return readSequential(json, config, depth);
  const fields = json.object("config");
  const layers = fields.list("layers").map((layer, i) => {
    const layerJson = new Fields(`${fields.where}.layers[${i}]`, layer);
    return readLayer(layerJson, readCalls(layerJson.optionalList("inbound_nodes"), layerJson.where), depth);
  });
  requireDistinct(layers);
  return {
    name: fields.string("name", "model"),
    inputs: references(fields.get("input_layers"), `${fields.where}.input_layers`),
    ...fromZero(layers, references(fields.get("output_layers"), `${fields.where}.output_layers`)),
  };
}

/** A chain; an input layer is put before it where the file has none. */
function readSequential(json: Fields, config: Json | undefined, depth: number): LayerModel {
  const isList = Array.isArray(config);
  const fields = isList ? undefined : json.object("config");
  const list = isList ? (config as readonly Json[]) : json.object("config").list("layers");
  const where = isList ? `${json.where}.config` : `${json.where}.config.layers`;
  const layers: Layer[] = [];
  for (const [i, item] of list.entries()) {
    const layerJson = new Fields(`${where}[${i}]`, item);
    if (i === 0 && layerJson.string("class_name") !== INPUT) layers.push(inputBefore(layerJson, fields));
    const previous = layers.at(-1);
    const calls = previous === undefined ? [] : [[{ layer: previous.name, call: 0, tensor: 0 }]];
    layers.push(readLayer(layerJson, calls, depth));
  }
  ensure(layers.length > 0, () => "the sequential model has no layers", DAMAGED);
  requireDistinct(layers);
  const end = (layer: Layer): Reference[] => [{ layer: layer.name, call: 0, tensor: 0 }];
  const name = fields?.string("name", "sequential") ?? "sequential";
  return { name, layers, inputs: end(layers[0]), outputs: end(layers[layers.length - 1]) };
}

function requireDistinct(layers: readonly Layer[]): void {
  const names = new Set<string>();
  for (const { name } of layers) {
    ensure(!names.has(name), () => `two layers of a model are called ${quote(name)}`, DAMAGED);
    names.add(name);
  }
}

/** What Keras would put before a first layer that states the shape of its input. */
function inputBefore(first: Fields, sequential: Fields | undefined): Layer {
  const shape = firstShape(first, 0) ?? sequential?.oneOf("build_input_shape");
  const config = new Fields(`${first.where}.config`, shape === undefined ? {} : { batch_input_shape: shape });
  return { name: `${nameOf(first)}_input`, className: INPUT, config, calls: [], model: undefined };
}

/** The input shape that a layer states, or the first layer of the model that it is. */
function firstShape(layer: Fields, depth: number): Json | undefined {
  const config = layer.get("config");
  if (depth > MAX_DEPTH) return undefined;
  if (isObject(config)) {
    const fields = new Fields(layer.where, config);
    const shape = fields.oneOf("batch_input_shape", "batch_shape");
    if (shape !== undefined) return shape;
    const build = layer.optionalObject("build_config")?.get("input_shape");
    const layers = fields.get("layers");
    if (!Array.isArray(layers) || layers.length === 0) return build;
    return firstShape(new Fields(layer.where, layers[0]), depth + 1) ?? fields.get("build_input_shape") ?? build;
  }
  return Array.isArray(config) && config.length > 0
    ? firstShape(new Fields(layer.where, config[0]), depth + 1)
    : undefined;
}

function nameOf(layer: Fields): string {
  const config = layer.get("config");
  const inner = isObject(config) ? config.name : undefined;
  return layer.string("name", typeof inner === "string" ? inner : undefined);
}

function readLayer(json: Fields, calls: Layer["calls"], depth: number): Layer {
  const className = json.string("class_name");
  const model = MODELS.includes(className) ? readModel(json, depth + 1) : undefined;
  const config = model ? new Fields(`${json.where}.config`, {}) : json.object("config");
  return { name: nameOf(json), className, config, calls, model };
}

/** `inbound_nodes`: lists of [layer, call, tensor, ...], or since Keras 3 arguments that hold `__keras_tensor__`s. */
function readCalls(nodes: readonly Json[], where: string): Reference[][] {
  return nodes.map((node, i) => {
    const found: Reference[] = [];
    collect(node, `${where}.inbound_nodes[${i}]`, found, 0);
    return found;
  });
}

function references(json: Json | undefined, where: string): Reference[] {
  const found: Reference[] = [];
  if (json !== undefined) collect(json, where, found, 0);
  ensure(found.length > 0, () => `${where} names no layers`, DAMAGED);
  return found;
}

function collect(json: Json, where: string, found: Reference[], nesting: number): void {
  ensure(nesting <= MAX_NESTING, () => `${where} is nested more than ${MAX_NESTING} deep`, DAMAGED);
  if (Array.isArray(json)) {
    if (typeof json[0] === "string" && json.length >= 3 && typeof json[1] === "number") {
      found.push(reference(json, where));
    } else for (const item of json) collect(item, where, found, nesting + 1);
  } else if (isObject(json)) {
    if (json.class_name === "__keras_tensor__") {
      const history = new Fields(where, json).object("config").list("keras_history");
      found.push(reference(history, `${where}.keras_history`));
    } else for (const name of Object.keys(json)) if (name !== "mask") collect(json[name], where, found, nesting + 1);
  }
}

function reference([layer, call, tensor]: readonly Json[], where: string): Reference {
  ensure(
    typeof layer === "string" && Number.isSafeInteger(call) && Number.isSafeInteger(tensor),
    () => `${where} is [${[layer, call, tensor].map(describeJson)}], not a layer and two numbers`,
    DAMAGED,
  );
  return { layer, call: call as number, tensor: tensor as number };
}

/**
 * Functional models have a call 0 of their own, from when they were built, which files do not list: where one is referred
 * to by a call that it does not have, all references to it count from 1.
 */
function fromZero(layers: readonly Layer[], outputs: readonly Reference[]): Pick<LayerModel, "layers" | "outputs"> {
  const calls = new Map(layers.filter(({ model }) => model).map((layer) => [layer.name, layer.calls.length]));
  const isBeyond = ({ layer, call }: Reference) => call >= (calls.get(layer) ?? Infinity);
  const all = [...outputs, ...layers.flatMap((layer) => layer.calls.flat())];
  const shifted = new Set(all.filter(isBeyond).map(({ layer }) => layer));
  if (shifted.size === 0) return { layers, outputs };
  const shift = (item: Reference) => (shifted.has(item.layer) ? { ...item, call: item.call - 1 } : item);
  return {
    layers: layers.map((layer) => ({ ...layer, calls: layer.calls.map((call) => call.map(shift)) })),
    outputs: outputs.map(shift),
  };
}
