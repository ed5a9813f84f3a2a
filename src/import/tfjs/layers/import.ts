// Keras model -> graph nodes: finds the inputs and their shapes, runs the layers, names the outputs.

import type { GraphPort } from "../../../graph/graph.ts";
import { ensure, quote } from "../../diagnostics.ts";
import { Fields, parseJson } from "../json.ts";
import { type ImportContext, inputShape, unique } from "../ports.ts";
import { LayerWeights } from "./layer_weights.ts";
import type { Dialect } from "./node.ts";
import { LayerRun, type MaybeTensor } from "./run.ts";
import { type LayerModel, readModel } from "./topology.ts";

/** Throws Problem where the model cannot be read at all; problems of layers go to the report. */
export function importLayers(topology: Fields, context: ImportContext): { inputs: GraphPort[]; outputs: GraphPort[] } {
  const config = topology.has("model_config") ? modelConfig(topology) : topology;
  const model = readModel(config);
  const inputs: GraphPort[] = [];
  const feeds = model.inputs.map((reference) => {
    const { layer } = reference;
    return context.report.attempt(`input ${quote(layer)}`, () => defineInput(model, layer, inputs, context));
  });
  const weights = new LayerWeights(context.weights);
  const { assembler, report } = context;
  const results = new LayerRun({ assembler, report, weights, dialect: dialectOf(topology) }).model(model, [], feeds);
  return { inputs, outputs: outputPorts(model, results) };
}

/** `model_config` is an object; some exports hold it as text. */
function modelConfig(topology: Fields): Fields {
  const config = topology.get("model_config");
  if (typeof config !== "string") return topology.object("model_config");
  return new Fields("model_config", parseJson(config));
}

/** "2.15.0", "2.2.4-tf", "3.4.1", "tfjs-layers 4.22.0". */
function dialectOf(topology: Fields): Dialect {
  const version = topology.get("keras_version");
  const text = typeof version === "string" ? version : "";
  const isTfjs = /tfjs|tensor_flow|tensorflow\.?js/i.test(`${text} ${topology.get("backend")}`);
  const [major = 2, minor = 15] = isTfjs ? [] : (/^(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number) ?? []);
  const isTensorflow1 = !isTfjs && (major < 2 || (major === 2 && minor < 3 && !text.endsWith("-tf")));
  return { kerasMajor: major, isTensorflow1, isTfjs };
}

/** The graph computes in floats; integers that callers give become floats at once. */
function defineInput(model: LayerModel, name: string, ports: GraphPort[], context: ImportContext): MaybeTensor {
  const layer = model.layers.find((candidate) => candidate.name === name);
  ensure(layer !== undefined, () => `there is no layer ${quote(name)}`, "The file is damaged; export the model again");
  const { config } = layer;
  const stated = config.has("batch_input_shape") ? "batch_input_shape" : "batch_shape";
  const shape = inputShape(name, config.has(stated) ? config.list(stated) : undefined, context);
  const isInteger = config.get("dtype") === "int32";
  const id = context.assembler.add({ name, dtype: isInteger ? "i32" : "f32", shape });
  ports.push({ tensor: id, name: unique(name, ports), dtype: isInteger ? "i32" : "f32" });
  if (!isInteger) return id;
  const cast = { op: "cast", inputs: [id], attributes: { to: "f32" }, origin: `input ${quote(name)}` };
  return context.assembler.emit(cast, `${name}/float`)[0];
}

function outputPorts(model: LayerModel, results: readonly MaybeTensor[]): GraphPort[] {
  const ports: GraphPort[] = [];
  results.forEach((tensor, i) => {
    if (tensor !== undefined) ports.push({ tensor, name: unique(model.outputs[i].layer, ports), dtype: "f32" });
  });
  return ports;
}
